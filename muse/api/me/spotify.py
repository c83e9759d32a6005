"""One's connection to Spotify. Its tokens never leave the server."""

from __future__ import annotations

from datetime import UTC

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services
from accounts.models import SpotifyConnection
from accounts.rest.errors import Conflict
from accounts.rest.permissions import InPerson, TokenMayDoThis
from accounts.selectors import connection_of
from muse.api.me import examples
from muse.api.me.personal import PersonalView
from muse.api.me.profile import ConnectedSerializer

_MOMENT = serializers.DateTimeField(default_timezone=UTC)


class ConnectionSerializer(ConnectedSerializer):
    """``instance`` is a `SpotifyConnection` or None. Shown to the person alone."""

    account_id = serializers.CharField(allow_null=True, help_text="Of the account on Spotify; nobody else sees it.")
    scopes = serializers.ListField(child=serializers.CharField(), help_text="What Muse may read, in Spotify's words.")
    connected_at = serializers.DateTimeField(allow_null=True)
    broken_at = serializers.DateTimeField(allow_null=True, help_text="Since when Spotify has not let Muse read it.")

    def to_representation(self, instance: SpotifyConnection | None) -> dict[str, object]:
        broken_at = instance and instance.broken_at
        return {
            "is_connected": instance is not None,
            "is_broken": broken_at is not None,
            "account_id": instance and instance.spotify_account_id,
            "scopes": instance.scopes if instance else [],
            "connected_at": instance and _MOMENT.to_representation(instance.connected_at),
            "broken_at": broken_at and _MOMENT.to_representation(broken_at),
        }


@extend_schema(tags=["Me"])
@method_decorator(conditional_page, name="dispatch")
class SpotifyView(PersonalView):
    def get_permissions(self) -> list[BasePermission]:
        return [InPerson() if self.request.method == "DELETE" else IsAuthenticated(), TokenMayDoThis()]

    @extend_schema(
        operation_id="me_spotify_retrieve",
        summary="One's connection to Spotify",
        description="A broken one stays until one connects again: Spotify took the permission back.",
        responses=ConnectionSerializer,
        examples=[examples.CONNECTION, examples.NO_CONNECTION],
    )
    def get(self, request: Request) -> Response:
        shown = ConnectionSerializer().to_representation(connection_of(self.person))
        return Response(shown)

    @extend_schema(
        operation_id="me_spotify_disconnect",
        summary="Disconnect Spotify",
        description=(
            "Deletes the tokens and everything cached of the account, at once. 409 for who has no password: they could "
            "not sign in any more. No error where nothing is connected. Not with a personal token."
        ),
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        try:
            services.disconnect_spotify(self.person)
        except services.PasswordNeeded as needed:
            raise Conflict(str(needed)) from None
        return Response(status=204)
