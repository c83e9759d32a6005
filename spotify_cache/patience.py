"""How long a piece of work waits for Spotify, and what it has been told already.

    with without_waiting():     what is not cached is pending, and a worker fetches it: for a part of a page that the
        ...                     rest does not wait for, and for whatever happens while a transaction is open
    with beside(asked_for=...): for such a part of a page
    with within_share(take):    nobody has more than a share of what may be asked
    with told_once():           what one read was told, the others in the block know without asking anybody

A transaction that waits for Spotify holds a connection of PostgreSQL, and the rows that it has locked, for as long as
Spotify hangs. So what it needs is asked for before it begins, within `told_once`, and read again `without_waiting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from spotify_cache.answers import Answer, State
from spotify_cache.waits import has_waited
from spotify_cache.wants import Want

Answers = dict[str, Answer[Any]]

_waits: ContextVar[bool] = ContextVar("spotify_cache.patience.waits", default=True)
_share: ContextVar[Callable[[int], bool] | None] = ContextVar("spotify_cache.patience.share", default=None)
_told: ContextVar[Answers | None] = ContextVar("spotify_cache.patience.told", default=None)


@contextmanager
def without_waiting(is_so: bool = True) -> Iterator[None]:
    """No read within the block asks Spotify or waits for who does; ``is_so`` False changes nothing."""
    token = _waits.set(_waits.get() and not is_so)
    try:
        yield
    finally:
        _waits.reset(token)


@contextmanager
def beside(*, asked_for: bool) -> Iterator[None]:
    """What is read within the block stands beside what a page is about, and a page that has the rest goes out without.

    So it waits where it is what is ``asked_for``, by a page that is there already and fills itself in, and where the
    page has had to wait for Spotify already, which then answers.
    """
    with without_waiting(not (asked_for or has_waited())):
        yield


def may_wait() -> bool:
    return _waits.get()


@contextmanager
def within_share(take: Callable[[int], bool]) -> Iterator[None]:
    """What is read within the block asks Spotify as long as ``take`` lets it, told of how many calls it will take."""
    token = _share.set(take)
    try:
        yield
    finally:
        _share.reset(token)


def may_ask(calls: int) -> bool:
    take = _share.get()
    return take is None or take(calls)


@contextmanager
def told_once() -> Iterator[None]:
    """What is read within the block is read once; what was on its way may have come."""
    known = _told.get()
    token = _told.set({} if known is None else known)
    try:
        yield
    finally:
        _told.reset(token)


def told(wants: Iterable[Want]) -> Answers:
    """What of these this piece of work has been told. The whole of an album may not have been asked for before."""
    known = _told.get()
    if not known:
        return {}
    return {want.key: known[want.key] for want in wants if want.key in known and not want.whole}


def note(answers: Answers) -> None:
    """Remember what was just told, where there is a `told_once` around."""
    known = _told.get()
    if known is not None:
        known |= {key: one for key, one in answers.items() if one.value is not None or one.state is State.GONE}
