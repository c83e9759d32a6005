"""What every contestant can do, and spotipy as all of them but the floor use it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import requests
import spotipy

# Batch calls are right in extended quota mode, whatever spotipy says of them.
warnings.filterwarnings("ignore", category=DeprecationWarning)
logging.getLogger("spotipy").setLevel(logging.CRITICAL)

Json = dict[str, Any]

#: The lifetime that the peers give their entries: that of Muse's tracks and albums (R10), in seconds.
DAY = 24 * 60 * 60
BATCH = 50
SEARCH_LIMIT = 20


class Contestant(Protocol):
    """Reads of the catalogue. Each answer holds everything that a page needs of it."""

    @property
    def name(self) -> str: ...

    def track(self, spotify_id: str) -> Any:
        """One track."""

    def tracks(self, ids: Sequence[str]) -> Any:
        """Tracks by ID, as a playlist asks for them."""

    def album(self, spotify_id: str) -> Any:
        """An album with its tracks."""

    def search(self, query: str) -> Any:
        """A page of `SEARCH_LIMIT` tracks."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contestant finds Spotify and Redis. ``ttl`` is what the peers' entries live, in seconds."""

    api_url: str
    token: str
    redis_url: str
    ttl: int = DAY


def spotify_client(place: Place, session: requests.Session | None = None) -> Any:
    """spotipy as its documentation has it, on a token that is good for the whole run."""
    client = spotipy.Spotify(auth=place.token, requests_session=session or True)
    client.prefix = f"{place.api_url}/"
    return client


def batches(ids: Sequence[str], size: int = BATCH) -> list[list[str]]:
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]
