"""Search: what was typed, made into a question that Spotify takes, and its answer made into pages."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass

from muse.catalog.freshness import heard_at
from spotify_cache.answers import State
from spotify_cache.entities import SearchPage
from spotify_cache.repository import get_repository

#: Characters. Spotify's own limit is not published; nothing that names music is longer.
MAX_QUERY_LENGTH = 200
#: The most that development mode answers per type (spotify.md).
PER_PAGE = 10
#: Spotify answers no offset above this (https://developer.spotify.com/documentation/web-api/reference/search).
MAX_OFFSET = 1000
TYPES = {"album": "Albums", "artist": "Artists", "track": "Tracks"}


@dataclass(frozen=True, slots=True)
class ResultsOfType:
    slug: str
    title: str
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """Answer to one search. ``item_type`` is empty where all types are shown together."""

    query: str
    item_type: str
    state: State
    found: SearchPage
    number: int
    heard_at: datetime.datetime | None

    @property
    def types(self) -> tuple[ResultsOfType, ...]:
        totals = {
            "album": self.found.total_albums,
            "artist": self.found.total_artists,
            "track": self.found.total_tracks,
        }
        return tuple(ResultsOfType(slug, title, totals[slug]) for slug, title in TYPES.items())

    @property
    def total(self) -> int:
        return sum(result.total for result in self.types if self.item_type in ("", result.slug))

    @property
    def last_number(self) -> int:
        return max(1, -(-min(self.total, MAX_OFFSET) // PER_PAGE))

    # What templates/components/pagination.html asks of a page.
    @property
    def has_previous(self) -> bool:
        return bool(self.item_type) and self.number > 1

    @property
    def has_next(self) -> bool:
        return bool(self.item_type) and self.number < self.last_number

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def clean_query(typed: str) -> str:
    """One line without control characters and outer spaces."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in typed).split())


def results(query: str, item_type: str = "", number: int = 1) -> Results:
    """``query`` is clean and not empty; ``item_type`` one of TYPES or empty; ``number`` counts pages from 1."""
    types = (item_type,) if item_type else tuple(TYPES)
    number = min(max(number, 1), MAX_OFFSET // PER_PAGE) if item_type else 1
    answer = get_repository().search(query, types=types, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return Results(query, item_type, answer.state, answer.value or SearchPage(), number, heard_at(answer))
