"""What a read gives back: the value and how far it can be trusted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

from spotify_cache.entities import Album, Artist, CatalogEntity, Track

T = TypeVar("T")
U = TypeVar("U")


class State(StrEnum):
    FRESH = "fresh"
    #: Past its lifetime, answered all the same; a refresh is under way or could not be made.
    STALE = "stale"
    #: Not here yet; being fetched in the background.
    PENDING = "pending"
    #: Spotify says that it does not exist.
    GONE = "gone"
    #: Not cached, and Spotify cannot be asked now.
    UNAVAILABLE = "unavailable"


class Answer(msgspec.Struct, Generic[T], frozen=True, gc=False):
    """One value. ``fetched_at`` and ``expires_at`` are Unix time in seconds.

    The first is of Spotify's own answer, the other of the end of its lifetime: past where stale, None where nothing
    says how long the value is good.
    """

    value: T | None
    state: State
    fetched_at: int | None = None
    expires_at: int | None = None

    @property
    def is_stale(self) -> bool:
        return self.state is State.STALE

    def carrying(self, value: U) -> Answer[U]:
        """What came with this answer, as fresh as that."""
        return Answer(value, self.state, self.fetched_at, self.expires_at)

    @property
    def changed_at(self) -> int | None:
        """When it last became another answer: by being fetched, or by growing stale."""
        return self.expires_at if self.is_stale else self.fetched_at

    @property
    def age(self) -> int:
        """Seconds since Spotify said so; 0 without a value."""
        return max(0, int(time.time()) - self.fetched_at) if self.fetched_at is not None else 0


@dataclass(frozen=True, slots=True)
class Batch(Mapping[str, T]):
    """Values by Spotify ID; what is missing, by reason."""

    answers: dict[str, Answer[T]] = field(default_factory=dict)

    def __getitem__(self, spotify_id: str) -> T:
        value = self.answers[spotify_id].value
        if value is None:
            raise KeyError(spotify_id)
        return value

    def __iter__(self) -> Iterator[str]:
        return (spotify_id for spotify_id, answer in self.answers.items() if answer.value is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def state(self, spotify_id: str) -> State:
        answer = self.answers.get(spotify_id)
        return answer.state if answer else State.UNAVAILABLE

    def _in_state(self, state: State) -> frozenset[str]:
        return frozenset(spotify_id for spotify_id, answer in self.answers.items() if answer.state is state)

    @property
    def pending(self) -> frozenset[str]:
        return self._in_state(State.PENDING)

    @property
    def gone(self) -> frozenset[str]:
        return self._in_state(State.GONE)

    @property
    def unavailable(self) -> frozenset[str]:
        return self._in_state(State.UNAVAILABLE)

    @property
    def expires_at(self) -> int | None:
        """Unix time in seconds when the first of them is no longer fresh."""
        return min((a.expires_at for a in self.answers.values() if a.expires_at is not None), default=None)

    @property
    def changed_at(self) -> int | None:
        """When the last of them became another, None where that is not known of each."""
        moments = [answer.changed_at for answer in self.answers.values()]
        known = [moment for moment in moments if moment is not None]
        return max(known) if known and len(known) == len(moments) else None

    @property
    def oldest_stale(self) -> int | None:
        """Unix time in seconds of the oldest answer that is past its lifetime, None where all are fresh."""
        return min((a.fetched_at for a in self.answers.values() if a.is_stale and a.fetched_at), default=None)


@dataclass(frozen=True, slots=True)
class CatalogBatch:
    """Items of several types from one read."""

    tracks: Batch[Track] = field(default_factory=Batch)
    albums: Batch[Album] = field(default_factory=Batch)
    artists: Batch[Artist] = field(default_factory=Batch)

    def of_type(self, item_type: str) -> Batch[Track] | Batch[Album] | Batch[Artist]:
        """Raises KeyError for a type that is none of album, artist, track."""
        batches: dict[str, Batch[Track] | Batch[Album] | Batch[Artist]] = {
            "track": self.tracks,
            "album": self.albums,
            "artist": self.artists,
        }
        return batches[item_type]

    def get(self, item_type: str, spotify_id: str) -> CatalogEntity | None:
        return self.of_type(item_type).get(spotify_id)

    def state(self, item_type: str, spotify_id: str) -> State:
        return self.of_type(item_type).state(spotify_id)
