"""Artists, albums and tracks as the sandbox holds them; the JSON of the Web API is made from these on demand."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Artist:
    """Somebody who makes music. Numbers refer to places in the catalogue's lists."""

    index: int
    id: str
    name: str
    theme: int
    genres: tuple[str, ...]
    rank: int
    popularity: int
    followers: int
    debut: int
    last: int
    country: str
    albums: list[int] = field(default_factory=list)
    appears_on: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Album:
    """A release. `kind` is finer than Spotify's `type`: studio, single, ep, live, deluxe, remix, best, box, various."""

    index: int
    id: str
    name: str
    artists: tuple[int, ...]
    type: str
    kind: str
    date: str
    precision: str
    label: str
    popularity: int
    theme: int
    genres: tuple[str, ...]
    first_track: int
    track_count: int
    territory: int

    @property
    def year(self) -> int:
        return int(self.date[:4])


@dataclass(slots=True, eq=False)
class Track:
    """A track on an album; `recording` is the index of the track where the same recording came out first."""

    index: int
    id: str
    name: str
    album: int
    disc: int
    number: int
    artists: tuple[int, ...]
    recording: int
