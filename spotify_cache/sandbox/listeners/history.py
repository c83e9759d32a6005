"""What a listener played and when: made day by day, so that it is the same after a restart and grows with the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from spotify_cache.sandbox.catalog.catalog import Catalog
from spotify_cache.sandbox.catalog.model import Track

from .listener import Listener
from .taste import Taste

_DAY = 86_400
_KEPT = 50
"""Spotify remembers the last fifty plays."""


@dataclass(frozen=True, slots=True)
class Play:
    """A track that was played to its end at a time (seconds since the epoch), out of an album or a playlist."""

    track: Track
    at: float
    context: tuple[str, str] | None


class History:
    """The plays of one listener."""

    def __init__(self, catalog: Catalog, listener: Listener, taste: Taste) -> None:
        self._catalog = catalog
        self._profile = listener.profile
        self._taste = taste
        self._days: dict[int, list[Play]] = {}

    def recent(self, now: float) -> list[Play]:
        """The latest fifty plays, newest first."""
        if not self._profile.plays_a_day:
            return []
        plays: list[Play] = []
        day = int(now // _DAY)
        while len(plays) < _KEPT:
            plays += [play for play in reversed(self._day(day)) if play.at <= now]
            day -= 1
        return plays[:_KEPT]

    def _day(self, day: int) -> list[Play]:
        if day not in self._days:
            if len(self._days) > 40:
                self._days.clear()
            self._days[day] = self._make_day(day)
        return self._days[day]

    def _make_day(self, day: int) -> list[Play]:
        profile = self._profile
        random = Random(f"{self._catalog.seed}/{profile.id}/{datetime.fromtimestamp(day * _DAY, UTC):%Y-%m-%d}")
        plays: list[Play] = []
        per_session = max(1, profile.plays_a_day // len(profile.hours))
        for hour in profile.hours:
            at = day * _DAY + hour * 3600 + random.random() * 3000
            while per_session and sum(play.at >= day * _DAY + hour * 3600 for play in plays) < per_session:
                for track, context in self._sitting(random):
                    at += self._catalog.duration_ms(track) / 1000 + random.random() * 2
                    plays.append(Play(track, round(at, 3), context))
        plays.sort(key=lambda play: play.at)
        return plays

    def _sitting(self, random: Random) -> list[tuple[Track, tuple[str, str] | None]]:
        """A few tracks in a row: some of an album, or a handful of favourites."""
        artists = self._taste.artists
        artist = artists[int(len(artists) * random.random() ** 2)]
        if artist.albums and random.random() < 0.45:
            album = self._catalog.albums[random.choice(artist.albums)]
            tracks = self._catalog.album_tracks(album)[: 4 + int(random.random() * 8)]
            return [(track, ("album", album.id)) for track in tracks]
        favourites = self._taste.top_tracks("short_term")
        return [(favourites[int(len(favourites) * random.random() ** 2)], None) for _ in range(5)]
