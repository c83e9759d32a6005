"""A Muse as in production, with a second worker and lines of JSON; what is done to it from outside."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import requests

from muse.embedded import PostgresServer, RedisServer
from muse.embedded.processes import guard
from muse.launch.configuration import Configuration
from muse.launch.stack import Stack
from muse.launch.state import State
from muse.launch.supervisor import Process
from muse.testing.servers import free_port

#: In a rehearsal it is always night; hours are UTC.
_EVERY_HOUR = "0-23"
#: Calls in any 30 seconds: so few that warming has to stop while people come, so many that it is quickly over.
RATE_LIMIT = 500


class Deployment(Stack):
    """``make run`` in a throw-away state, with two workers."""

    def __init__(self) -> None:
        root = Path(tempfile.mkdtemp(prefix="muse-rehearsal-"))
        guard.remove(root)
        root.chmod(0o711)  # PostgreSQL's account has to pass through
        given = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "LOG_FORMAT": "json",
            "LOG_REQUESTS": "1",
            "PAGE_TIMES_SHARE": "1",
            "NUM_PROXIES": "1",  # everybody has an address of their own
            "EMAIL_URL": "dummymail://",
            "SPOTIFY_WARMING_HOURS": _EVERY_HOUR,
            "SPOTIFY_RATE_LIMIT": str(RATE_LIMIT),
            "SLOW_REQUEST_MS": "400",
            "SLOW_QUERY_MS": "40",
        }
        state = State(root)
        state.make()
        super().__init__(Configuration(given, free_port()), state, development=False)
        self.began_at = datetime.now(UTC)

    def _process(self, name: str, command: list[str], *, last_signal: signal.Signals = signal.SIGTERM) -> Process:
        process = super()._process(name, command, last_signal=last_signal)
        process.shown = False
        return process

    def _start_celery(self) -> None:
        super()._start_celery()
        # As the Procfile has it: all that it says is looked at.
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "muse", "worker", "--loglevel", "INFO"]
        self._begin_log("worker-2")
        second = [*celery, "--concurrency", "1", "--hostname", "second@%h"]
        self.supervisor.start(self._process("worker-2", second, last_signal=signal.SIGQUIT))

    def use_as_environment(self) -> None:
        """Have this process, too, read Muse's settings from it: as ``make manage`` does."""
        os.environ |= {name: value for name, value in self.environment.items() if name != "PROMETHEUS_MULTIPROC_DIR"}

    @property
    def cache(self) -> RedisServer:
        return next(one for one in self.supervisor.services if isinstance(one, RedisServer) and one.name == "cache")

    @property
    def postgres(self) -> PostgresServer:
        return next(one for one in self.supervisor.services if isinstance(one, PostgresServer))

    @property
    def processes(self) -> list[Process]:
        return [one for one in self.supervisor.services if isinstance(one, Process)]

    def children(self, name: str) -> list[psutil.Process]:
        """The processes that one of Muse's has forked, the oldest first."""
        process = next(one for one in self.processes if one.name == name)
        assert process.child is not None
        return sorted(psutil.Process(process.child.pid).children(), key=lambda one: one.create_time())

    def control(self, name: str, body: Any = None) -> Any:
        """Ask the sandbox something, or have it do something."""
        place = f"{self.environment['SPOTIFY_ACCOUNTS_URL']}/_control/{name}"
        answer = requests.get(place, timeout=10) if body is None else requests.post(place, json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def faults(self, *orders: dict[str, Any]) -> None:
        self.control("faults", list(orders))


def logged(processes: Sequence[Process]) -> dict[str, list[str]]:
    """What each process of Muse has written, to either stream, up to its end."""
    return {one.name: one.log.read_text(errors="replace").splitlines() for one in processes if one.name != "spotify"}
