"""Reviews in the REST API, each with the item that it is about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import preconditions
from accounts.rest.bodies import checked
from accounts.rest.pagination import Order
from accounts.rest.permissions import caller
from accounts.rest.views import GenericApiViewSet
from reviews import conversation, selectors, services
from reviews.api import examples
from reviews.api.access import found, own_review, somebody_elses_review, unknown_item_named, visible_review
from reviews.api.filters import ReviewFilter
from reviews.api.items import ask_about_named
from reviews.api.serializers import (
    NewReviewSerializer,
    ReviewChangesSerializer,
    ReviewSerializer,
    show_reviews,
)
from reviews.models import Review, ReviewQuerySet


@extend_schema(tags=["Reviews"])
@method_decorator(conditional_page, name="dispatch")
class ReviewViewSet(GenericApiViewSet):
    """Reviews, each with its author and a few words about its item.

    A list is one query, two for who is signed in, and one round trip to Redis.
    """

    serializer_class = ReviewSerializer
    queryset = Review.objects.none()  # for the OpenAPI document; what is answered comes from the selector
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ReviewFilter
    cursor_orders: ClassVar = {
        "newest": Order("created_at"),
        "rating": Order("stars"),
        "likes": Order("like_count"),
    }
    lookup_value_converter = "int"

    def get_queryset(self) -> ReviewQuerySet:
        return selectors.visible_reviews(self.request.user).with_stars()

    @extend_schema(
        operation_id="reviews_list",
        summary="What people say",
        description=(
            "Newest first, unless asked otherwise. Ratings without a text are among them. Each has a few words about "
            "its item."
        ),
        examples=[examples.REVIEWS],
    )
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(show_reviews(request, page or []))

    @extend_schema(operation_id="reviews_retrieve", summary="One review", examples=[examples.REVIEW])
    def retrieve(self, request: Request, pk: int) -> Response:
        return self._answer(visible_review(request, pk))

    def ask_ahead(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if self.action == "create":
            ask_about_named(request)

    @extend_schema(
        operation_id="reviews_create",
        summary="Rate or review an item",
        description=(
            "One review per person and item: where there is one it is changed, what is not sent stays as it is, and "
            "the answer is 200. A new one needs a rating, a text, or both. The item leaves one's shelf. While Spotify "
            "cannot be asked an item is believed to be there."
        ),
        request=NewReviewSerializer,
        responses={201: ReviewSerializer, 200: ReviewSerializer},
        examples=[examples.NEW_REVIEW, examples.NEW_RATING, examples.REVIEW_SAVED],
    )
    def create(self, request: Request) -> Response:
        with unknown_item_named():
            saved = services.save_review(caller(request), **checked(NewReviewSerializer, request))
        response = self._answer(visible_review(request, saved.review.pk))
        if saved.created:
            response.status_code = 201
            response["Location"] = request.build_absolute_uri(reverse("api:review-detail", args=[saved.review.pk]))
        return response

    @extend_schema(
        operation_id="reviews_update",
        summary="Change a review of one's own",
        description="What is not sent stays as it is. Neither rating nor text would leave nothing: 400.",
        parameters=[preconditions.IF_MATCH],
        request=ReviewChangesSerializer,
        responses=ReviewSerializer,
        examples=[examples.REVIEW_CHANGES, examples.REVIEW],
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        review = own_review(request, pk)
        said = checked(ReviewChangesSerializer, request)
        with found(), preconditions.unchanged(request, review):
            services.change_review(caller(request), pk, **said)
        return self._answer(visible_review(request, pk))

    @extend_schema(
        operation_id="reviews_delete",
        summary="Delete a review of one's own",
        description="With its likes and comments. Days in the diary stay.",
        parameters=[preconditions.IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, pk: int) -> Response:
        review = own_review(request, pk)
        with found(), preconditions.unchanged(request, review):
            services.delete_review(caller(request), pk)
        return Response(status=204)

    @extend_schema(
        operation_id="reviews_like",
        summary="Like somebody else's review",
        description="Twice is once.",
        request=None,
        responses=ReviewSerializer,
        examples=[examples.REVIEW_LIKED],
        filters=False,
    )
    @action(detail=True, methods=["put"])
    def like(self, request: Request, pk: int) -> Response:
        somebody_elses_review(request, pk)
        with found():
            return self._answer(conversation.like(caller(request), pk))

    @extend_schema(
        operation_id="reviews_unlike",
        summary="Take a like back",
        description="Where there is none, nothing changes.",
        responses={204: None},
    )
    @like.mapping.delete
    def unlike(self, request: Request, pk: int) -> Response:
        somebody_elses_review(request, pk)
        with found():
            conversation.unlike(caller(request), pk)
        return Response(status=204)

    def _answer(self, review: Review) -> Response:
        response = Response(show_reviews(self.request, [review])[0])
        return preconditions.versioned(response, review.updated_at)
