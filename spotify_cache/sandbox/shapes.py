"""The JSON of the Web API, made from the catalogue: full objects and short ones, in either quota mode."""

from __future__ import annotations

from typing import Any

import msgspec

from .catalog import facts
from .catalog.build import image_key
from .catalog.catalog import Catalog
from .catalog.markets import TERRITORIES, plays_in
from .catalog.model import Album, Artist, Track

Json = dict[str, Any]

# Encoded once: a page of fifty tracks names about 180 markets a hundred times.
_MARKETS_JSON = tuple(msgspec.Raw(msgspec.json.encode(markets)) for markets in TERRITORIES)
_ALBUM_IMAGES = ((640, "ab67616d0000b273"), (300, "ab67616d00001e02"), (64, "ab67616d00004851"))
_ARTIST_IMAGES = ((640, "ab6761610000e5eb"), (320, "ab67616100005174"), (160, "ab6761610000f178"))
IMAGE_SIZES = {prefix: size for size, prefix in (*_ALBUM_IMAGES, *_ARTIST_IMAGES)}


class Shapes:
    """Objects for one call: its quota mode, its market (None is no market), the address under which it came."""

    __slots__ = ("api", "catalog", "extended", "market", "origin")

    def __init__(self, catalog: Catalog, origin: str, extended: bool, market: str | None = None) -> None:
        self.catalog = catalog
        self.origin = origin
        self.api = f"{origin}/v1"
        self.extended = extended
        self.market = market

    def reference(self, kind: str, identifier: str) -> Json:
        """What every object has: page, address, ID, type, URI."""
        return {
            "external_urls": {"spotify": f"https://open.spotify.com/{kind}/{identifier}"},
            "href": f"{self.api}/{kind}s/{identifier}",
            "id": identifier,
            "type": kind,
            "uri": f"spotify:{kind}:{identifier}",
        }

    def images(self, kind: str, identifier: str) -> list[Json]:
        key = image_key(self.catalog.seed, kind, identifier)
        sizes = _ALBUM_IMAGES if kind == "album" else _ARTIST_IMAGES
        return [{"height": size, "url": f"{self.origin}/image/{prefix}{key}", "width": size} for size, prefix in sizes]

    def short_artist(self, artist: Artist) -> Json:
        return {**self.reference("artist", artist.id), "name": artist.name}

    def artist(self, artist: Artist) -> Json:
        shape = self.reference("artist", artist.id)
        if self.extended:
            shape["followers"] = {"href": None, "total": artist.followers}
        shape["genres"] = list(artist.genres)
        shape["images"] = self.images("artist", artist.id)
        shape["name"] = artist.name
        if self.extended:
            shape["popularity"] = artist.popularity
        return shape

    def short_artists(self, indexes: tuple[int, ...]) -> list[Json]:
        artists = self.catalog.artists
        return [self.short_artist(artists[index]) for index in indexes]

    def _availability(self, shape: Json, territory: int) -> None:
        """Markets when no market was asked for (extended mode only), else whether it plays in that market."""
        if self.market is not None:
            shape["is_playable"] = plays_in(territory, self.market)
            if not shape["is_playable"]:
                shape["restrictions"] = {"reason": "market"}
        elif self.extended:
            shape["available_markets"] = _MARKETS_JSON[territory]

    def short_album(self, album: Album, group_for: Artist | None = None) -> Json:
        """The simplified album; with an artist, as a line of that artist's discography."""
        shape: Json = {"album_type": album.type, "total_tracks": album.track_count}
        self._availability(shape, album.territory)
        shape.update(self.reference("album", album.id))
        shape["images"] = self.images("album", album.id)
        shape["name"] = album.name
        shape["release_date"] = album.date
        shape["release_date_precision"] = album.precision
        shape["artists"] = self.short_artists(album.artists)
        if group_for is not None and self.extended:
            shape["album_group"] = album_group(album, group_for)
        return shape

    def album(self, album: Album, track_limit: int = 50) -> Json:
        """The whole album with the first page of its tracks."""
        catalog = self.catalog
        shape = self.short_album(album)
        tracks = catalog.album_tracks(album)
        href = f"{self.api}/albums/{album.id}/tracks"
        more = len(tracks) > track_limit
        market = f"&market={self.market}" if self.market else ""
        shape["tracks"] = {
            "href": f"{href}?offset=0&limit={track_limit}{market}",
            "limit": track_limit,
            "next": f"{href}?offset={track_limit}&limit={track_limit}{market}" if more else None,
            "offset": 0,
            "previous": None,
            "total": len(tracks),
            "items": [self.short_track(track) for track in tracks[:track_limit]],
        }
        year = album.year
        shape["copyrights"] = [
            {"text": f"{year} {album.label}", "type": "C"},
            {"text": f"{year} {album.label}", "type": "P"},
        ]
        shape["external_ids"] = {"upc": facts.upc(album)}
        # Spotify keeps the field and leaves it empty; genres are told by artists.
        shape["genres"] = []
        if self.extended:
            shape["label"] = album.label
            shape["popularity"] = album.popularity
        return shape

    def _relinked(self, track: Track) -> tuple[Track, Track | None]:
        """What plays in the market for this track, and the track itself if that is another (extended mode only)."""
        if self.market is None or not self.extended:
            return track, None
        if plays_in(self.catalog.albums[track.album].territory, self.market):
            return track, None
        other = self.catalog.playable_instead(track, self.market)
        return (track, None) if other is None else (other, track)

    def short_track(self, track: Track) -> Json:
        """The simplified track, or the one that Spotify plays in its place where it is not to be had."""
        track, asked = self._relinked(track)
        shape = self._short_track(track)
        if asked is not None:
            shape["linked_from"] = self.reference("track", asked.id)
        return shape

    def _short_track(self, track: Track) -> Json:
        catalog = self.catalog
        shape: Json = {"artists": self.short_artists(track.artists)}
        self._availability(shape, catalog.albums[track.album].territory)
        shape["disc_number"] = track.disc
        shape["duration_ms"] = catalog.duration_ms(track)
        shape["explicit"] = catalog.is_explicit(track)
        shape.update(self.reference("track", track.id))
        shape["name"] = track.name
        shape["preview_url"] = None
        shape["track_number"] = track.number
        shape["is_local"] = False
        return shape

    def track(self, track: Track) -> Json:
        """The whole track with its album in short."""
        track, asked = self._relinked(track)
        shape = self._short_track(track)
        if asked is not None:
            shape["linked_from"] = self.reference("track", asked.id)
        shape["album"] = self.short_album(self.catalog.albums[track.album])
        shape["external_ids"] = {"isrc": self.catalog.isrc(track)}
        if self.extended:
            shape["popularity"] = self.catalog.track_popularity[track.index]
        return shape


def album_group(album: Album, artist: Artist) -> str:
    """How the album belongs to the artist: as their own album, single or compilation, or as a guest's."""
    return album.type if artist.index in album.artists else "appears_on"
