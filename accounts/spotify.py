"""A person's Spotify tokens, as the read layer asks for them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import SpotifyConnection, User
from accounts.selectors import connection_of
from spotify_cache.encryption import UnreadableSecret, seal
from spotify_cache.tokens import TokenSource


class ConnectionTokens:
    """A `spotify_cache.tokens.TokenSource` over a person's SpotifyConnection."""

    def __init__(self, connection: SpotifyConnection) -> None:
        self.cache_id = str(connection.user_id)
        self._connection = connection
        #: The sealed token that was handed out last: what Spotify says later is about this one only.
        self._sealed: str | None = None

    def refresh_token(self) -> str | None:
        """The refresh token, or None when the connection is gone or broken.

        A token that no key opens any more (SPOTIFY_TOKEN_KEYS lost one) breaks the connection: the person connects
        again.
        """
        connection = SpotifyConnection.objects.filter(pk=self._connection.pk, broken_at=None).first()
        if connection is None:
            return None
        self._sealed = connection.sealed_refresh_token
        try:
            return connection.refresh_token
        except UnreadableSecret:
            self.revoked()
            return None

    def rotated(self, refresh_token: str) -> None:
        """Keep the refresh token that Spotify sent in place of the one handed out last.

        Whoever tried the former one meanwhile was told that it is no longer good: that broke nothing.
        """
        self._sealed = self._update_current(sealed_refresh_token=seal(refresh_token), broken_at=None) or self._sealed

    def revoked(self) -> None:
        """Mark the connection as broken; the person sees a prompt to connect again (spotify.md, "Signing in")."""
        self._update_current(broken_at=timezone.now())

    def _update_current(self, **changes: object) -> str | None:
        """Change the row unless the person connected anew in the meantime. Returns the sealed token it has then."""
        rows = SpotifyConnection.objects.filter(pk=self._connection.pk, sealed_refresh_token=self._sealed)
        if self._sealed is None or not rows.update(**changes):
            return None
        return str(changes.get("sealed_refresh_token", self._sealed))


def token_source(person: User | AnonymousUser) -> TokenSource | None:
    """Where the read layer gets a person's tokens, or None for somebody who has not connected Spotify.

    A broken connection has a source too: reading through it answers ``unavailable``.
    """
    connection = connection_of(person)
    return ConnectionTokens(connection) if connection else None


def token_source_of_id(cache_id: str) -> TokenSource | None:
    """The same by a source's ``cache_id``, for work that nobody waits for; None once disconnected."""
    unbroken = SpotifyConnection.objects.filter(user_id=cache_id, broken_at=None)
    connection = unbroken.defer("sealed_refresh_token").first()
    return ConnectionTokens(connection) if connection else None
