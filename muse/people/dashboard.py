"""A person's own page: what they listen to, or, without Spotify, what they and others wrote."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import SpotifyConnection, User
from accounts.selectors import connection_of
from accounts.spotify import ConnectionTokens
from muse.catalog.freshness import heard_at, is_pending
from playlists import selectors as playlists
from playlists.models import Playlist
from playlists.selectors import PlaylistCard
from reviews import selectors as reviews
from reviews.models import Review
from reviews.selectors import ReviewedItem
from spotify_cache.answers import State
from spotify_cache.entities import Album, AlbumList, ArtistList, Play, RecentPlays, SpotifyPlaylists, TrackList
from spotify_cache.patience import beside
from spotify_cache.repository import Dashboard, get_repository

#: Spotify's names of the periods, and what they mean by them.
PERIODS = {
    "short_term": _("Last four weeks"),
    "medium_term": _("Last six months"),
    "long_term": _("Last year and more"),
}
DEFAULT_PERIOD = "short_term"

RECENT_PLAYS = 12
TOP_ARTISTS = 12
TOP_TRACKS = 10
OWN_REVIEWS = 3
OTHERS_REVIEWS = 6
OWN_PLAYLISTS = 6
NEW_RELEASES = 6


@dataclass(frozen=True, slots=True)
class HeardPlay:
    """A listen, with its time."""

    play: Play
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Listening:
    """What Spotify says of a person; what is missing is empty, and its state says why."""

    period: str
    read: Dashboard
    recent: Sequence[HeardPlay]
    is_pending: bool
    #: Nothing at all is here, and Spotify cannot be asked.
    is_unavailable: bool
    heard_at: datetime.datetime | None

    @property
    def top_artists(self) -> ArtistList:
        value = self.read.top_artists.value or ArtistList()
        return ArtistList(value.artists[:TOP_ARTISTS])

    @property
    def top_tracks(self) -> TrackList:
        value = self.read.top_tracks.value or TrackList()
        return TrackList(value.tracks[:TOP_TRACKS])

    @property
    def playlists(self) -> SpotifyPlaylists:
        return self.read.playlists.value or SpotifyPlaylists()


@dataclass(frozen=True, slots=True)
class Writing:
    """What the person wrote, what others write, what is new: for who has nothing from Spotify to look at."""

    own_reviews: Sequence[ReviewedItem]
    own_playlists: Sequence[PlaylistCard]
    others_reviews: Sequence[ReviewedItem]
    new_releases: Sequence[Album]
    releases_are_pending: bool


@dataclass(frozen=True, slots=True)
class DashboardPage:
    connection: SpotifyConnection | None
    #: None without a connection, and with a broken one of which nothing is cached.
    listening: Listening | None
    #: None where there is something to listen back to.
    writing: Writing | None

    @property
    def is_pending(self) -> bool:
        if self.listening is not None:
            return self.listening.is_pending
        return self.writing is not None and self.writing.releases_are_pending


def dashboard_page(person: User, period: str, *, rest_is_asked_for: bool = False) -> DashboardPage:
    """``period`` is one of PERIODS; anything else counts as the default. What is cached does not wait for the rest,
    unless that ``rest_is_asked_for``.

    With Spotify one query and one round trip to Redis (one query more where Spotify does not answer).
    """
    connection, listening = listening_of(person, period, rest_is_asked_for=rest_is_asked_for)
    return DashboardPage(connection, listening, None if listening else _writing(person, rest_is_asked_for))


def listening_of(
    person: User, period: str, *, rest_is_asked_for: bool = True
) -> tuple[SpotifyConnection | None, Listening | None]:
    """A person's connection, and what Spotify says through it: as `DashboardPage` has them."""
    period = period if period in PERIODS else DEFAULT_PERIOD
    connection = connection_of(person)
    listening = _listening(connection, period, rest_is_asked_for) if connection else None
    if listening is not None and listening.is_unavailable and connection is not None:
        # Whether it is Spotify or the permission: reading may just have found out.
        connection = connection_of(person)
        if connection is None or connection.is_broken:
            listening = None
    return connection, listening


def _listening(connection: SpotifyConnection, period: str, rest_is_asked_for: bool) -> Listening:
    listener = get_repository().listener(ConnectionTokens(connection))
    read = listener.dashboard(period, rest_is_asked_for=rest_is_asked_for)
    answers = (read.profile, read.recent, read.top_artists, read.top_tracks, read.playlists)
    plays = (read.recent.value or RecentPlays()).plays[:RECENT_PLAYS]
    return Listening(
        period=period,
        read=read,
        recent=[HeardPlay(play, datetime.datetime.fromtimestamp(play.played_at, datetime.UTC)) for play in plays],
        is_pending=is_pending(*answers),
        is_unavailable=all(answer.value is None and answer.state is State.UNAVAILABLE for answer in answers[1:]),
        heard_at=heard_at(*answers),
    )


@dataclass(frozen=True, slots=True)
class SaidAround:
    """What a person and others wrote, before Spotify is asked about it."""

    own: Sequence[Review]
    others: Sequence[Review]
    playlists: Sequence[Playlist]

    @property
    def catalog_ids(self) -> dict[str, list[str]]:
        wanted = reviews.catalog_ids([*self.own, *self.others])
        wanted["tracks"] += playlists.cover_track_ids(self.playlists)
        return wanted


def said_around(person: User) -> SaidAround:
    others = [review for review in reviews.recent_reviews(OTHERS_REVIEWS * 2, person) if review.author_id != person.pk]
    return SaidAround(
        own=list(reviews.reviews_of(person, person))[:OWN_REVIEWS],
        others=others[:OTHERS_REVIEWS],
        playlists=list(playlists.playlists_of(person, person))[:OWN_PLAYLISTS],
    )


def _writing(person: User, rest_is_asked_for: bool) -> Writing:
    said = said_around(person)
    repository = get_repository()
    catalog = repository.catalog(**{kind: dict.fromkeys(ids) for kind, ids in said.catalog_ids.items()})
    with beside(asked_for=rest_is_asked_for):
        released = repository.new_releases()
    return Writing(
        own_reviews=reviews.with_items(said.own, catalog),
        own_playlists=playlists.playlist_cards(said.playlists, catalog.tracks),
        others_reviews=reviews.with_items(said.others, catalog),
        new_releases=(released.value or AlbumList()).albums[:NEW_RELEASES],
        releases_are_pending=is_pending(released),
    )
