"""Signing in with Spotify: authorization code with PKCE
(https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from requests import Response
from social_core.backends.oauth import BaseOAuth2PKCE
from social_core.exceptions import AuthProviderError, AuthResponseError

from accounts.models import User
from spotify_cache.errors import Drill
from spotify_cache.repository import get_repository


class SpotifyOAuth2(BaseOAuth2PKCE[HttpResponse]):
    """Not social_core's of the same name: that one has no PKCE, fixed addresses, and stores tokens in the clear.

    The client authenticates with its secret (HTTP Basic) and proves with the PKCE verifier (RFC 7636, S256) that it is
    the one that sent the listener to Spotify.
    """

    name = "spotify"
    title = "Spotify"
    ID_KEY = "account_id"
    REDIRECT_STATE = False  # Spotify compares the redirect URI letter by letter
    USE_BASIC_AUTH = True

    def authorization_url(self) -> str:
        return f"{settings.SPOTIFY_ACCOUNTS_URL}/authorize"

    def access_token_url(self) -> str:
        return f"{settings.SPOTIFY_ACCOUNTS_URL}/api/token"

    def request(self, url: str, **options: Any) -> Response:
        """In a drill Spotify does not answer whoever signs in either.

        Raises:
            AuthProviderError: it does not answer.
        """
        try:
            get_repository().quota.refuse_in_drill()
        except Drill as drill:
            raise AuthProviderError(self, code="connection_failed", stage=options.get("stage", "user_info")) from drill
        return super().request(url, **options)

    def user_data(self, access_token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``/me``: in development mode little more than IDs and a name (spotify.md).

        Raises:
            AuthResponseError: the answer is no JSON object.
        """
        headers = {"Authorization": f"Bearer {access_token}"}
        me = self.get_json(f"{settings.SPOTIFY_API_URL}/me", headers=headers, stage="user_info")
        if not isinstance(me, dict):
            raise AuthResponseError(self, code="malformed_response", stage="user_info")
        # Only what is used: nothing in an odd answer can pass for a field of the token response.
        return {key: me.get(key) for key in ("account_id", "id", "display_name")}

    def get_user_id(self, details: dict[str, Any], response: dict[str, Any]) -> str | None:
        """The stable ``account_id``, else ``id``, which may change (spotify.md)."""
        return _text(response.get("account_id")) or _text(response.get("id"))

    def get_user_details(self, response: dict[str, Any]) -> dict[str, Any]:
        """Nothing but a name: no e-mail address is asked for."""
        return {"username": _text(response.get("id")), "fullname": _text(response.get("display_name"))}

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session; none for an account that was switched off meanwhile."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
