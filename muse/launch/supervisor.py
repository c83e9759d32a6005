"""Processes that are started together, kept running, and ended together."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from muse.embedded.processes import Child
from muse.launch.errors import LaunchError
from muse.launch.terminal import pump, say

POLL_SECONDS = 0.1
# Ending sooner than this after a start counts against a service; so many times in a row, and Muse gives up.
SETTLED_SECONDS = 10.0
STARTS_IN_VAIN = 3


class Service(Protocol):
    """What the supervisor keeps running: a process of Muse, or a server from `muse.embedded`."""

    name: str

    @property
    def is_running(self) -> bool: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass
class Process:
    """A process of Muse; what it prints goes to the terminal behind its name (if it is ``shown``), and to its log.

    ``stop_seconds`` is how long it may take to end by ``last_signal`` before it is killed.
    """

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    directory: Path
    log: Path
    last_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    shown: bool = True
    child: Child | None = field(default=None, init=False)

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.is_running()

    def start(self) -> None:
        self.child = Child(
            self.command,
            last_signal=self.last_signal,
            output=subprocess.PIPE,
            env=self.environment,
            cwd=self.directory,
        )
        assert self.child.process.stdout is not None
        pump(self.child.process.stdout, self.name, self.log.open("ab"), shown=self.shown)

    def ask_to_stop(self) -> None:
        """Send the signal, without waiting for the end."""
        if self.child is not None:
            self.child.ask_to_stop()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(self.stop_seconds)

    def ending(self) -> str:
        """How it ended, in words."""
        status = self.child.process.returncode if self.child is not None else None
        if status is None:
            return "ended"
        if status < 0:
            return f"was ended by {signal.Signals(-status).name}"
        return f"ended with status {status}"

    def said(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The last match in what it has printed since the log was begun."""
        return next(reversed(list(pattern.finditer(self.log.read_text(errors="replace")))), None)


class Supervisor:
    """Starts services in order, starts again what ends by itself, and stops all in the opposite order."""

    def __init__(self) -> None:
        self.services: list[Service] = []
        self._started: dict[str, float] = {}
        self._in_vain: dict[str, int] = {}

    def start(self, service: Service) -> None:
        self.services.append(service)
        self._started[service.name] = time.monotonic()
        service.start()

    def look_after(self) -> None:
        """Start again what has ended.

        Raises:
            LaunchError: a service ends right after its start, again and again.
        """
        for service in self.services:
            if service.is_running:
                continue
            lived = time.monotonic() - self._started[service.name]
            in_vain = self._in_vain.get(service.name, 0) + 1 if lived < SETTLED_SECONDS else 0
            self._in_vain[service.name] = in_vain
            how = service.ending() if isinstance(service, Process) else "has ended"
            if in_vain >= STARTS_IN_VAIN:
                raise LaunchError(
                    f"{service.name} {how} {in_vain} times right after its start; its last words are above."
                )
            say(f"{service.name} {how}; starting it again")
            service.stop()
            self._started[service.name] = time.monotonic()
            service.start()

    def wait_until(self, ready: Callable[[], bool], what: str, seconds: float) -> None:
        """Look after the services until ``ready()``.

        Raises:
            LaunchError: it does not come true in time, or a service has ended.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            for service in self.services:
                if not service.is_running:
                    how = service.ending() if isinstance(service, Process) else "has ended"
                    raise LaunchError(f"{service.name} {how} while it was starting; its last words are above.")
            if time.monotonic() > deadline:
                raise LaunchError(f"{what} did not answer within {seconds:.0f} s.")
            time.sleep(POLL_SECONDS)

    def restart(self, service: Service) -> None:
        service.stop()
        self._started[service.name] = time.monotonic()
        service.start()

    def stop(self) -> None:
        """End everything: Muse's processes together, then the servers they need, the latest started first."""
        for service in self.services:
            if isinstance(service, Process):
                service.ask_to_stop()
        while self.services:
            self.services[-1].stop()
            self.services.pop()

    def kill(self) -> None:
        """End everything at once."""
        for service in self.services:
            child = getattr(service, "child", None)
            if child is not None and child.is_running():
                os.killpg(child.pid, signal.SIGKILL)
