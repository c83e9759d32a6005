"""What the people whom one follows wrote: reviews, days in diaries and public playlists, newest first.

Pages go on from a place in time, not by a number: what is new meanwhile moves nothing, and the hundredth page costs
what the first does.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils import timezone

from accounts.models import Follow, User
from accounts.selectors import most_followed
from muse.catalog.freshness import heard_at, is_pending
from muse.people.followed_writing import ANY_KEY, FollowedItem, newest_keys, popular_with_followed
from playlists import selectors as playlists
from playlists.models import Playlist
from playlists.selectors import PlaylistCard
from reviews import diary
from reviews import selectors as reviews
from reviews.models import DiaryEntry, Review
from spotify_cache.answers import CatalogBatch
from spotify_cache.entities import CatalogEntity
from spotify_cache.repository import get_repository

PER_PAGE = 20
POPULAR_DAYS = 30
POPULAR_ITEMS = 8
SUGGESTIONS = 8
#: What comes first of the same moment is the higher.
_PLAYLIST, _LISTEN, _REVIEW = range(3)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
_PLACE: Final = re.compile(r"([0-9]{1,17})-([012])-([0-9]{1,18})", re.ASCII)


class Place(NamedTuple):
    """A place in a feed; the greater, the newer."""

    at: datetime.datetime
    kind: int
    key: int

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.kind}-{self.key}"

    def before(self, kind: int) -> tuple[datetime.datetime, int]:
        """Moment and key below which rows of a kind come after this place."""
        if kind == self.kind:
            return self.at, self.key
        return self.at, ANY_KEY if kind < self.kind else 0


def place_in(address: str) -> Place | None:
    """What ``str(place)`` wrote; None for anything else."""
    found = _PLACE.fullmatch(address)
    if found is None:
        return None
    microseconds, kind, key = (int(number) for number in found.groups())
    try:
        return Place(_EPOCH + microseconds * _MICROSECOND, kind, key)
    except OverflowError:
        return None


@dataclass(slots=True)
class FeedEntry:
    """Something that somebody did. One of ``review``, ``listens`` and ``playlist`` is there, or the first two."""

    place: Place
    review: Review | None = None
    #: Days in the diary; beside a review those that were logged with it.
    listens: list[DiaryEntry] = field(default_factory=list)
    playlist: Playlist | None = None
    #: Of what the review or the day is about; None where Spotify's data is not to be had now.
    entity: CatalogEntity | None = None
    card: PlaylistCard | None = None

    @property
    def person(self) -> User:
        if self.playlist is not None:
            return self.playlist.owner
        return self.said.author

    @property
    def said(self) -> Review | DiaryEntry:
        return self.review or self.listens[0]


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of a feed, before Spotify is asked about it."""

    entries: Sequence[FeedEntry]
    #: Where it goes on; None at the end.
    older: Place | None

    @property
    def catalog_ids(self) -> dict[str, list[str]]:
        wanted = reviews.catalog_ids(entry.said for entry in self.entries if entry.playlist is None)
        wanted["tracks"] += playlists.cover_track_ids(entry.playlist for entry in self.entries if entry.playlist)
        return wanted

    def show(self, catalog: CatalogBatch) -> Sequence[FeedEntry]:
        """The entries, with what the catalogue has of them put in."""
        for entry in self.entries:
            if entry.playlist is not None:
                entry.card = playlists.playlist_cards([entry.playlist], catalog.tracks)[0]
            else:
                entry.entity = catalog.get(entry.said.item_type, entry.said.spotify_id)
        return self.entries


@dataclass(frozen=True, slots=True)
class PopularCard:
    """Something that people whom one follows reviewed or logged this month."""

    item: FollowedItem
    entity: CatalogEntity

    @property
    def url(self) -> str:
        return reverse(self.item.item_type, args=[self.item.spotify_id])


@dataclass(frozen=True, slots=True)
class FeedPage:
    entries: Sequence[FeedEntry]
    older: Place | None
    is_first: bool
    #: On the first page.
    popular: Sequence[PopularCard]
    #: Whom to follow, where there is nothing to show.
    suggestions: Sequence[User]
    is_pending: bool
    heard_at: datetime.datetime | None


def feed_page(person: User, before: Place | None = None, limit: int = PER_PAGE) -> FeedPage:
    """Three queries and one round trip to Redis, whatever was written; the first page has one query more, and an empty
    one has another."""
    written = written_by_followed(person, before, limit)
    popular = popular_lately(person) if before is None else []
    catalog = catalog_of(written, popular)
    found = ((item, catalog.get(item.item_type, item.spotify_id)) for item in popular)
    batches = (catalog.tracks, catalog.albums, catalog.artists)
    return FeedPage(
        entries=written.show(catalog),
        older=written.older,
        is_first=before is None,
        popular=[PopularCard(item, entity) for item, entity in found if entity is not None],
        suggestions=people_to_follow(person) if before is None and not written.entries else (),
        is_pending=is_pending(*batches),
        heard_at=heard_at(*batches),
    )


def written_by_followed(person: User, before: Place | None, limit: int) -> Written:
    """``limit`` entries at most, older than ``before``: three queries."""
    rows, goes_on = _rows(person, before, limit + 1)
    entries: list[FeedEntry] = []
    last: Place | None = None
    for place, row in rows:
        entry = _logged_with(entries, row)
        if entry is None:
            if len(entries) == limit:
                return Written(entries, last)
            entry = FeedEntry(place)
            entries.append(entry)
        _put(entry, row)
        last = place
    return Written(entries, last if goes_on else None)


def popular_lately(person: User) -> list[FollowedItem]:
    """What most of the people whom ``person`` follows reviewed or logged this month: one query."""
    since = timezone.now() - datetime.timedelta(days=POPULAR_DAYS)
    return popular_with_followed(person, since, POPULAR_ITEMS)


def catalog_of(written: Written, popular: Iterable[FollowedItem] = ()) -> CatalogBatch:
    """What Spotify says of all that a screen of the feed shows: one round trip to Redis."""
    wanted = catalog_ids_of(written, popular)
    return get_repository().catalog(**{kind: dict.fromkeys(ids) for kind, ids in wanted.items()})


def catalog_ids_of(written: Written, popular: Iterable[FollowedItem] = ()) -> dict[str, list[str]]:
    """IDs of it by ``tracks``, ``albums``, ``artists``."""
    wanted = written.catalog_ids
    for item in popular:
        wanted[f"{item.item_type}s"].append(item.spotify_id)
    return wanted


def _rows(
    person: User, before: Place | None, limit: int
) -> tuple[list[tuple[Place, Review | DiaryEntry | Playlist]], bool]:
    """The newest of all kinds, as far as no kind may have something between them that was not read, and whether there
    may be more."""
    sources = (
        (_REVIEW, Review, reviews.visible_reviews(person)),
        (_LISTEN, DiaryEntry, diary.visible_entries(person)),
        (_PLAYLIST, Playlist, playlists.visible_playlists(person)),
    )
    rows: list[tuple[Place, Review | DiaryEntry | Playlist]] = []
    known_to: list[Place] = []
    for kind, model, visible in sources:
        keys = newest_keys(model, person, limit, before.before(kind) if before else None)
        found = [(Place(row.created_at, kind, row.pk), row) for row in visible.filter(pk__in=keys)]
        rows += found
        if len(found) == limit:
            known_to.append(min(place for place, _ in found))
    end = max(known_to, default=None)
    known = [(place, row) for place, row in rows if end is None or place >= end]
    return sorted(known, key=_place, reverse=True), end is not None


def _place(placed: tuple[Place, object]) -> Place:
    return placed[0]


def _logged_with(entries: Sequence[FeedEntry], row: Review | DiaryEntry | Playlist) -> FeedEntry | None:
    """What a day was logged at once with: it bears the same moment, so it is among the last entries."""
    if not isinstance(row, DiaryEntry):
        return None
    said = (row.author_id, row.item_type, row.spotify_id)
    for entry in takewhile(lambda entry: entry.place.at == row.created_at, reversed(entries)):
        if entry.playlist is None and (entry.said.author_id, entry.said.item_type, entry.said.spotify_id) == said:
            return entry
    return None


def _put(entry: FeedEntry, row: Review | DiaryEntry | Playlist) -> None:
    if isinstance(row, Review):
        entry.review = row
    elif isinstance(row, DiaryEntry):
        entry.listens.append(row)
    else:
        entry.playlist = row


def people_to_follow(person: User, limit: int = SUGGESTIONS) -> Sequence[User]:
    """Public accounts that most people follow, and that ``person`` neither follows nor is: two queries.

    Each with ``follower_count``, as of some minutes ago.
    """
    known = {person.pk, *Follow.objects.filter(follower=person).values_list("followed", flat=True)}
    counts: dict[int, int] = {key: count for key, count in most_followed() if key not in known}
    # Some more than wanted: since they were counted, some may have gone, or made their accounts private.
    wanted = list(counts)[: 2 * limit]
    others = {other.pk: other for other in User.objects.filter(pk__in=wanted, is_active=True, is_private=False)}
    suggested = [others[key] for key in wanted if key in others][:limit]
    for other in suggested:
        other.follower_count = counts[other.pk]  # type: ignore[attr-defined]
    return suggested
