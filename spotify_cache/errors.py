"""What can go wrong when Spotify is asked. A small family; each has one meaning to whoever catches it."""

from __future__ import annotations


class SpotifyError(Exception):
    """Base of the family."""


class NotFound(SpotifyError):
    """Spotify knows no such thing (404, or 400 for an ID that is none): worth remembering."""


class NotAllowed(SpotifyError):
    """403: this app or this person may not ask that; in development mode, an endpoint that was removed."""


class Revoked(SpotifyError):
    """The person took their permission back (``invalid_grant``), or there is none: they have to connect again."""


class Unavailable(SpotifyError):
    """No usable answer now: no connection, a time-out, a 5xx, or no slot left. Trying later may help."""


class BadAnswer(Unavailable):
    """A 200 that is cut off, no JSON, or of another shape than documented. Never cached."""


class CredentialsRefused(Unavailable):
    """The accounts service does not know this app: SPOTIPY_CLIENT_ID or SPOTIPY_CLIENT_SECRET is wrong."""


class CircuitOpen(Unavailable):
    """Spotify failed repeatedly a moment ago: not asked."""


class Drill(Unavailable):
    """Staff had Muse behave as if Spotify were down: not asked."""


class RateLimited(Unavailable):
    """Nobody may ask for ``retry_after`` seconds: Spotify said so (429), or Muse's own window is full."""

    def __init__(self, retry_after: float, by_spotify: bool = False) -> None:
        super().__init__(f"no call to Spotify for {retry_after:.0f} s")
        self.retry_after = retry_after
        self.by_spotify = by_spotify
