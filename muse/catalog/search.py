"""Search: what was typed, made into a question that Spotify takes and one for what people made on Muse."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import people_called
from muse.catalog.freshness import heard_at
from muse.catalog.selectors import Viewer
from playlists.models import Playlist
from playlists.selectors import PlaylistCard, cover_track_ids, playlist_cards, playlists_called
from spotify_cache.answers import State
from spotify_cache.entities import SearchPage
from spotify_cache.repository import get_repository

#: Characters. Spotify's own limit is not published; nothing that names music is longer.
MAX_QUERY_LENGTH = 200
#: The most that development mode answers per type (spotify.md).
PER_PAGE = 10
#: Spotify answers no offset above this (https://developer.spotify.com/documentation/web-api/reference/search).
MAX_OFFSET = 1000
#: People and playlists of one page; where all types are shown together, the first few.
PEOPLE_PER_PAGE = 20
PLAYLISTS_PER_PAGE = 24
FEW = 3
#: What Spotify finds, and what Muse finds itself.
SPOTIFY_TYPES = ("album", "artist", "track")
TYPES: dict[str, str | Promise] = {
    "album": _("Albums"),
    "artist": _("Artists"),
    "track": _("Tracks"),
    "person": _("People"),
    "playlist": _("Playlists"),
}


@dataclass(frozen=True, slots=True)
class ResultsOfType:
    slug: str
    title: str | Promise
    total: int


@dataclass(frozen=True, slots=True)
class _Pages:
    """What templates/components/pagination.html asks of a page of Spotify's results."""

    number: int
    num_pages: int

    @property
    def paginator(self) -> _Pages:
        return self

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


@dataclass(frozen=True, slots=True)
class Results:
    """Answer to one search. ``item_type`` is empty where all types are shown together."""

    query: str
    item_type: str
    #: Of Spotify's part.
    state: State
    found: SearchPage
    number: int
    heard_at: datetime.datetime | None
    people: Page[User]
    playlists: Page[Playlist]
    #: Of `playlists`, with pictures; none where all types are shown together.
    cards: Sequence[PlaylistCard] = field(default_factory=tuple)

    @property
    def types(self) -> tuple[ResultsOfType, ...]:
        totals = {
            "album": self.found.total_albums,
            "artist": self.found.total_artists,
            "track": self.found.total_tracks,
            "person": self.people.paginator.count,
            "playlist": self.playlists.paginator.count,
        }
        return tuple(ResultsOfType(slug, title, totals[slug]) for slug, title in TYPES.items())

    @property
    def title(self) -> str | Promise:
        """Of the type that is shown alone."""
        return TYPES.get(self.item_type, "")

    @property
    def total(self) -> int:
        return sum(result.total for result in self.types if self.item_type in ("", result.slug))

    @property
    def is_empty(self) -> bool:
        return self.found.is_empty and not self.people and not self.playlists

    @property
    def pages(self) -> _Pages | Page[User] | Page[Playlist] | None:
        """Earlier and later pages of the type that is shown alone."""
        if self.item_type == "person":
            return self.people
        if self.item_type == "playlist":
            return self.playlists
        if not self.item_type:
            return None
        return _Pages(self.number, max(1, -(-min(self.total, MAX_OFFSET) // PER_PAGE)))


def clean_query(typed: str) -> str:
    """One line without control characters and outer spaces."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in typed).split())


def results(query: str, viewer: Viewer, item_type: str = "", number: int = 1) -> Results:
    """``query`` is clean and not empty; ``item_type`` one of TYPES or empty; ``number`` counts pages from 1.

    Four queries and Spotify's answer where all types are wanted; otherwise only what the type needs.
    """
    people = people_called(query) if item_type in ("", "person") else User.objects.none()
    playlists = playlists_called(query, viewer) if item_type in ("", "playlist") else Playlist.objects.none()
    people_page = Paginator(people, PEOPLE_PER_PAGE if item_type else FEW).get_page(number)
    playlist_page = Paginator(playlists, PLAYLISTS_PER_PAGE if item_type else FEW).get_page(number)
    found, state, heard = _ask_spotify(query, item_type, number)
    return Results(
        query=query,
        item_type=item_type,
        state=state,
        found=found,
        number=_spotify_page(number) if item_type else 1,
        heard_at=heard,
        people=people_page,
        playlists=playlist_page,
        cards=_cards(playlist_page) if item_type else (),
    )


def _ask_spotify(query: str, item_type: str, number: int) -> tuple[SearchPage, State, datetime.datetime | None]:
    if item_type and item_type not in SPOTIFY_TYPES:
        return SearchPage(), State.FRESH, None
    types = (item_type,) if item_type else SPOTIFY_TYPES
    offset = (_spotify_page(number) - 1) * PER_PAGE if item_type else 0
    answer = get_repository().search(query, types=types, limit=PER_PAGE, offset=offset)
    return answer.value or SearchPage(), answer.state, heard_at(answer)


def _spotify_page(number: int) -> int:
    return min(max(number, 1), MAX_OFFSET // PER_PAGE)


def _cards(playlists: Page[Playlist]) -> Sequence[PlaylistCard]:
    return playlist_cards(playlists, get_repository().tracks(cover_track_ids(playlists)))
