"""Serves /image/...: covers of albums, portraits of artists, avatars of listeners, mosaics of playlists."""

from __future__ import annotations

import re
from functools import lru_cache

from aiohttp import web

from spotify_cache.sandbox.catalog.model import Album
from spotify_cache.sandbox.catalog.themes import THEMES
from spotify_cache.sandbox.listeners.profiles import PROFILES
from spotify_cache.sandbox.world import World

from .drawing import Picture, draw, draw_edition, mosaic
from .subject import Subject

_SIZES = {
    "ab67616d0000b273": 640,
    "ab67616d00001e02": 300,
    "ab67616d00004851": 64,
    "ab6761610000e5eb": 640,
    "ab67616100005174": 320,
    "ab6761610000f178": 160,
    "ab6775700000ee85": 300,
    "ab67757000003b82": 64,
}
_KEY = re.compile(r"([0-9a-f]{16})([0-9a-f]{24})")
_MOSAIC = re.compile(r"(?:[0-9a-f]{24}){4}")
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


class Pictures:
    """Draws on demand and remembers the latest drawings."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._drawing = lru_cache(maxsize=2000)(self._draw)

    async def one(self, request: web.Request) -> web.Response:
        match = _KEY.fullmatch(request.match_info["name"])
        size = _SIZES.get(match[1]) if match else None
        if match is None or size is None or match[2] not in self._world.catalog.image_owner:
            self._count(404)
            raise web.HTTPNotFound
        return self._answer(self._drawing(match[2]).sized(size))

    async def mosaic(self, request: web.Request) -> web.Response:
        size, keys = request.match_info["size"], request.match_info["keys"]
        if size not in ("640", "300", "60") or not _MOSAIC.fullmatch(keys):
            raise web.HTTPNotFound
        pieces = [keys[place : place + 24] for place in range(0, 96, 24)]
        if any(piece not in self._world.catalog.image_owner for piece in pieces):
            raise web.HTTPNotFound
        return self._answer(mosaic([self._drawing(piece) for piece in pieces]).sized(int(size)))

    def _answer(self, svg: str) -> web.Response:
        self._count(200)
        return web.Response(text=svg, content_type="image/svg+xml", headers=_HEADERS)

    def _count(self, status: int) -> None:
        self._world.stats.count_image(status)

    def _draw(self, key: str) -> Picture:
        kind, index = self._world.catalog.image_owner[key]
        if kind == "album":
            album = self._world.catalog.albums[index]
            first = self._first_edition(album)
            if first is not None:
                edition = album.name.removeprefix(first.name).strip(" ()")
                return draw_edition(self._cover_of(first), self._cover_of(album), edition)
            return draw(self._cover_of(album))
        if kind == "artist":
            artist = self._world.catalog.artists[index]
            return draw(Subject(kind, key, artist.name, "", THEMES[artist.theme].key, artist.debut, "artist"))
        return draw(Subject(kind, key, "", "", "pop", 2026, PROFILES[index].look))

    def _cover_of(self, album: Album) -> Subject:
        artist = self._world.catalog.artists[album.artists[0]]
        key = self._world.album_image(album)
        title = album.name.split(" (feat.")[0]
        return Subject("album", key, title, artist.name, THEMES[album.theme].key, album.year, album.kind)

    def _first_edition(self, album: Album) -> Album | None:
        """The studio album that this is a deluxe edition of."""
        if album.kind != "deluxe":
            return None
        catalog = self._world.catalog
        own = (catalog.albums[index] for index in catalog.artists[album.artists[0]].albums)
        return next(
            (other for other in own if other.kind == "studio" and album.name.startswith(f"{other.name} (")), None
        )


def add_routes(application: web.Application, world: World) -> None:
    pictures = Pictures(world)
    application.router.add_get("/image/mosaic/{size}/{keys}", pictures.mosaic)
    application.router.add_get("/image/{name}", pictures.one)
