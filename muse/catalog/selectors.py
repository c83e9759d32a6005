"""What the album, artist and track pages show: Spotify's data joined with what people wrote.

Each page is a fixed number of queries and one round trip to Redis per kind of data, whatever the length of its lists
(R12). A selector raises nothing when Spotify is away: the page says so by its ``state``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from muse.catalog.freshness import heard_at, is_pending
from reviews import selectors as reviews
from reviews.item_stats import averages
from reviews.selectors import ItemReviews
from spotify_cache.answers import Answer, Batch, State
from spotify_cache.entities import Album, Artist, Discography, Track, TrackList
from spotify_cache.patience import beside
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import open_url

Viewer: TypeAlias = User | AnonymousUser

#: Other albums shown under an album.
MORE_ALBUMS = 6
#: Popular tracks shown on an artist's page.
TOP_TRACKS = 10
#: Spotify's groups of an artist's releases, as the page orders and names them.
GROUPS = {
    "album": _("Albums"),
    "single": _("Singles and EPs"),
    "compilation": _("Compilations"),
    "appears_on": _("Appears on"),
}


@dataclass(frozen=True, slots=True)
class TrackPlace:
    """A place in a list of tracks; ``track`` is None where it is not to be had now, and ``state`` says why."""

    spotify_id: str
    number: int
    track: Track | None
    state: State
    #: Of its ratings on Muse, where there are enough.
    average: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Disc:
    number: int
    places: tuple[TrackPlace, ...]


@dataclass(frozen=True, slots=True)
class AlbumPage:
    spotify_id: str
    state: State
    album: Album | None
    discs: tuple[Disc, ...]
    #: Of the tracks that are here; None while some are missing.
    duration_ms: int | None
    #: Others by its first artist, newest first.
    more: tuple[Album, ...]
    more_is_pending: bool
    reviews: ItemReviews
    is_pending: bool
    heard_at: datetime.datetime | None

    @property
    def spotify_url(self) -> str:
        return open_url("album", self.spotify_id)

    @property
    def hides_artists(self) -> bool:
        """Whether the artists of its tracks are just those of the album, so that repeating them says nothing."""
        names = {artist.id for artist in self.album.artists} if self.album else set()
        return all(
            {artist.id for artist in place.track.artists} == names
            for disc in self.discs
            for place in disc.places
            if place.track
        )


@dataclass(frozen=True, slots=True)
class RatedAlbum:
    """An album with the average of its ratings on Muse, where there is one."""

    album: Album
    average: Decimal | None


@dataclass(frozen=True, slots=True)
class ReleaseGroup:
    slug: str
    title: str
    releases: tuple[RatedAlbum, ...]


@dataclass(frozen=True, slots=True)
class ArtistPage:
    spotify_id: str
    state: State
    artist: Artist | None
    top_tracks: tuple[Track, ...]
    groups: tuple[ReleaseGroup, ...]
    #: State of the discography by itself: it can be missing where the artist is not.
    releases_state: State
    #: Releases that only Spotify lists.
    unlisted: int
    reviews: ItemReviews
    is_pending: bool
    heard_at: datetime.datetime | None

    @property
    def spotify_url(self) -> str:
        return open_url("artist", self.spotify_id)


@dataclass(frozen=True, slots=True)
class TrackPage:
    spotify_id: str
    state: State
    track: Track | None
    album: Album | None
    #: All tracks of its album, this one among them.
    places: tuple[TrackPlace, ...]
    reviews: ItemReviews
    is_pending: bool
    heard_at: datetime.datetime | None

    @property
    def spotify_url(self) -> str:
        return open_url("track", self.spotify_id)


def album_page(
    spotify_id: str, viewer: Viewer, page: int | str = 1, sort: str = "", *, rest_is_asked_for: bool = False
) -> AlbumPage:
    """``page`` counts the reviews' pages from 1, ``sort`` is one of `reviews.selectors.SORTS`.

    What stands beside the album is pending where it is not cached, unless that ``rest_is_asked_for``
    (`spotify_cache.patience.beside`); so on the other pages.

    Round trips: album with its tracks, the artist's releases.
    """
    answer, tracks = get_repository().album_with_tracks(spotify_id)
    album = answer.value
    released: Answer[Discography] = Answer(None, answer.state)
    more: tuple[Album, ...] = ()
    if album:
        with beside(asked_for=rest_is_asked_for):
            released, more = more_albums(album)
    places = tuple(_places(album, tracks))
    return AlbumPage(
        spotify_id=spotify_id,
        state=answer.state,
        album=album,
        discs=_discs(places),
        duration_ms=_duration(places),
        more=more,
        more_is_pending=album is not None and is_pending(released),
        reviews=reviews.item_reviews("album", spotify_id, viewer, page, sort),
        is_pending=is_pending(answer, tracks),
        heard_at=heard_at(answer, tracks),
    )


def artist_page(
    spotify_id: str, viewer: Viewer, page: int | str = 1, sort: str = "", *, rest_is_asked_for: bool = False
) -> ArtistPage:
    """``page`` counts the reviews' pages from 1. One round trip where all is cached."""
    read = get_repository().artist_page(spotify_id, rest_is_asked_for=rest_is_asked_for)
    releases = read.discography.value or Discography()
    return ArtistPage(
        spotify_id=spotify_id,
        state=read.artist.state,
        artist=read.artist.value,
        top_tracks=(read.top_tracks.value or TrackList()).tracks[:TOP_TRACKS],
        groups=tuple(_groups(releases)),
        releases_state=read.discography.state,
        unlisted=max(0, releases.total - len(releases.releases)),
        reviews=reviews.item_reviews("artist", spotify_id, viewer, page, sort),
        is_pending=is_pending(read.artist, read.discography, read.top_tracks),
        heard_at=heard_at(read.artist, read.discography),
    )


def track_page(
    spotify_id: str, viewer: Viewer, page: int | str = 1, sort: str = "", *, rest_is_asked_for: bool = False
) -> TrackPage:
    """The track, and the album it is on with its other tracks."""
    repository = get_repository()
    answer = repository.track(spotify_id)
    track = answer.value
    album: Answer[Album] = Answer(None, answer.state)
    tracks: Batch[Track] = Batch()
    if track and track.album and track.album.id:
        with beside(asked_for=rest_is_asked_for):
            album, tracks = repository.album_with_tracks(track.album.id)
    return TrackPage(
        spotify_id=spotify_id,
        state=answer.state,
        track=track,
        album=album.value,
        places=tuple(_places(album.value, tracks)),
        reviews=reviews.item_reviews("track", spotify_id, viewer, page, sort),
        is_pending=is_pending(answer, album, tracks),
        heard_at=heard_at(answer, album, tracks),
    )


def _places(album: Album | None, tracks: Batch[Track]) -> Iterator[TrackPlace]:
    ids = (album.track_ids if album else None) or ()
    rated = averages("track", ids)
    for number, track_id in enumerate(ids, start=1):
        track = tracks.get(track_id)
        place = track.track_number if track else number
        yield TrackPlace(track_id, place, track, tracks.state(track_id), rated.get(track_id))


def _discs(places: Iterable[TrackPlace]) -> tuple[Disc, ...]:
    """A place without its track stays on the disc of the one before it."""
    numbered: list[tuple[int, TrackPlace]] = []
    disc = 1
    for place in places:
        disc = place.track.disc_number if place.track else disc
        numbered.append((disc, place))
    return tuple(
        Disc(number, tuple(place for _, place in members)) for number, members in groupby(numbered, key=lambda p: p[0])
    )


def _duration(places: Iterable[TrackPlace]) -> int | None:
    tracks = [place.track for place in places]
    return sum(track.duration_ms for track in tracks if track) if tracks and all(tracks) else None


def more_albums(album: Album) -> tuple[Answer[Discography], tuple[Album, ...]]:
    """What its first artist's releases were answered as, and others of them, newest first."""
    if not album.artists:
        return Answer(Discography(), State.FRESH), ()
    answer = get_repository().discography(album.artists[0].id)
    own = (release.album for release in (answer.value or Discography()).releases if release.group != "appears_on")
    return answer, tuple(other for other in own if other.id != album.id)[:MORE_ALBUMS]


def _groups(discography: Discography) -> Iterator[ReleaseGroup]:
    rated = averages("album", [release.album.id for release in discography.releases])
    for slug, title in GROUPS.items():
        releases = tuple(
            RatedAlbum(release.album, rated.get(release.album.id))
            for release in discography.releases
            if release.group == slug
        )
        if releases:
            yield ReleaseGroup(slug, str(title), releases)
