"""A seeded trace: sessions of people over a day, each a walk from page to page, over the sandbox's whole catalogue.

What is popular follows Zipf's law: the artist at rank r is opened in proportion to 1 / r^s, an artist's albums and an
album's tracks likewise by their rank among themselves. Searches name the same artists, albums and tracks, some of them
in other case or with a space too many.

People write about some of what they open; the front page shows what was reviewed last and most.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

from benchmarks.catalogue import catalogue
from spotify_cache.sandbox.catalog.model import Album, Artist

T = TypeVar("T")
DAY = 24 * 60 * 60
#: Relative traffic of each hour of the day.
HOURS = (3, 2, 1, 1, 1, 2, 3, 5, 7, 7, 7, 7, 8, 8, 7, 7, 8, 9, 11, 12, 12, 11, 8, 5)
VISITS_PER_SESSION = 7
MEDIAN_PAUSE = 25.0  # seconds between two pages of a session
PEOPLE, CONNECTED = 500, 300
PLAYLISTS = 300
#: Of a session's first pages.
ENTRIES = {"home": 30, "search": 30, "album": 18, "playlist": 12, "artist": 10}
#: Share of a connected person's sessions that begin on the dashboard, and of these that begin by signing in.
BEGINS_ON_DASHBOARD, SIGNS_IN = 0.5, 0.2
#: Where a walk goes from each page.
NEXT = {
    "home": {"album": 35, "search": 35, "artist": 15, "playlist": 15},
    "search": {"album": 35, "artist": 25, "track": 20, "search": 20},
    "album": {"track": 30, "artist": 30, "search": 20, "album": 20},
    "artist": {"album": 55, "search": 25, "artist": 10, "home": 10},
    "track": {"album": 35, "artist": 25, "search": 25, "playlist": 15},
    "playlist": {"track": 40, "playlist": 25, "search": 20, "artist": 15},
    "dashboard": {"playlist": 25, "search": 25, "artist": 20, "home": 20, "album": 10},
}
#: Share of the pages of each sort on which a person writes a review, a day of the diary, or puts it on their shelf.
WRITES = {
    "album": {"review": 0.08, "diary": 0.08, "shelf": 0.05},
    "track": {"review": 0.04, "diary": 0.04, "shelf": 0.02},
    "artist": {"review": 0.02},
}
#: What the front page shows: reviewed last, and reviewed by most.
SHOWN_LAST, SHOWN_MOST = 12, 12


@dataclass(frozen=True, slots=True)
class Visit:
    """One page: ``what`` is an ID, a query, or a playlist's number; ``writes`` is what the person then writes of it.

    ``shown``: what a front page shows, as (type, ID).
    """

    at: int
    page: str
    what: str = ""
    person: int = 0
    writes: str = ""
    shown: tuple[tuple[str, str], ...] = ()


class Zipf:
    """Draws ranks 0..n-1 in proportion to 1 / (rank + 1)^s."""

    def __init__(self, size: int, exponent: float) -> None:
        self._sums = list(accumulate((rank + 1) ** -exponent for rank in range(size)))

    def draw(self, chance: random.Random) -> int:
        return bisect_left(self._sums, chance.random() * self._sums[-1])


def _pick(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


class Popularity:
    """Who and what is opened how often."""

    def __init__(self, exponent: float, seed: int = 1) -> None:
        self._catalog = catalogue()
        self.exponent = exponent
        self._artists = sorted((artist for artist in self._catalog.artists[1:] if artist.albums), key=lambda a: a.rank)
        self._zipf: dict[int, Zipf] = {}
        chance = random.Random(seed)  # noqa: S311
        self.playlists = [self._playlist(chance) for _ in range(PLAYLISTS)]

    def _rank(self, size: int, chance: random.Random) -> int:
        if size not in self._zipf:
            self._zipf[size] = Zipf(size, self.exponent)
        return self._zipf[size].draw(chance)

    def _one(self, items: Sequence[T], chance: random.Random) -> T:
        return items[self._rank(len(items), chance)]

    def artist(self, chance: random.Random) -> Artist:
        return self._one(self._artists, chance)

    def album(self, chance: random.Random) -> Album:
        albums = [self._catalog.albums[index] for index in self.artist(chance).albums]
        albums.sort(key=lambda album: -album.popularity)
        return self._one(albums, chance)

    def track_id(self, chance: random.Random) -> str:
        return self._one(self._catalog.album_tracks(self.album(chance)), chance).id

    def playlist_number(self, chance: random.Random) -> int:
        return self._rank(PLAYLISTS, chance)

    def query(self, chance: random.Random) -> str:
        kind = chance.random()
        if kind < 0.6:
            name = self.artist(chance).name
        elif kind < 0.85:
            name = self.album(chance).name
        else:
            track = self._catalog.track(self.track_id(chance))
            name = track.name if track else ""
        return chance.choices((name, name.lower(), name.upper(), f"{name} "), (60, 25, 5, 10))[0]

    def _playlist(self, chance: random.Random) -> list[str]:
        length = min(100, max(5, int(chance.lognormvariate(math.log(25), 0.7))))
        return list(dict.fromkeys(self.track_id(chance) for _ in range(length)))


def trace(popularity: Popularity, sessions: int, days: int, seed: int = 7) -> Iterator[Visit]:
    """Visits of ``days`` days in order of time, ``sessions`` begun each day; times are seconds from 0."""
    chance = random.Random(seed)  # noqa: S311
    visits: list[Visit] = []
    people = Zipf(PEOPLE, 0.7)
    for day in range(days):
        for _ in range(sessions):
            hour = chance.choices(range(24), HOURS)[0]
            start = day * DAY + hour * 3600 + chance.random() * 3600
            visits += _session(popularity, chance, start, people.draw(chance) + 1)
    visits.sort(key=lambda visit: visit.at)
    within = (visit for visit in visits if visit.at < days * DAY)
    return _with_front_pages(_with_writing(_with_sign_ins(within), random.Random(seed + 1)))  # noqa: S311


def _with_sign_ins(visits: Iterable[Visit]) -> Iterator[Visit]:
    """Nobody has a session who has never signed in."""
    known: set[int] = set()
    for visit in visits:
        if visit.page == "dashboard" and visit.person not in known:
            yield Visit(visit.at, "sign-in", person=visit.person)
        if visit.page in {"sign-in", "dashboard"}:
            known.add(visit.person)
        yield visit


def _with_writing(visits: Iterable[Visit], chance: random.Random) -> Iterator[Visit]:
    for visit in visits:
        shares = WRITES.get(visit.page, {})
        kinds, weights = ["", *shares], [1 - sum(shares.values()), *shares.values()]
        yield replace(visit, writes=chance.choices(kinds, weights)[0])


def _with_front_pages(visits: Iterable[Visit]) -> Iterator[Visit]:
    last: deque[tuple[str, str]] = deque(maxlen=SHOWN_LAST)
    times: Counter[tuple[str, str]] = Counter()
    for visit in visits:
        if visit.page == "home":
            most = (item for item, _ in times.most_common(SHOWN_MOST))
            yield replace(visit, shown=tuple(dict.fromkeys([*reversed(last), *most])))
            continue
        if visit.writes == "review":
            last.append((visit.page, visit.what))
            times[visit.page, visit.what] += 1
        yield visit


def _session(popularity: Popularity, chance: random.Random, start: float, person: int) -> Iterator[Visit]:
    now = start
    is_connected = person <= CONNECTED
    if is_connected and chance.random() < BEGINS_ON_DASHBOARD:
        page = "dashboard"
        if chance.random() < SIGNS_IN:
            yield Visit(int(now), "sign-in", person=person)
            now += 3
    else:
        page = _pick(chance, ENTRIES)
    while True:
        yield Visit(int(now), page, _what(popularity, chance, page), person)
        if chance.random() < 1 / VISITS_PER_SESSION:
            return
        now += min(1800.0, chance.lognormvariate(math.log(MEDIAN_PAUSE), 1.0))
        page = _pick(chance, NEXT[page])
        if page == "home" and is_connected and chance.random() < 0.5:
            page = "dashboard"


def _what(popularity: Popularity, chance: random.Random, page: str) -> str:
    match page:
        case "search":
            return popularity.query(chance)
        case "album":
            return popularity.album(chance).id
        case "artist":
            return popularity.artist(chance).id
        case "track":
            return popularity.track_id(chance)
        case "playlist":
            return str(popularity.playlist_number(chance))
    return ""
