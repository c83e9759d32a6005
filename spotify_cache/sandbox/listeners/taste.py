"""What a listener likes: favourite artists and tracks out of the catalogue, by theme and by chance."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.catalog import Catalog
from spotify_cache.sandbox.catalog.ids import number_from
from spotify_cache.sandbox.catalog.model import Artist, Track
from spotify_cache.sandbox.catalog.themes import THEMES

from .listener import Profile

_POOL = 130


class Taste:
    """Favourites of one listener; the same in every run."""

    def __init__(self, catalog: Catalog, profile: Profile) -> None:
        self._catalog = catalog
        self._profile = profile
        weights = dict(profile.tastes)
        scores = {
            artist.index: weights[THEMES[artist.theme].key]
            * (0.25 + self._chance(artist.id))
            * (20 + artist.popularity)
            for artist in catalog.artists[1:]
            if THEMES[artist.theme].key in weights
        }
        ranked = sorted(scores, key=lambda index: (-scores[index], index))[:_POOL]
        self.artists: list[Artist] = [catalog.artists[index] for index in ranked]
        self._tracks: dict[str, list[Track]] = {}

    def _chance(self, text: str) -> float:
        return number_from(text, self._profile.id) / 2**32

    def top_artists(self, time_range: str) -> list[Artist]:
        """Favourite artists of a period, best first: the longer the period, the steadier."""
        sway = {"short_term": 0.9, "medium_term": 0.45, "long_term": 0.1}[time_range]
        scores = {
            artist.index: (1 - place / _POOL) + sway * self._chance(f"{time_range}/{artist.id}")
            for place, artist in enumerate(self.artists)
        }
        return sorted(self.artists, key=lambda artist: -scores[artist.index])

    def top_tracks(self, time_range: str) -> list[Track]:
        """Favourite tracks of a period, best first."""
        if time_range not in self._tracks:
            scored: list[tuple[float, Track]] = []
            for place, artist in enumerate(self.top_artists(time_range)[:50]):
                for number, track in enumerate(self._catalog.top_tracks(artist, 8)):
                    chance = self._chance(f"{time_range}/{track.id}")
                    scored.append((place / 50 + number / 12 - 1.2 * chance, track))
            scored.sort(key=lambda pair: pair[0])
            self._tracks[time_range] = [track for _, track in scored]
        return self._tracks[time_range]
