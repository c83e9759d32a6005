"""The last step of a Spotify sign-in that a phone has walked: its code becomes tokens, which stay here."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from social_django.utils import load_strategy

from accounts.backends import SpotifyOAuth2
from accounts.models import User
from accounts.pipeline import connect_listener


@dataclass(frozen=True)
class PhoneWalk:
    """What the phone brings back from Spotify (RFC 7636); worth nothing but together, and once."""

    code: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True)
class WayOut:
    """What a phone needs to begin. Nothing of it is secret: each browser that is sent to Spotify carries it along."""

    authorize_url: str
    client_id: str
    scopes: list[str]


def way_out() -> WayOut | None:
    """None where this Muse has no app at Spotify."""
    if not settings.SPOTIPY_CLIENT_ID:
        return None
    address = SpotifyOAuth2(load_strategy()).authorization_url()  # type: ignore[no-untyped-call]
    return WayOut(address, settings.SPOTIPY_CLIENT_ID, settings.SOCIAL_AUTH_SPOTIFY_SCOPE)


def finish(walk: PhoneWalk, person: User | None = None) -> User:
    """Whoever agreed at Spotify: signed in, signed up, or ``person``, to whom the account is connected now.

    Raises:
        social_core.exceptions.SocialAuthBaseException: as the last step on the web does; nothing is changed.
    """
    backend = SpotifyOAuth2(load_strategy())  # type: ignore[no-untyped-call]
    response = backend.request_access_token(
        backend.access_token_url(),
        method="POST",
        headers=backend.auth_headers(),
        auth=backend.get_key_and_secret(),
        data={
            "grant_type": "authorization_code",
            "code": walk.code,
            "code_verifier": walk.code_verifier,
            "redirect_uri": walk.redirect_uri,
        },
    )
    response |= backend.user_data(backend.get_access_token(response))
    found: User = connect_listener(backend, response, person)["user"]
    return found
