"""The front page: what people say, what many of them review, what is new, and their playlists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import User
from muse.people.feed import FeedEntry, Written, written_by_followed
from playlists import selectors as playlists
from playlists.models import Playlist
from playlists.selectors import PlaylistCard
from reviews import selectors as reviews
from reviews.lately import PopularItem, popular_lately
from reviews.models import Review
from reviews.selectors import ReviewedItem
from spotify_cache.answers import Answer, CatalogBatch, State
from spotify_cache.entities import Album, AlbumList, CatalogEntity
from spotify_cache.patience import beside
from spotify_cache.repository import get_repository

Viewer: TypeAlias = User | AnonymousUser

RECENT_REVIEWS = 7
FOLLOWED_ENTRIES = 3
POPULAR_ITEMS = 10
SUGGESTIONS = 12
NEW_RELEASES = 12
PUBLIC_PLAYLISTS = 6
#: A shorter review does not open the page.
LEAD_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class PopularEntry:
    """Something that many people reviewed lately."""

    item_type: str
    entity: CatalogEntity
    review_count: int
    average: Decimal | None

    @property
    def url(self) -> str:
        return reverse(self.item_type, args=[self.entity.id])


@dataclass(frozen=True, slots=True)
class FrontPage:
    #: The newest review whose item is here and whose text has something to say; it opens the page.
    lead: ReviewedItem | None
    recent: tuple[ReviewedItem, ...]
    #: The beginning of the viewer's feed.
    followed: Sequence[FeedEntry]
    popular: tuple[PopularEntry, ...]
    new_releases: tuple[Album, ...]
    releases_are_pending: bool
    playlists: tuple[PlaylistCard, ...]
    #: Nothing is still being fetched, nor missing because Spotify cannot be asked.
    is_settled: bool


@dataclass(frozen=True, slots=True)
class FrontReading:
    """What the front page is made of, before it is dressed: rows that people wrote, and one read of their items."""

    said: Sequence[Review]
    followed: Written
    popular: Sequence[PopularItem]
    playlists: Sequence[Playlist]
    catalog: CatalogBatch
    released: Answer[AlbumList]

    @property
    def new_releases(self) -> tuple[Album, ...]:
        return (self.released.value or AlbumList()).albums[:NEW_RELEASES]

    @property
    def is_settled(self) -> bool:
        batches = (self.catalog.tracks, self.catalog.albums, self.catalog.artists)
        return self.released.state not in (State.PENDING, State.UNAVAILABLE) and not any(
            batch.pending or batch.unavailable for batch in batches
        )


def read_front(viewer: Viewer, *, with_feed: bool = True, rest_is_asked_for: bool = True) -> FrontReading:
    """What is cached does not wait for new releases, unless that ``rest_is_asked_for``.

    Three queries, three more for a person ``with_feed``, and three round trips to Redis: for what is popular, the
    catalogue's items, and new releases."""
    followed = Written((), None)
    if with_feed and isinstance(viewer, User):
        followed = written_by_followed(viewer, None, FOLLOWED_ENTRIES)
    said = reviews.recent_reviews(RECENT_REVIEWS, viewer)
    rated = popular_lately(POPULAR_ITEMS)
    shared = playlists.recent_public_playlists(PUBLIC_PLAYLISTS)
    wanted = reviews.catalog_ids(said)
    for item in rated:
        wanted[f"{item.item_type}s"].append(item.spotify_id)
    wanted["tracks"] += playlists.cover_track_ids(shared)
    for kind, ids in followed.catalog_ids.items():
        wanted[kind] += ids
    repository = get_repository()
    catalog = repository.catalog(**{kind: dict.fromkeys(ids) for kind, ids in wanted.items()})
    with beside(asked_for=rest_is_asked_for):
        released = repository.new_releases()
    return FrontReading(said, followed, rated, shared, catalog, released)


def front_page(viewer: Viewer, *, rest_is_asked_for: bool = False) -> FrontPage:
    """As `read_front` read it."""
    read = read_front(viewer, rest_is_asked_for=rest_is_asked_for)
    beside_items = reviews.with_items(read.said, read.catalog)
    lead = next((one for one in beside_items if one.entity and len(one.review.text) >= LEAD_CHARACTERS), None)
    return FrontPage(
        lead=lead,
        recent=tuple(one for one in beside_items if one is not lead)[: RECENT_REVIEWS - 1],
        followed=read.followed.show(read.catalog),
        popular=tuple(_popular(read.popular, read.catalog)),
        new_releases=read.new_releases,
        releases_are_pending=read.released.state is State.PENDING,
        playlists=tuple(playlists.playlist_cards(read.playlists, read.catalog.tracks)),
        is_settled=read.is_settled,
    )


def popular(limit: int) -> tuple[PopularEntry, ...]:
    """What many people reviewed lately, where Spotify's data is at hand: one query, two round trips."""
    rated = popular_lately(limit)
    wanted: dict[str, list[str]] = {"albums": [], "artists": [], "tracks": []}
    for item in rated:
        wanted[f"{item.item_type}s"].append(item.spotify_id)
    return tuple(_popular(rated, get_repository().catalog(**wanted)))


def _popular(rated: Iterable[PopularItem], catalog: CatalogBatch) -> Iterator[PopularEntry]:
    for item in rated:
        entity = catalog.get(item.item_type, item.spotify_id)
        if entity is not None:
            yield PopularEntry(item.item_type, entity, item.review_count, item.average)
