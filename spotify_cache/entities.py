"""What Muse keeps of Spotify's answers: small, frozen, typed (R13).

Structs are encoded as arrays (field names cost nothing in Redis). Adding, removing or reordering a field changes the
layout: raise `SCHEMA`, and every older entry becomes a miss. Fields that development mode dropped (spotify.md) are
optional.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from spotify_cache.artwork import Artwork
from spotify_cache.spotify_ids import open_url

#: Number of the layout of everything below; part of every key.
SCHEMA = 1


class ArtistRef(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An artist as other entities name it."""

    id: str
    name: str


class AlbumRef(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An album as a track names it."""

    id: str
    name: str
    #: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; empty where Spotify sends none.
    release_date: str = ""
    artwork: Artwork = Artwork()


class Track(msgspec.Struct, frozen=True, array_like=True, gc=False):
    id: str
    name: str
    artists: tuple[ArtistRef, ...] = ()
    album: AlbumRef | None = None
    duration_ms: int = 0
    explicit: bool = False
    disc_number: int = 1
    track_number: int = 0
    isrc: str | None = None
    #: 0 to 100; absent in development mode and in short forms.
    popularity: int | None = None

    @property
    def artwork(self) -> Artwork:
        return self.album.artwork if self.album else Artwork()

    @property
    def spotify_url(self) -> str:
        return open_url("track", self.id)


class Album(msgspec.Struct, frozen=True, array_like=True, gc=False):
    id: str
    name: str
    album_type: str = "album"
    artists: tuple[ArtistRef, ...] = ()
    release_date: str = ""
    artwork: Artwork = Artwork()
    total_tracks: int = 0
    #: IDs of the tracks in order; None in the short form that searches and discographies carry.
    track_ids: tuple[str, ...] | None = None
    label: str | None = None
    copyrights: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    popularity: int | None = None

    @property
    def is_full(self) -> bool:
        return self.track_ids is not None

    @property
    def year(self) -> str:
        return self.release_date[:4]

    @property
    def spotify_url(self) -> str:
        return open_url("album", self.id)


class Artist(msgspec.Struct, frozen=True, array_like=True, gc=False):
    id: str
    name: str
    artwork: Artwork = Artwork()
    genres: tuple[str, ...] = ()
    #: Followers on Spotify; absent in development mode.
    followers: int | None = None
    popularity: int | None = None

    @property
    def spotify_url(self) -> str:
        return open_url("artist", self.id)


CatalogEntity: TypeAlias = Track | Album | Artist


class SearchPage(msgspec.Struct, frozen=True, array_like=True):
    """One page of results of every type that was asked for, in Spotify's order; albums are in short form."""

    albums: tuple[Album, ...] = ()
    artists: tuple[Artist, ...] = ()
    tracks: tuple[Track, ...] = ()
    total_albums: int = 0
    total_artists: int = 0
    total_tracks: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.albums or self.artists or self.tracks)


class Release(msgspec.Struct, frozen=True, array_like=True):
    """An album in an artist's discography: ``group`` is album, single, compilation or appears_on."""

    album: Album
    group: str


class Discography(msgspec.Struct, frozen=True, array_like=True):
    """An artist's releases, newest first. ``total`` may exceed what is listed: the rest is on Spotify."""

    releases: tuple[Release, ...] = ()
    total: int = 0

    @property
    def is_complete(self) -> bool:
        return len(self.releases) >= self.total


class TrackList(msgspec.Struct, frozen=True, array_like=True):
    """Tracks in an order that means something: an artist's most popular, recommendations, a person's top tracks."""

    tracks: tuple[Track, ...] = ()


class AlbumList(msgspec.Struct, frozen=True, array_like=True):
    albums: tuple[Album, ...] = ()


class ArtistList(msgspec.Struct, frozen=True, array_like=True):
    artists: tuple[Artist, ...] = ()


class Profile(msgspec.Struct, frozen=True, array_like=True):
    """The signed-in person as Spotify knows them."""

    account_id: str
    user_id: str
    name: str
    artwork: Artwork = Artwork()


class Play(msgspec.Struct, frozen=True, array_like=True):
    """One listen: ``played_at`` is Unix time in seconds."""

    track: Track
    played_at: int


class RecentPlays(msgspec.Struct, frozen=True, array_like=True):
    plays: tuple[Play, ...] = ()


class SpotifyPlaylist(msgspec.Struct, frozen=True, array_like=True):
    """A playlist of the person's on Spotify (not one of Muse's)."""

    id: str
    name: str
    artwork: Artwork = Artwork()
    owner_name: str = ""
    total_tracks: int = 0

    @property
    def spotify_url(self) -> str:
        return open_url("playlist", self.id)


class SpotifyPlaylists(msgspec.Struct, frozen=True, array_like=True):
    playlists: tuple[SpotifyPlaylist, ...] = ()
    total: int = 0
