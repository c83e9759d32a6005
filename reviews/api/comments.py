"""Comments on reviews in the REST API."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import PersonSerializer
from accounts.rest import preconditions
from accounts.rest.bodies import checked
from accounts.rest.errors import conflict_at
from accounts.rest.pagination import Order
from accounts.rest.permissions import caller
from accounts.rest.views import GenericApiViewSet
from reviews import conversation
from reviews.api import examples
from reviews.api.access import deletable_comment, found, own_comment, visible_comment, visible_review
from reviews.api.fields import CommentTextField
from reviews.markdown import render
from reviews.models import Comment

#: When it was last changed: what `If-Match` goes by.
_CHANGED_AT = "changed_at"


class CommentSerializer(serializers.ModelSerializer):
    review_id = serializers.IntegerField(help_text="Of the review that it is about.")
    author = PersonSerializer()
    is_mine = serializers.SerializerMethodField(help_text="Whether it is by whoever asks.")
    text = serializers.CharField(help_text="As written, with Markdown.")
    text_html = serializers.SerializerMethodField(help_text="The text as HTML that is safe to show.")
    edited_at = serializers.DateTimeField(allow_null=True, help_text="null where it is as it was.")
    url = serializers.SerializerMethodField(help_text="Where to read it on Muse.")

    class Meta:
        model = Comment
        fields: ClassVar = [
            *("id", "review_id", "author", "is_mine", "text", "text_html", "created_at", "edited_at", "url")
        ]

    @extend_schema_field(OpenApiTypes.BOOL)
    def get_is_mine(self, comment: Comment) -> bool:
        return bool(comment.author_id == self.context["request"].user.pk)

    @extend_schema_field(OpenApiTypes.STR)
    def get_text_html(self, comment: Comment) -> str:
        return str(render(comment.text))

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, comment: Comment) -> str:
        return str(self.context["request"].build_absolute_uri(comment.get_absolute_url()))


class CommentBodySerializer(serializers.Serializer):
    text = CommentTextField(help_text="Markdown.")


class _CommentViewSet(GenericApiViewSet):
    queryset = Comment.objects.none()  # for the OpenAPI document
    serializer_class = CommentSerializer

    def show(self, comment: Comment, status: int = 200) -> Response:
        shown = CommentSerializer(context={"request": self.request}).to_representation(comment)
        return preconditions.versioned(Response(shown, status=status), comment.changed_at)


@extend_schema(tags=["Comments"])
@method_decorator(conditional_page, name="dispatch")
class ReviewCommentViewSet(_CommentViewSet):
    """What is said about one review. Who sees the review may say something, until its author closes the comments."""

    cursor_orders: ClassVar = {"oldest": Order("created_at", is_falling=False), "newest": Order("created_at")}

    @extend_schema(
        operation_id="reviews_comments_list",
        summary="What is said about a review",
        description="First one first, unless asked otherwise.",
        examples=[examples.COMMENTS],
    )
    def list(self, request: Request, pk: int) -> Response:
        """Two queries."""
        review = visible_review(request, pk)
        page = self.paginate_queryset(conversation.comments_of(review, request.user)) or []
        serializer = CommentSerializer(context={"request": request})
        return self.get_paginated_response([serializer.to_representation(comment) for comment in page])

    @extend_schema(
        operation_id="reviews_comments_create",
        summary="Comment on a review",
        description=(
            "The same words twice in a row are one comment. Where the author has closed the comments, the answer is "
            "409."
        ),
        request=CommentBodySerializer,
        responses={201: CommentSerializer},
        examples=[examples.COMMENT_BODY, examples.COMMENT_MADE],
    )
    def create(self, request: Request, pk: int) -> Response:
        visible_review(request, pk)
        said = checked(CommentBodySerializer, request)
        with found(), conflict_at("comments_closed"):
            comment = conversation.add_comment(caller(request), pk, **said)
        response = self.show(comment, status=201)
        response["Location"] = request.build_absolute_uri(reverse("api:comment-detail", args=[comment.pk]))
        return response


@extend_schema(tags=["Comments"])
@method_decorator(conditional_page, name="dispatch")
class CommentViewSet(_CommentViewSet):
    """One comment. Its author changes it; the author of the review may take it away as well."""

    lookup_value_converter = "int"

    @extend_schema(operation_id="comments_retrieve", summary="One comment", examples=[examples.COMMENT])
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.show(visible_comment(request, pk))

    @extend_schema(
        operation_id="comments_update",
        summary="Change a comment of one's own",
        parameters=[preconditions.IF_MATCH],
        request=CommentBodySerializer,
        responses=CommentSerializer,
        examples=[examples.COMMENT_BODY, examples.COMMENT],
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        comment = own_comment(request, pk)
        said = checked(CommentBodySerializer, request)
        with found(), preconditions.unchanged(request, comment, _CHANGED_AT):
            conversation.edit_comment(caller(request), pk, **said)
        return self.show(visible_comment(request, pk))

    @extend_schema(
        operation_id="comments_delete",
        summary="Delete a comment of one's own, or one on a review of one's own",
        parameters=[preconditions.IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, pk: int) -> Response:
        comment = deletable_comment(request, pk)
        with found(), conversation.in_turn(comment.review_id), preconditions.unchanged(request, comment, _CHANGED_AT):
            conversation.delete_comment(caller(request), pk)
        return Response(status=204)
