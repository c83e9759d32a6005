"""Whether PostgreSQL can be reached, as far as this process knows.

A server that was stopped refuses at once; one that is frozen, or behind a network that swallows packets, says nothing
at all, and whoever asks it waits. So that not all threads of a process wait for the same silence, one thread asks for
all: it is started by the first doubt, asks with connections of its own until one succeeds, and ends. Meanwhile pages
that need the database are told at once that it is away, and those that do not have the threads.
"""

from __future__ import annotations

import logging
import threading
import time

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.errors import ConnectionTimeout

logger = logging.getLogger(__name__)

#: Between a refusal and the next question (seconds).
ASK_AGAIN_SECONDS = 0.5


class Reachability:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_watched = False
        self._asked_at: float | None = None
        self._was_refused = False
        self._is_silent = False

    def doubt(self) -> None:
        """Find out, in a thread of its own, whether the server answers; returns at once."""
        with self._lock:
            if self._is_watched:
                return
            self._is_watched = True
        threading.Thread(target=self._watch, name="postgresql-watch", daemon=True).start()

    @property
    def is_silent(self) -> bool:
        """It was asked, and has said nothing for too long: connections to it are not worth waiting for."""
        asked_at = self._asked_at
        return self._is_silent or (
            asked_at is not None and time.monotonic() - asked_at >= settings.DATABASE_QUESTION_SECONDS
        )

    @property
    def is_refusing(self) -> bool:
        """It takes no new connections; those that there are may be good (it may just have too many)."""
        return self._was_refused

    def _watch(self) -> None:
        begun, was_away = time.monotonic(), False
        try:
            while not self._answers():
                if not self._is_silent:
                    time.sleep(ASK_AGAIN_SECONDS)
        finally:
            # Whatever ends the thread: the next doubt starts another.
            was_away = self._was_refused or self._is_silent
            with self._lock:
                self._was_refused = self._is_silent = self._is_watched = False
        if was_away:
            logger.warning("PostgreSQL answers again, after %.1f s", time.monotonic() - begun)

    def _answers(self) -> bool:
        self._asked_at = time.monotonic()
        try:
            psycopg.connect(**connections[DEFAULT_DB_ALIAS].get_connection_params()).close()
        except (psycopg.Error, OSError) as error:
            self._note(error)
            return False
        finally:
            self._asked_at = None
        return True

    def _note(self, error: Exception) -> None:
        knew = self._was_refused or self._is_silent
        self._is_silent = isinstance(error, ConnectionTimeout)
        self._was_refused = not self._is_silent
        if not knew:
            logger.warning("PostgreSQL %s", "does not answer" if self._is_silent else "takes no connections")


reachability = Reachability()
