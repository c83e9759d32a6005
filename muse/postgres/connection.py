"""A connection to PostgreSQL that does not wait for ever."""

from __future__ import annotations

import select
import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from django.conf import settings

from muse.postgres.reachability import reachability

T = TypeVar("T")
# psycopg's generators: they yield what they wait for, and are sent what has come; nothing (0) every tenth of a second.
Steps = Generator[Any, Any, T]


class Connection(psycopg.Connection[Any]):
    """psycopg's, but in a process that serves pages a server that has fallen silent is noticed.

    PostgreSQL bounds its statements by itself, unless it is frozen, or the network is gone: then nothing comes, not
    even an error, and the kernel keeps the connection open. So when an answer takes long, `reachability` asks whether
    the server answers anybody. As long as it does, the statement may take its time.
    """

    #: Set once, by `muse.wsgi`. A command, a migration or a task waits as long as it takes.
    serves_pages = False

    def wait(self, gen: Any, *arguments: Any, **options: Any) -> Any:
        if not self.serves_pages:
            return super().wait(gen, *arguments, **options)
        try:
            return super().wait(_watched(gen), *arguments, **options)
        except Silence:
            self.pgconn.finish()  # nobody knows what it would say next
            raise

    def has_ended(self) -> bool:
        """Whether the server has closed it while it lay in the pool. No round trip: nothing is to be read by then."""
        if self.closed:
            return True
        socket = select.poll()
        socket.register(self.fileno(), select.POLLIN)
        return bool(socket.poll(0))


class Silence(psycopg.OperationalError):
    """PostgreSQL does not answer, or not in time."""


def _watched(steps: Steps[T]) -> Steps[T]:
    """The same steps, given up by `Silence`."""
    begun = time.monotonic()
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready:
                _look_at(time.monotonic() - begun)
            wanted = steps.send(ready)
    except StopIteration as end:
        result: T = end.value
        return result


def _look_at(waited: float) -> None:
    if waited < settings.DATABASE_SILENCE_SECONDS:
        return
    if reachability.is_silent:
        raise Silence("PostgreSQL does not answer")
    # Its own bound has long passed: the backend of this connection hangs, whatever others say.
    if waited >= settings.DATABASE_STATEMENT_SECONDS + settings.DATABASE_SILENCE_SECONDS:
        raise Silence("PostgreSQL did not end a statement in time")
    reachability.doubt()
