"""Django's command line for Muse: what a command needs and what is gone is one sentence, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

#: As shells have it of a program that Ctrl-C ended.
STOPPED = 130


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit code. With ``--traceback`` what stops it is shown whole."""
    from django.core.management import execute_from_command_line

    try:
        if "runserver" not in arguments:
            connect_once()
        execute_from_command_line(list(arguments))
    except KeyboardInterrupt:
        return _say("Stopped. What was done stays done.", STOPPED)
    except Exception as error:
        sentence = _what_is_gone(error)
        if sentence is None or "--traceback" in arguments:
            raise
        return _say(sentence, 1)
    return 0


def connect_once() -> None:
    """Without a pool, which is for servers: it would try again for seconds and log each time that it did."""
    from django.conf import settings

    options: Any = settings.DATABASES["default"]["OPTIONS"]
    options.pop("pool", None)


def _what_is_gone(error: Exception) -> str | None:
    """None for a fault of Muse's own."""
    from django.core.exceptions import ImproperlyConfigured
    from kombu.exceptions import OperationalError as NoBroker

    from muse.postgres.away import is_away
    from spotify_cache.errors import Unavailable
    from spotify_cache.store import StoreDown

    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if is_away(error):
        return f"PostgreSQL: {_first_line(error)}"
    if isinstance(error, StoreDown):
        return "The Redis of the cache does not answer."
    if isinstance(error, NoBroker):
        return "Celery's broker does not answer."
    return "Spotify does not answer." if isinstance(error, Unavailable) else None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code
