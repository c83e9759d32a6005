"""How long somebody waited for Spotify, told to whoever wants to know about a piece of work such as a request (R31)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Waited:
    """``times`` reads that had to wait for a call, somebody else's included, for ``seconds`` together."""

    __slots__ = ("seconds", "times")

    def __init__(self) -> None:
        self.times = 0
        self.seconds = 0.0


_current: ContextVar[Waited | None] = ContextVar("spotify_cache.waits", default=None)


@contextmanager
def measured() -> Iterator[Waited]:
    """Yields what grows with every wait within the block."""
    waited = Waited()
    token = _current.set(waited)
    try:
        yield waited
    finally:
        _current.reset(token)


def has_waited() -> bool:
    """Whether the piece of work that is measured has waited yet."""
    waited = _current.get()
    return waited is not None and waited.times > 0


def note(seconds: float) -> None:
    """Somebody has just waited for a call."""
    waited = _current.get()
    if waited is not None:
        waited.times += 1
        waited.seconds += seconds
