"""Reads of playlists, shared by every face. Each makes a fixed number of queries whatever the length of its answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Exists, Func, IntegerField, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.search_words import SearchWords, words_query
from playlists.models import Playlist, PlaylistQuerySet, PlaylistTrack
from spotify_cache.answers import Answer, Batch, State
from spotify_cache.artwork import Artwork
from spotify_cache.entities import Track
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import open_url

Viewer: TypeAlias = User | AnonymousUser
QuerySetOfPlaylists = TypeVar("QuerySetOfPlaylists", bound=QuerySet[Playlist])

TRACKS_PER_PAGE = 100
PLAYLISTS_PER_PAGE = 24
COVERS = 4
#: How many of the first tracks are looked at for the playlist's picture on its later pages.
_COVER_TRACKS = 12


class Row(NamedTuple):
    """What is read of a `PlaylistTrack` for a page."""

    pk: int
    position: int
    spotify_track_id: str
    added_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a playlist with what is known of its track."""

    pk: int
    #: Counted from 1, as people count.
    number: int
    spotify_id: str
    #: None while it is fetched, and where it is gone or not to be had.
    track: Track | None
    state: State
    #: When Spotify said so, Unix time in seconds.
    fetched_at: int | None
    #: When it is to be asked for again, likewise.
    expires_at: int | None
    added_at: datetime.datetime

    @property
    def spotify_url(self) -> str:
        return open_url("track", self.spotify_id)


@dataclass(frozen=True)
class PlaylistPage:
    """One page of a playlist, up to 100 entries, as one viewer sees it."""

    playlist: Playlist
    entries: tuple[Entry, ...]
    #: Of Django's paginator: number, has_next, ...; its objects are the entries.
    page: Page[Entry]
    #: Tracks of the whole playlist.
    total: int
    #: Milliseconds of the tracks on this page that are known.
    known_duration_ms: int
    #: Whether `known_duration_ms` is the time of the whole playlist.
    is_duration_complete: bool
    #: Up to four different pictures, first ones first.
    covers: tuple[Artwork, ...]
    is_owner: bool
    #: Unix time in seconds of the oldest answer that is past its lifetime, None where all are fresh.
    oldest_stale: int | None

    @cached_property
    def has_pending(self) -> bool:
        return any(entry.state is State.PENDING for entry in self.entries)


@dataclass(frozen=True, slots=True)
class PlaylistCard:
    """A playlist in a list: ``playlist`` carries ``track_count`` and its owner."""

    playlist: Playlist
    covers: tuple[Artwork, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A playlist that a track can be added to."""

    playlist: Playlist
    track_count: int
    has_track: bool


class OneEntry(NamedTuple):
    """An entry of a playlist, alone."""

    playlist: Playlist
    entry: Entry
    #: Tracks of the playlist.
    total: int


class _KnownPaginator(Paginator):
    """A paginator over entries that were read for one page; the count was known before."""

    def __init__(self, total: int) -> None:
        super().__init__((), TRACKS_PER_PAGE)
        self.total = total

    @property
    def count(self) -> int:
        return self.total


def playlist_page(playlist_id: int, viewer: Viewer, page: int | str = 1) -> PlaylistPage:
    """Two queries and one round trip to Redis, whatever the length.

    ``page`` counts from 1; a number past the end means the last page, anything else the first.

    Raises:
        Playlist.DoesNotExist: there is none, or ``viewer`` may not see it (R4).
    """
    playlist = with_track_count(Playlist.objects.visible_to(viewer)).select_related("owner").get(pk=playlist_id)
    total: int = playlist.track_count  # type: ignore[attr-defined]
    paginator = _KnownPaginator(total)
    number = paginator.get_page(page).number
    start, end = TRACKS_PER_PAGE * (number - 1), TRACKS_PER_PAGE * number
    shown = Q(position__gte=start, position__lt=end) | Q(position__lt=_COVER_TRACKS)
    # Plain tuples: a hundred model instances take longer to make than to read.
    fields = playlist.tracks.filter(shown).order_by("position").values_list(*Row._fields)
    rows = [Row(*values) for values in fields]
    tracks = get_repository().tracks(list(dict.fromkeys(row.spotify_track_id for row in rows)))
    shown_here = tuple(entries((row for row in rows if start <= row.position < end), tracks))
    known = [entry.track for entry in shown_here if entry.track is not None]
    return PlaylistPage(
        playlist=playlist,
        entries=shown_here,
        page=Page(shown_here, number, paginator),
        total=total,
        known_duration_ms=sum(track.duration_ms for track in known),
        is_duration_complete=len(known) == total,
        covers=_covers((row.spotify_track_id for row in rows), tracks),
        is_owner=viewer.is_authenticated and playlist.owner_id == viewer.pk,
        oldest_stale=tracks.oldest_stale,
    )


def visible_playlists(viewer: Viewer) -> QuerySet[Playlist]:
    """Every playlist that ``viewer`` may see, last changed first, as `playlists_of`: one query, once it is cut."""
    return _listed(Playlist.objects.visible_to(viewer))


def playlist_entry(playlist_id: int, entry_id: int, person: User) -> OneEntry:
    """Two queries and one round trip to Redis.

    Raises:
        Playlist.DoesNotExist: there is none, or it is somebody else's.
        PlaylistTrack.DoesNotExist: no entry of this playlist.
    """
    return _one_entry(Playlist.objects.owned_by(person), playlist_id, entry_id)


def containing(playlists: QuerySet[Playlist], track_id: str) -> QuerySet[Playlist]:
    """Of these, those that hold a track."""
    return playlists.filter(_holds(track_id))


def visible_playlist(playlist_id: int, viewer: Viewer) -> Playlist:
    """One playlist with its owner, ``track_count`` and ``cover_track_ids``: one query.

    Raises:
        Playlist.DoesNotExist: there is none, or ``viewer`` may not see it (R4).
    """
    return visible_playlists(viewer).get(pk=playlist_id)


def playlist_of_tracks(playlist_id: int, viewer: Viewer) -> Playlist:
    """As `visible_playlist`, with nothing but ``track_count``: for who wants the tracks alone."""
    return with_track_count(Playlist.objects.visible_to(viewer)).get(pk=playlist_id)


def rows_of(playlist: Playlist) -> QuerySet[PlaylistTrack, Row]:
    """The places of a playlist as `Row`s, to be ordered and cut; `entries` puts their tracks beside them."""
    rows: QuerySet[PlaylistTrack, Row] = playlist.tracks.values_list(*Row._fields, named=True)
    return rows


def visible_entry(playlist_id: int, entry_id: int, viewer: Viewer) -> OneEntry:
    """As `playlist_entry`, of any playlist that ``viewer`` may see."""
    return _one_entry(Playlist.objects.visible_to(viewer), playlist_id, entry_id)


def entries(rows: Iterable[Row | PlaylistTrack], tracks: Batch[Track]) -> list[Entry]:
    """Places with what ``tracks`` knows of their tracks."""
    return [_entry(row, tracks) for row in rows]


def _one_entry(playlists: PlaylistQuerySet, playlist_id: int, entry_id: int) -> OneEntry:
    playlist = with_track_count(playlists).get(pk=playlist_id)
    row = playlist.tracks.get(pk=entry_id)
    tracks = get_repository().tracks([row.spotify_track_id])
    return OneEntry(playlist, _entry(row, tracks), playlist.track_count)  # type: ignore[attr-defined]


def playlists_of(owner: User, viewer: Viewer, page: int | str = 1) -> Page[Playlist]:
    """A person's playlists that ``viewer`` may see, last changed first, 24 a page: two queries.

    Each carries ``track_count`` and ``cover_track_ids``; `playlist_cards` makes pictures of the latter.
    """
    theirs = Playlist.objects.visible_to(viewer).filter(owner=owner)
    return Paginator(_listed(theirs), PLAYLISTS_PER_PAGE).get_page(page)


def playlists_called(typed: str, viewer: Viewer) -> QuerySet[Playlist]:
    """Playlists that ``viewer`` may see with words in their titles that begin like those typed, as `playlists_of`."""
    query = words_query(typed)
    if query is None:
        return Playlist.objects.none()
    return _listed(Playlist.objects.visible_to(viewer).alias(words=SearchWords("title")).filter(words=query))


def recent_public_playlists(limit: int) -> list[Playlist]:
    """Playlists that everybody sees and that hold something, last changed first, as `playlists_of`: one query."""
    filled = Exists(PlaylistTrack.objects.filter(playlist=OuterRef("pk")))
    return list(_listed(Playlist.objects.visible_to(AnonymousUser()).filter(filled))[:limit])


def cover_track_ids(playlists: Iterable[Playlist]) -> list[str]:
    """What the read layer has to be asked for to draw the playlists' pictures."""
    return list(dict.fromkeys(track_id for playlist in playlists for track_id in _cover_track_ids(playlist)))


def playlist_cards(playlists: Iterable[Playlist], tracks: Mapping[str, Track]) -> list[PlaylistCard]:
    """Playlists beside their pictures, as templates/playlists/_playlist_card.html takes them."""
    return [PlaylistCard(playlist, _covers(_cover_track_ids(playlist), tracks)) for playlist in playlists]


def playlists_to_add_to(person: User, track_id: str) -> list[Choice]:
    """A person's playlists, last changed first, and whether each holds the track already: one query."""
    mine = with_track_count(Playlist.objects.owned_by(person)).annotate(has_track=_holds(track_id))
    return [
        Choice(playlist, playlist.track_count, playlist.has_track)  # type: ignore[attr-defined]
        for playlist in mine.order_by("-updated_at", "-pk")
    ]


def playlist_counts(owner: User, viewer: Viewer) -> int:
    """How many of a person's playlists ``viewer`` may see: one query."""
    return Playlist.objects.visible_to(viewer).filter(owner=owner).count()


def _holds(track_id: str) -> Exists:
    return Exists(PlaylistTrack.objects.filter(playlist=OuterRef("pk"), spotify_track_id=track_id))


def _listed(playlists: PlaylistQuerySet) -> QuerySet[Playlist]:
    listed = with_track_count(playlists).annotate(cover_track_ids=_FirstTracks("pk"))
    return listed.select_related("owner").order_by("-updated_at", "-pk")


def with_track_count(playlists: QuerySetOfPlaylists) -> QuerySetOfPlaylists:
    """Each with ``track_count``. Positions have no gaps, so the highest one tells the count from the index alone."""
    return playlists.annotate(track_count=_TrackCount("pk"))


class _TrackCount(Func):
    """Written out, as is `_FirstTracks`: every page of a playlist asks it, and to have Django compose a subquery takes
    longer than PostgreSQL's answer."""

    template = (
        "coalesce((SELECT t.position FROM playlist_tracks t WHERE t.playlist_id = %(expressions)s "
        "ORDER BY t.position DESC LIMIT 1) + 1, 0)"
    )
    output_field = IntegerField()


class _FirstTracks(Func):
    """Spotify IDs of the first tracks, for the picture."""

    template = (
        "ARRAY(SELECT t.spotify_track_id FROM playlist_tracks t WHERE t.playlist_id = %(expressions)s "
        f"AND t.position < {COVERS} ORDER BY t.position)"
    )
    output_field = ArrayField(CharField())


def _cover_track_ids(playlist: Playlist) -> list[str]:
    ids: list[str] = playlist.cover_track_ids  # type: ignore[attr-defined]
    return ids


def _covers(track_ids: Iterable[str], tracks: Mapping[str, Track]) -> tuple[Artwork, ...]:
    found = (tracks[track_id].artwork for track_id in track_ids if track_id in tracks)
    return tuple(dict.fromkeys(artwork for artwork in found if artwork))[:COVERS]


def _entry(row: Row | PlaylistTrack, tracks: Batch[Track]) -> Entry:
    track_id = row.spotify_track_id
    answer = tracks.answers.get(track_id, Answer(None, State.UNAVAILABLE))
    return Entry(
        row.pk,
        row.position + 1,
        track_id,
        answer.value,
        answer.state,
        answer.fetched_at,
        answer.expires_at,
        row.added_at,
    )
