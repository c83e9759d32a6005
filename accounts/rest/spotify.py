"""Signing in with Spotify on a phone: it walks to Spotify itself and brings back a code (RFC 7636, RFC 8252).

What Spotify gives for the code stays here: no answer and no log holds a token of Spotify's (R70).
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, PermissionDenied, Throttled, ValidationError
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from social_core.exceptions import (
    AuthAssociationError,
    AuthCredentialError,
    AuthPolicyError,
    SocialAuthBaseException,
)
from social_core.utils import social_logger

from accounts import spotify_phone
from accounts.api import PersonSerializer
from accounts.models import User
from accounts.rate_limits import SPOTIFY_SIGN_IN, address_of
from accounts.rest import examples, throttles
from accounts.rest.auth import NO_STORE, signed_in
from accounts.rest.bodies import checked
from accounts.rest.errors import Conflict
from accounts.rest.permissions import InPerson, TokenMayDoThis
from accounts.rest.serializers import DeviceNameField, SignedInSerializer
from accounts.rest.views import ApiView
from accounts.spotify_refusals import NOT_SET_UP, is_not_admitted, sentence_of
from spotify_cache.repository import get_repository

#: Seconds: longer than Spotify closes its doors for anybody.
_LONGEST_WAIT = 24 * 60 * 60


class SpotifyAway(APIException):
    """Becomes the problem `spotify-unavailable`."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_code = "spotify_unavailable"

    def __init__(self, sentence: str, retry_after: str | None) -> None:
        super().__init__(sentence)
        asked = int(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else 0
        self.wait = min(asked, _LONGEST_WAIT) or get_repository().retry_after()


class SpotifySignInSerializer(serializers.Serializer):
    code = serializers.CharField(max_length=2048, write_only=True, help_text="As Spotify sent it to the redirect URI.")
    code_verifier = serializers.RegexField(
        r"^[A-Za-z0-9._~-]{43,128}$", write_only=True, help_text="Whose S256 challenge Spotify was given (RFC 7636)."
    )
    redirect_uri = serializers.CharField(max_length=2048, help_text="The one Spotify was given, letter by letter.")
    device = DeviceNameField(required=False, help_text="Needed for signing in; not for connecting.")


class ConnectedPersonSerializer(serializers.Serializer):
    """Whose Spotify account it is now. They had a token already, so they get none."""

    person = PersonSerializer()


@extend_schema(tags=["Signing in"])
class SpotifyView(ApiView):
    keeps_answers = False

    def get_permissions(self) -> list[BasePermission]:
        return [InPerson(), TokenMayDoThis()] if self.request.user.is_authenticated else [AllowAny()]

    @extend_schema(
        operation_id="auth_spotify_create",
        summary="Sign a device in with Spotify, or connect Spotify",
        description=(
            "The last step of an authorization code flow with PKCE that began on the device. Without a token of Muse's "
            "whoever agreed at Spotify is signed in (201), and becomes a person on Muse if they are none yet. With a "
            "token their Spotify account is connected to the person of the token (200).\n\n"
            f"Muse wants these scopes: `{' '.join(settings.SOCIAL_AUTH_SPOTIFY_SCOPE)}`. Tokens of Spotify's stay in "
            "Muse."
        ),
        request=SpotifySignInSerializer,
        responses={200: ConnectedPersonSerializer, 201: SignedInSerializer},
        examples=[examples.WALK, examples.CONNECTED, examples.SIGNED_IN],
    )
    @method_decorator(sensitive_variables())
    def post(self, request: Request) -> Response:
        person = request.user if isinstance(request.user, User) else None
        asked = checked(SpotifySignInSerializer, request)
        device = asked.pop("device", "")
        if person is None and not device:
            raise ValidationError({"device": ["This field is required."]}, code="required")
        if not settings.SPOTIPY_CLIENT_ID:
            raise Http404(NOT_SET_UP)
        if not throttles.count(request, SPOTIFY_SIGN_IN, address_of(request._request)):
            raise Throttled(wait=SPOTIFY_SIGN_IN.seconds)
        try:
            found = spotify_phone.finish(spotify_phone.PhoneWalk(**asked), person)
        except SocialAuthBaseException as error:
            raise _problem_of(error) from None  # nothing of Spotify's answer goes on
        if person is None:
            return signed_in(request, found, device)
        shown = ConnectedPersonSerializer({"person": found}, context={"request": request})
        return Response(shown.data, headers=NO_STORE)


def _problem_of(error: SocialAuthBaseException) -> APIException:
    social_logger.info("Spotify sign-in of a device failed: code=%s stage=%s", error.code, error.stage)
    sentence = sentence_of(error)
    if isinstance(error, AuthAssociationError):
        return Conflict(sentence)
    if isinstance(error, AuthPolicyError) or is_not_admitted(error):
        return PermissionDenied(sentence)
    # Spotify says `invalid_grant` to all that is wrong with code, verifier or address, and not which it is.
    is_of_the_code = error.stage == "token_exchange" and (
        isinstance(error, AuthCredentialError) or error.provider_code == "invalid_request"
    )
    if is_of_the_code:
        detail = "Spotify does not take this code with this verifier and redirect URI. Start again."
        return ValidationError({"code": [ErrorDetail(detail, code="invalid_grant")]})
    return SpotifyAway(sentence, error.retry_after)
