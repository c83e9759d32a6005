"""Following people in the REST API: by the services and under the rules of the pages."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import following
from accounts.api import USERNAME, FollowStateField, ListedPersonSerializer, person_named, show_people
from accounts.models import Follow, User
from accounts.rest.pagination import Order
from accounts.rest.permissions import TokenMayDoThis, caller
from accounts.rest.views import ApiView, GenericApiViewSet
from accounts.selectors import find_visible_person, follow_requests, followers_of, follows_by, follows_of, is_following
from muse.api.me.personal import PersonalView
from muse.api.people import examples


class FollowSerializer(serializers.Serializer):
    """How the caller stands to a person, once they have pressed the button."""

    username = serializers.CharField()
    follow_state = FollowStateField(help_text="`accepted`, or `requested` where a private account is to answer first.")
    follower_count = serializers.IntegerField(help_text="How many people follow now.")


class FollowRequestSerializer(ListedPersonSerializer):
    requested_at = serializers.DateTimeField()


@extend_schema(tags=["People"], parameters=[USERNAME])
class FollowView(ApiView):
    permission_classes = (IsAuthenticated, TokenMayDoThis)

    @extend_schema(
        operation_id="users_follow",
        summary="Follow a person, or ask to",
        description="A private account is asked; until it answers, the state is `requested`. Twice is as once.",
        request=None,
        responses=FollowSerializer,
        examples=[examples.FOLLOW],
    )
    def put(self, request: Request, username: str) -> Response:
        other = person_named(username)
        try:
            made = following.follow(caller(request), other)
        except following.CannotFollow:
            if other != request.user:
                raise Http404("Nobody here has that name.") from None
            raise ValidationError({"username": ["Nobody follows themselves."]}, code="oneself") from None
        body = {"username": other.username, "follow_state": made.status, "follower_count": followers_of(other).count()}
        return Response(body)

    @extend_schema(
        operation_id="users_unfollow",
        summary="Follow a person no longer, or take the request back",
        responses={204: None},
    )
    def delete(self, request: Request, username: str) -> Response:
        following.unfollow(caller(request), person_named(username))
        return Response(status=204)


@method_decorator(conditional_page, name="dispatch")
class _ConnectionsViewSet(GenericApiViewSet):
    """People in relation to one: a page is three queries, four for a private account, and one for who is signed in."""

    serializer_class = ListedPersonSerializer
    queryset = Follow.objects.none()  # for the OpenAPI document; what is answered comes from the selector
    cursor_field = "accepted_at"
    #: Which of the two of a follow is listed.
    listed: ClassVar[str]

    def follows(self, person: User) -> QuerySet[Follow]:
        raise NotImplementedError

    def list(self, request: Request, username: str) -> Response:
        person = find_visible_person(username, request.user)
        if person is None:
            raise Http404("There is nobody of that name, or only their followers see this.")
        page = self.paginate_queryset(self.follows(person)) or []
        return self.get_paginated_response(show_people(request, [getattr(row, self.listed) for row in page]))


@extend_schema_view(
    list=extend_schema(
        operation_id="users_followers_list",
        tags=["People"],
        summary="Who follows a person, newest first",
        description="Of a private account 404 for all but its followers.",
        parameters=[USERNAME],
        examples=[examples.CONNECTION],
    )
)
class FollowersViewSet(_ConnectionsViewSet):
    listed = "follower"

    def follows(self, person: User) -> QuerySet[Follow]:
        return follows_of(person)


@extend_schema_view(
    list=extend_schema(
        operation_id="users_following_list",
        tags=["People"],
        summary="Whom a person follows, newest first",
        description="Of a private account 404 for all but its followers.",
        parameters=[USERNAME],
        examples=[examples.CONNECTION],
    )
)
class FollowingViewSet(_ConnectionsViewSet):
    listed = "followed"

    def follows(self, person: User) -> QuerySet[Follow]:
        return follows_by(person)


@extend_schema(tags=["People"], parameters=[USERNAME])
class FollowerView(PersonalView):
    @extend_schema(
        operation_id="me_followers_remove",
        summary="Make somebody follow no longer",
        description="They are not told. Nothing where they do not follow.",
        responses={204: None},
    )
    def delete(self, request: Request, username: str) -> Response:
        following.remove_follower(self.person, person_named(username))
        return Response(status=204)


@extend_schema(tags=["People"])
@method_decorator(conditional_page, name="dispatch")
class FollowRequestsViewSet(GenericApiViewSet):
    permission_classes = (IsAuthenticated, TokenMayDoThis)
    serializer_class = FollowRequestSerializer
    queryset = Follow.objects.none()  # as above
    cursor_orders: ClassVar = {"oldest": Order("created_at", is_falling=False), "newest": Order("created_at")}

    @extend_schema(
        operation_id="me_follow_requests_list",
        summary="Who waits to be let in",
        description="Of an account that is private; who has waited longest comes first.",
        examples=[examples.FOLLOW_REQUEST],
    )
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(follow_requests(caller(request))) or []
        moment = serializers.DateTimeField()
        shown = [
            person | {"requested_at": moment.to_representation(row.created_at)}
            for row, person in zip(page, show_people(request, [row.follower for row in page]), strict=True)
        ]
        return self.get_paginated_response(shown)


@extend_schema(tags=["People"], parameters=[USERNAME])
class FollowRequestView(PersonalView):
    @extend_schema(
        operation_id="me_follow_requests_accept",
        summary="Let somebody follow who asked",
        description="Twice is as once; 404 for who has not asked, or took it back.",
        request=None,
        responses=ListedPersonSerializer,
        examples=[examples.CONNECTION],
    )
    def put(self, request: Request, username: str) -> Response:
        other = person_named(username)
        try:
            following.accept(self.person, other)
        except Follow.DoesNotExist:
            if not is_following(other, self.person):
                raise Http404("They do not wait for an answer.") from None
        return Response(show_people(request, [other])[0])

    @extend_schema(
        operation_id="me_follow_requests_decline",
        summary="Refuse somebody who asked",
        description="They are not told. Nothing where they have not asked; who follows already stays.",
        responses={204: None},
    )
    def delete(self, request: Request, username: str) -> Response:
        following.decline(self.person, person_named(username))
        return Response(status=204)
