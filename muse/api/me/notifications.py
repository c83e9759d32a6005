"""What a person is told: that others follow, like and answer them."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import FlagFilter, PersonSerializer
from accounts.models import Notification, User
from accounts.notifications import Verb, mark_read, notifications_of, unread_count
from accounts.rest.bodies import ShortListField, checked
from accounts.rest.permissions import TokenMayDoThis
from accounts.rest.views import GenericApiViewSet
from muse.api.me import examples
from muse.api.me.personal import PersonalView

#: Read at once by their IDs; a list shows fewer.
MAX_IDS = 200
_MAX_ID = 2**63 - 1


class NotificationAboutSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="review.")
    id = serializers.IntegerField()


class NotificationSerializer(serializers.Serializer):
    """``instance`` is a `Notification` with its actor and target at hand."""

    id = serializers.IntegerField()
    verb = serializers.ChoiceField(Notification.Verb.choices, help_text="What `actor` did.")
    actor = PersonSerializer()
    about = serializers.SerializerMethodField(help_text="What it was done to; null where that is oneself.")
    url = serializers.SerializerMethodField(help_text="The page on Muse that it leads to.")
    created_at = serializers.DateTimeField(default_timezone=UTC)
    read_at = serializers.DateTimeField(default_timezone=UTC, allow_null=True)

    @extend_schema_field(NotificationAboutSerializer(allow_null=True))
    def get_about(self, note: Notification) -> dict[str, Any] | None:
        target = note.target if note.target_id is not None else None
        return target and {"type": target._meta.model_name, "id": target.pk}

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, note: Notification) -> str:
        asks = note.verb == Verb.FOLLOW_REQUESTED
        address = reverse("follow_requests") if asks else note.get_absolute_url()
        return str(self.context["request"].build_absolute_uri(address))


class NotificationFilter(FilterSet):
    unread = FlagFilter(
        field_name="read_at", lookup_expr="isnull", help_text="Those that are new, or those that are not."
    )


class NotificationsReadSerializer(serializers.Serializer):
    ids = ShortListField(
        child=serializers.IntegerField(min_value=1, max_value=_MAX_ID),
        required=False,
        max_length=MAX_IDS,
        help_text="All if not given. Those of others are left alone.",
    )


class NotificationsLeftSerializer(serializers.Serializer):
    read = serializers.IntegerField(help_text="How many were new until now.")
    unread = serializers.IntegerField(help_text="How many still are.")


@extend_schema(tags=["Notifications"])
@method_decorator(conditional_page, name="dispatch")
class NotificationViewSet(GenericApiViewSet):
    permission_classes = (IsAuthenticated, TokenMayDoThis)
    serializer_class = NotificationSerializer
    queryset = Notification.objects.none()  # for the OpenAPI document; what is answered comes from the selector
    filter_backends = (DjangoFilterBackend,)
    filterset_class = NotificationFilter
    cursor_field = "created_at"

    def get_queryset(self) -> QuerySet[Notification]:
        assert isinstance(self.request.user, User)
        return notifications_of(self.request.user).prefetch_related("target")

    @extend_schema(
        operation_id="me_notifications_list",
        summary="What others did that concerns one, newest first",
        description="Being listed does not make them read. How many are new is at `me`.",
        responses=NotificationSerializer(many=True),
        examples=[examples.NOTIFICATION],
    )
    def list(self, request: Request) -> Response:
        """Three queries: whose token it is, what they are told, what that is about."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


@extend_schema(tags=["Notifications"])
class ReadView(PersonalView):
    @extend_schema(
        operation_id="me_notifications_read",
        summary="Mark notifications as read",
        request=NotificationsReadSerializer,
        responses=NotificationsLeftSerializer,
        examples=[examples.READ, examples.READ_ALL, examples.LEFT],
    )
    def post(self, request: Request) -> Response:
        read = mark_read(self.person, checked(NotificationsReadSerializer, request).get("ids"))
        return Response({"read": read, "unread": unread_count(self.person)})
