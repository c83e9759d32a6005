"""People of the trace who have connected Spotify: each is one of the sandbox's listeners under another name."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.servers import Servers
from benchmarks.traffic.trace import CONNECTED

_SCOPES = "user-read-private user-top-read user-read-recently-played playlist-read-private"


@dataclass(slots=True)
class Person:
    """A `spotify_cache.tokens.TokenSource` without a database."""

    cache_id: str
    listener: str
    token: str

    def refresh_token(self) -> str | None:
        return self.token

    def rotated(self, refresh_token: str) -> None:
        self.token = refresh_token

    def revoked(self) -> None:
        self.token = ""


def connected_people(servers: Servers) -> dict[int, Person]:
    """By the person's number in the trace."""
    listeners = [listener["id"] for listener in servers.sandbox.control("catalog")["listeners"]]
    tokens = {
        listener: servers.sandbox.control("token", {"listener": listener, "scopes": _SCOPES})["refresh_token"]
        for listener in listeners
    }
    return {
        number: Person(str(number), listener, tokens[listener])
        for number in range(1, CONNECTED + 1)
        for listener in [listeners[number % len(listeners)]]
    }
