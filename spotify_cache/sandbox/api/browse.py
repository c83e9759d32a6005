"""New releases, categories, markets, recommendations: removed from development mode."""

from __future__ import annotations

from typing import Any

from spotify_cache.sandbox.catalog.ids import make_ids
from spotify_cache.sandbox.catalog.markets import MARKETS
from spotify_cache.sandbox.catalog.themes import THEMES
from spotify_cache.sandbox.endpoint import ApiError, Call, endpoint
from spotify_cache.sandbox.search.engine import newest_first

from .paging import kept, page

_NEWEST = 100


@endpoint("GET", "/markets", "markets", "browse", extended=True)
def markets(call: Call) -> Any:
    return {"markets": list(MARKETS)}


@endpoint("GET", "/browse/new-releases", "new_releases", "browse", extended=True)
def new_releases(call: Call) -> Any:
    newest = newest_first(call.world.catalog.albums)[:_NEWEST]
    return {"albums": page(call, newest, call.shapes.short_album, keep=kept(call, "country"))}


def _categories() -> list[tuple[str, str]]:
    names = [theme.key.replace("-", " ").title() for theme in THEMES]
    return list(zip(make_ids("sandbox/categories", len(names)), names, strict=True))


def _category(call: Call, category: tuple[str, str]) -> dict[str, Any]:
    identifier, name = category
    return {
        "href": f"{call.origin}/v1/browse/categories/{identifier}",
        "icons": call.shapes.images("album", identifier)[1:2],
        "id": identifier,
        "name": name,
    }


@endpoint("GET", "/browse/categories", "categories", "browse", extended=True)
def categories(call: Call) -> Any:
    return {"categories": page(call, _categories(), lambda category: _category(call, category))}


@endpoint("GET", "/browse/categories/{id}", "category", "browse", extended=True)
def category(call: Call) -> Any:
    for found in _categories():
        if found[0] == call.arguments["id"]:
            return _category(call, found)
    raise ApiError(404, "Specified id doesn't exist")


@endpoint("GET", "/recommendations/available-genre-seeds", "genre_seeds", "recommendations", extended=True)
def genre_seeds(call: Call) -> Any:
    return {"genres": call.world.recommender.genres()}


@endpoint("GET", "/recommendations", "recommendations", "recommendations", extended=True)
def recommendations(call: Call) -> Any:
    """One to five seeds in all, of artists, genres and tracks."""
    limit = call.integer("limit", 20, 1, 100)
    artist_ids, genres, track_ids = (
        [piece for piece in call.query.get(f"seed_{kind}", "").split(",") if piece]
        for kind in ("artists", "genres", "tracks")
    )
    seeds = len(artist_ids) + len(genres) + len(track_ids)
    if not 1 <= seeds <= 5:
        raise ApiError(400, "invalid request")
    catalog, recommender = call.world.catalog, call.world.recommender
    artists = [artist for artist in map(catalog.artist, artist_ids) if artist]
    tracks = [track for track in map(catalog.track, track_ids) if track]
    found = recommender.tracks(artists, genres, tracks, limit)
    described = [("ARTIST", artist.id) for artist in artists]
    described += [("TRACK", track.id) for track in tracks]
    return {
        "tracks": [call.shapes.track(track) for track in found],
        "seeds": [
            {
                "initialPoolSize": 500,
                "afterFilteringSize": 250,
                "afterRelinkingSize": 250,
                "id": identifier,
                "type": kind,
                "href": None if kind == "GENRE" else f"{call.origin}/v1/{kind.lower()}s/{identifier}",
            }
            for kind, identifier in (*described, *(("GENRE", genre) for genre in genres))
        ],
    }
