"""No read that may wait for Spotify while a transaction is open: it would hold a connection, and what it has locked."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

from spotify_cache import patience
from spotify_cache.reader import Reader

#: Muse's own lines that lead to the read.
_LINES_SHOWN = 12


@contextmanager
def watching() -> Iterator[list[str]]:
    """Yields the places, as they turn up, at which somebody might have waited with a transaction open."""
    places: list[str] = []
    read, read_one = Reader.read, Reader.read_one

    def watched_read(self: Reader, *args: Any, **options: Any) -> Any:
        if not options.get("only_cached"):
            look(places)
        return read(self, *args, **options)

    def watched_read_one(self: Reader, *args: Any) -> Any:
        look(places)
        return read_one(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reader, "read", watched_read)
        patch.setattr(Reader, "read_one", watched_read_one)
        yield places


def look(places: list[str]) -> None:
    """Note where this is called from, if somebody may wait there with a transaction open."""
    if patience.may_wait() and any(_is_in_transaction(alias) for alias in connections):
        lines = [line for line in traceback.format_stack()[:-1] if ".venv" not in line and "/lib/python" not in line]
        places.append("".join(lines[-_LINES_SHOWN:]))


def _is_in_transaction(alias: str) -> bool:
    """Whether there is one that is not the test's own, in which pytest-django wraps it."""
    return any(not block._from_testcase for block in connections[alias].atomic_blocks)  # type: ignore[attr-defined]
