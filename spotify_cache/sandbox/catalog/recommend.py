"""Who is like whom, and what to hear next: by shared genres, nearness in fame and in time."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from .catalog import Catalog
from .model import Artist, Track


class Recommender:
    """Answers for related artists and recommendations; the same question gets the same answer."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._by_genre: dict[str, list[Artist]] = {}
        self._by_theme: dict[int, list[int]] = {}
        for artist in catalog.artists:
            if artist.genres:
                self._by_theme.setdefault(artist.theme, []).append(artist.index)
            for genre in artist.genres:
                self._by_genre.setdefault(_plain(genre), []).append(artist)

    def genres(self) -> list[str]:
        """Every genre as recommendations name it: `drum-and-bass`."""
        return sorted(genre.replace(" ", "-") for genre in self._by_genre)

    def artists_of_genre(self, genre: str) -> list[Artist]:
        """Artists of the genre (any letter case, hyphens or spaces), best known first."""
        found = self._by_genre.get(_plain(genre), [])
        return sorted(found, key=lambda artist: artist.rank)

    def related(self, artist: Artist, count: int) -> list[Artist]:
        """Artists that share genres with this one, nearest first, then others of the same family of genres."""
        scores = dict.fromkeys(self._by_theme.get(artist.theme, ()), 0.0)
        for genre in artist.genres:
            for other in self._by_genre[_plain(genre)]:
                scores[other.index] = scores.get(other.index, 0.0) + 8.0
        scores.pop(artist.index, None)
        for index in scores:
            other = self._catalog.artists[index]
            scores[index] -= abs(other.debut - artist.debut) / 12 + abs(other.popularity - artist.popularity) / 25
        ranked = sorted(scores, key=lambda index: (-scores[index], index))
        return [self._catalog.artists[index] for index in ranked[:count]]

    def tracks(
        self, artists: Iterable[Artist], genres: Iterable[str], seeds: Iterable[Track], count: int
    ) -> list[Track]:
        """Tracks near the seeds, by artists around them; none of the seed tracks themselves."""
        pool: dict[int, Artist] = {}
        asked = [track.id for track in seeds]
        around = [*artists, *(self._catalog.artists[track.artists[0]] for track in seeds)]
        for artist in around:
            pool[artist.index] = artist
            pool.update({other.index: other for other in self.related(artist, 25)})
        names = [*genres]
        for genre in names:
            pool.update({artist.index: artist for artist in self.artists_of_genre(genre)[:30]})
        key = ",".join([*asked, *names, *(artist.id for artist in around)])
        random = Random(f"{self._catalog.seed}/recommendations/{key}")
        tracks = [
            track for artist in pool.values() for track in self._catalog.top_tracks(artist, 6) if track.id not in asked
        ]
        return random.sample(tracks, min(count, len(tracks)))


def _plain(genre: str) -> str:
    return genre.lower().replace("-", " ")
