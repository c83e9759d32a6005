"""Counting round trips to the cache server where they leave this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from redis.connection import AbstractConnection, parse_url


@dataclass
class RoundTrips:
    """What was sent: for each round trip the bytes of its first command's first words."""

    sent: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.sent)


def _first_words(command: Any) -> str:
    """A readable start of a packed command or a list of them, for a failed assertion's message."""
    packed = b"".join(bytes(part) for part in ([command] if isinstance(command, bytes) else list(command)))
    words = packed.split(b"\r\n")[2:8:2]  # *N $length WORD $length WORD ... (the Redis protocol)
    return b" ".join(words).decode(errors="replace")


@contextmanager
def counting() -> Iterator[RoundTrips]:
    """Count every write to a connection of the cache server, from any thread of this process.

    A client writes once per round trip: a command, or the whole of a pipeline. What a new connection says to introduce
    itself, and the ping after a long silence, are left out, as they depend on what ran before.
    """
    trips = RoundTrips()
    path = parse_url(settings.REDIS_URL).get("path")  # type: ignore[no-untyped-call]
    introducing = threading.local()
    send: Callable[..., Any] = AbstractConnection.send_packed_command

    def counted_send(self: AbstractConnection, command: Any, check_health: bool = True) -> Any:
        if getattr(self, "path", None) == path and not getattr(introducing, "now", False):
            trips.sent.append(_first_words(command))
        return send(self, command, check_health)

    def uncounted(method: Callable[..., Any]) -> Callable[..., Any]:
        def quiet(self: AbstractConnection, *args: Any, **options: Any) -> Any:
            outer = getattr(introducing, "now", False)
            introducing.now = True
            try:
                return method(self, *args, **options)
            finally:
                introducing.now = outer

        return quiet

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AbstractConnection, "send_packed_command", counted_send)
        for name in ("connect_check_health", "check_health"):
            patch.setattr(AbstractConnection, name, uncounted(getattr(AbstractConnection, name)))
        yield trips
