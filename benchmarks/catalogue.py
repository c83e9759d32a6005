"""The sandbox's whole catalogue, made in this process from the same seed: every ID without a call."""

from __future__ import annotations

import random
from functools import lru_cache

from spotify_cache.sandbox.catalog.build import build_catalog
from spotify_cache.sandbox.catalog.catalog import Catalog

SEED = "muse"


@lru_cache(maxsize=1)
def catalogue() -> Catalog:
    return build_catalog(SEED)


def some_track_ids(count: int, seed: int = 1) -> list[str]:
    """Tracks from all over the catalogue, the same ones in every run."""
    tracks = catalogue().tracks
    return [track.id for track in random.Random(seed).sample(tracks, count)]  # noqa: S311


def an_album_of(tracks: int) -> str:
    """The ID of a studio album with so many tracks."""
    return next(album.id for album in catalogue().albums if album.track_count == tracks and album.kind == "studio")
