"""Whether the broker answers, found out before something is queued: no page waits for one that does not (R74).

Celery's own client waits up to five seconds for a broker that hangs, and tries one that is gone again and again for as
long. Here a connection of its own asks, for `ASKING_SECONDS` at most, and what it found is good for a moment.
"""

from __future__ import annotations

import socket
import time
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from celery import Task
from kombu.exceptions import OperationalError

ASKING_SECONDS: Final = 0.5
#: How long a broker that answered is taken to be there, and one that did not to be gone (seconds).
_THERE_SECONDS: Final = 1.0
_GONE_SECONDS: Final = 5.0
_REDIS_PORT: Final = 6379


#: By address: whether the broker is there, and until when that is known (monotonic seconds).
_known: dict[str, tuple[bool, float]] = {}


def check(address: str) -> None:
    """Raises OperationalError: the broker at this address does not answer, or did not a moment ago."""
    is_there, until = _known.get(address, (False, 0.0))
    if time.monotonic() >= until:
        is_there = _answers(address)
        _known[address] = is_there, time.monotonic() + (_THERE_SECONDS if is_there else _GONE_SECONDS)
    if not is_there:
        raise OperationalError("the broker does not answer")


class CheckedTask(Task):
    """The class of all of Muse's tasks."""

    abstract = True

    def apply_async(self, *args: Any, **options: Any) -> Any:
        """Queue it. Raises OperationalError at once where the broker does not answer."""
        if not self.app.conf.task_always_eager:
            check(self.app.conf.broker_url)
        return super().apply_async(*args, **options)


def _answers(address: str) -> bool:
    """Whether somebody listens there and says anything at all: who we are is no matter here."""
    where = urlsplit(address)
    if where.scheme == "sentinel":
        return True  # one of several, of whom the client knows which leads
    try:
        with _connected(where.scheme, where.hostname, where.port, where.path) as connection:
            if where.scheme == "rediss":
                return True  # it would talk of keys first
            connection.sendall(b"PING\r\n")
            return bool(connection.recv(1))
    except OSError:
        return False


def _connected(scheme: str, host: str | None, port: int | None, path: str) -> socket.socket:
    if scheme != "redis+socket":
        return socket.create_connection((host or "127.0.0.1", port or _REDIS_PORT), ASKING_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(ASKING_SECONDS)
    connection.connect(unquote(path))
    return connection
