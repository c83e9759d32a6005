"""A person's public page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page

from accounts.models import User
from accounts.selectors import asking_to_follow, follow_state, followed_by, followers_of, preferences_of
from accounts.visibility import is_visible
from muse.catalog.freshness import heard_at, is_pending
from muse.people import activity
from muse.people.activity import Activity
from muse.people.taste import Taste, taste_of
from playlists import selectors as playlists
from playlists.selectors import PlaylistCard
from reviews import selectors as reviews
from reviews.models import PinnedItem, Review
from reviews.pins import pinned_by
from reviews.portrait import Ratings, YearCount, latest_entries, latest_reviews, ratings_by, years_of
from reviews.selectors import ReviewedItem
from spotify_cache.entities import Artist, CatalogEntity
from spotify_cache.repository import get_repository

Viewer: TypeAlias = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class ProfileHead:
    """What everybody sees of everybody, of a private account too (R71)."""

    person: User
    #: ``self``, ``accepted``, ``requested`` or ``none``.
    follow_state: str
    follower_count: int
    following_count: int
    #: People who wait to be accepted; known to the person alone.
    request_count: int
    #: Whether the viewer sees what the person writes and likes, too.
    is_open: bool


@dataclass(frozen=True, slots=True)
class ProfilePage:
    person: User
    is_own: bool
    counts: Ratings
    taste: Taste
    #: Newest first.
    activity: Sequence[Activity]
    #: In which there is anything, newest first.
    years: Sequence[YearCount]
    playlist_count: int
    #: At most four favourites, each with what Spotify says of it, if that is at hand.
    pinned: Sequence[tuple[PinnedItem, CatalogEntity | None]]
    #: Of Django's paginator, 20 reviews a page, newest first.
    reviews: Page[Review]
    reviewed: Sequence[ReviewedItem]
    playlists: Sequence[PlaylistCard]
    favourite_artists: Sequence[Artist]
    favourite_genres: Sequence[str]
    is_pending: bool
    heard_at: datetime.datetime | None

    @property
    def listen_count(self) -> int:
        return sum(one.listens for one in self.years)


def profile_head(person: User, viewer: Viewer) -> ProfileHead:
    """Two queries, one more for who is signed in and is somebody else, and one more where the account is private."""
    state = follow_state(viewer, person)
    return ProfileHead(
        person=person,
        follow_state=state,
        follower_count=followers_of(person).count(),
        following_count=followed_by(person).count(),
        request_count=asking_to_follow(person).count() if state == "self" and person.is_private else 0,
        is_open=is_visible(viewer, person),
    )


def profile_page(person: User, viewer: Viewer, page: int | str = 1) -> ProfilePage:
    """What a person wrote, for a viewer whom `profile_head` lets see it. ``page`` counts from 1.

    Ten queries and one round trip to Redis, whatever the person wrote. Others see public playlists only (R4).
    """
    theirs = reviews.reviews_of(person, viewer, page)
    shelf = playlists.playlists_of(person, viewer)
    preferences = preferences_of(person)
    pinned = pinned_by(person)
    latest = latest_reviews(person, viewer)
    deeds = activity.latest_deeds(latest, latest_entries(person, viewer, 2 * activity.SHOWN))
    wanted = reviews.catalog_ids([*theirs, *pinned, *latest, *deeds])
    wanted["tracks"] += playlists.cover_track_ids(shelf)
    wanted["artists"] += preferences.favourite_artists
    catalog = get_repository().catalog(**{kind: dict.fromkeys(ids) for kind, ids in wanted.items()})
    batches = (catalog.tracks, catalog.albums, catalog.artists)
    favourites = (catalog.artists.get(artist_id) for artist_id in preferences.favourite_artists)
    return ProfilePage(
        person=person,
        is_own=viewer.is_authenticated and viewer.pk == person.pk,
        counts=ratings_by(person, viewer),
        taste=taste_of(latest, catalog),
        activity=activity.activities(deeds, catalog),
        years=years_of(person, viewer),
        playlist_count=shelf.paginator.count,
        pinned=reviews.beside_items(pinned, catalog),
        reviews=theirs,
        reviewed=reviews.with_items(theirs, catalog),
        playlists=playlists.playlist_cards(shelf, catalog.tracks),
        favourite_artists=[artist for artist in favourites if artist is not None],
        favourite_genres=preferences.favourite_genres,
        is_pending=is_pending(*batches),
        heard_at=heard_at(*batches),
    )
