"""Oneself: what one says of oneself, and leaving."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, Throttled
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services
from accounts.api import PersonSerializer
from accounts.models import USERNAME_MAX_LENGTH, User
from accounts.notifications import unread_count
from accounts.rate_limits import SignInTries
from accounts.rest import preconditions
from accounts.rest.bodies import checked
from accounts.rest.models import AccessToken
from accounts.rest.permissions import InPerson, TokenMayDoThis, is_in_person
from accounts.rest.serializers import MAX_PASSWORD_LENGTH, PasswordField
from accounts.selectors import connection_of
from muse.api.me import examples
from muse.api.me.personal import PersonalView


class ConnectedSerializer(serializers.Serializer):
    """Whether Spotify is connected, in short; `me/spotify` says more."""

    is_connected = serializers.BooleanField()
    is_broken = serializers.BooleanField(help_text="Spotify no longer lets Muse read the account: connect again.")


class MeSerializer(PersonSerializer):
    """What others see of the person, and what only they do. ``instance`` is a `User`."""

    display_name = serializers.CharField(allow_blank=True)
    bio = serializers.CharField(allow_blank=True)
    email = serializers.EmailField(
        allow_blank=True, allow_null=True, help_text="Nobody else sees it; null for a personal token."
    )
    is_private = serializers.BooleanField(help_text="Only followers whom one accepted see the rest.")
    has_password = serializers.BooleanField(help_text="false for who signs in with Spotify alone.")
    joined_at = serializers.DateTimeField()
    spotify = ConnectedSerializer()
    unread_notifications = serializers.IntegerField()

    def to_representation(self, instance: User) -> dict[str, Any]:
        connection = connection_of(instance)
        return super().to_representation(instance) | {
            "display_name": instance.display_name,
            "bio": instance.bio,
            "email": instance.email if is_in_person(self.context["request"]) else None,
            "is_private": instance.is_private,
            "has_password": instance.has_usable_password(),
            "joined_at": serializers.DateTimeField(default_timezone=UTC).to_representation(instance.date_joined),
            "spotify": {
                "is_connected": connection is not None,
                "is_broken": connection is not None and connection.is_broken,
            },
            "unread_notifications": unread_count(instance),
        }


class MeChangesSerializer(serializers.Serializer):
    """What is not sent stays as it is."""

    username = serializers.CharField(
        max_length=USERNAME_MAX_LENGTH,
        help_text="Becomes lower case. It changes the address of one's profile; the old one is free at once.",
    )
    display_name = serializers.CharField(max_length=60, allow_blank=True, help_text="Shown in place of the username.")
    bio = serializers.CharField(max_length=300, allow_blank=True)
    email = serializers.EmailField(max_length=254, allow_blank=True)
    is_private = serializers.BooleanField(help_text="Switched off, everybody who has asked to follow is let in.")


class LeavingSerializer(serializers.Serializer):
    """A proof that it is meant; `_DELETE_BODY` says the same to the document."""

    username = serializers.CharField(max_length=254, required=False)
    password = PasswordField(required=False)


#: For the OpenAPI document, which drf-spectacular makes without a body for DELETE.
_DELETE_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "password": {"type": "string", "maxLength": MAX_PASSWORD_LENGTH, "description": "Of who has one."},
                    "username": {"type": "string", "maxLength": 254, "description": "Needed without a password."},
                },
            },
            "examples": {"Leaving": {"value": {"password": "correct-horse-battery"}}},
        }
    },
}


@extend_schema(tags=["Me"])
@method_decorator(conditional_page, name="dispatch")
class MeView(PersonalView):
    def get_permissions(self) -> list[BasePermission]:
        return [InPerson() if self.request.method == "DELETE" else IsAuthenticated(), TokenMayDoThis()]

    @extend_schema(
        operation_id="me_retrieve",
        summary="Oneself",
        description="With what only oneself sees, and how much is new: the one call of a start screen.",
        responses=MeSerializer,
        examples=[examples.ME],
    )
    def get(self, request: Request) -> Response:
        """Three queries: who asks, their connection, what is new."""
        return self._shown()

    @extend_schema(
        operation_id="me_update",
        summary="Change what one says of oneself",
        description="What is not sent stays as it is. A personal token changes all but the e-mail address.",
        parameters=[preconditions.IF_MATCH],
        request=MeChangesSerializer,
        responses=MeSerializer,
        examples=[examples.ME_CHANGES, examples.ME],
    )
    def patch(self, request: Request) -> Response:
        changes = checked(MeChangesSerializer, request, partial=True)
        if "email" in changes and not InPerson().has_permission(request, self):
            # Whoever reads the mail of an account sets its password.
            raise PermissionDenied("A personal token may not change the e-mail address: sign in.")
        with preconditions.unchanged(request, self.person, "edition"):
            services.edit_profile(self.person, **changes)
        return self._shown()

    @extend_schema(
        operation_id="me_delete",
        summary="Delete one's account and everything in it",
        description=(
            "At once and for good. The password is the proof that it is meant; who has none gives their username. "
            "Not with a personal token. Wrong passwords are limited as at signing in."
        ),
        request=None,
        responses={204: None},
        extensions={"x-request-body": _DELETE_BODY},
    )
    @method_decorator(sensitive_variables("proof"))
    def delete(self, request: Request) -> Response:
        proof = checked(LeavingSerializer, request)
        tries = SignInTries(request._request, self.person.username)
        if limit := tries.used_up_limit():
            raise Throttled(wait=limit.seconds)
        try:
            services.prove_it_is_them(self.person, **proof)
        except ValidationError as refused:
            if "password" in proof and "password" in refused.error_dict:
                tries.count_failure()
            raise
        services.delete_account(self.person)
        if not isinstance(request.auth, AccessToken):
            logout(request._request)
        return Response(status=204)

    def _shown(self) -> Response:
        shown = MeSerializer(context={"request": self.request}).to_representation(self.person)
        return preconditions.versioned(Response(shown), self.person.edition)
