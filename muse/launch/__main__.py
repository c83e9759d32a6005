"""``python -m muse.launch run|dev [--exit-with-parent]`` and ``python -m muse.launch manage COMMAND...``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from muse.embedded import EmbeddedServerError
from muse.embedded.processes import end_with_parent
from muse.launch.banner import banner
from muse.launch.configuration import Configuration, require_free_port
from muse.launch.errors import LaunchError
from muse.launch.reload import Sources
from muse.launch.stack import ROOT, Stack
from muse.launch.state import State
from muse.launch.terminal import announce, say

LOOK_SECONDS = 0.5


# One wish to stop may come as several signals: a terminal and make both send it.
ONE_WISH_SECONDS = 1.0


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM, a terminal that closed, or a parent that is gone."""


class StopAtOnce(StopRequested):
    """The same, asked for again."""


class StopSignals:
    """Turns the signals that ask a program to stop into exceptions: one of each kind at most."""

    def __init__(self) -> None:
        self._first: float | None = None
        self._again = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._handle)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = now
            raise StopRequested
        if now - self._first > ONE_WISH_SECONDS and not self._again:
            self._again = True
            raise StopAtOnce


def _state() -> State:
    return State(Path(os.environ.get("MUSE_STATE") or ROOT / ".muse").resolve())


def launch(*, development: bool) -> int:
    """Start Muse, keep it running until asked to stop, and end it; 0 when it was asked to."""
    begun = time.monotonic()
    stack: Stack | None = None
    StopSignals()
    try:
        configuration = Configuration.read(ROOT)
        state = _state()
        state.make()
        state.lock(configuration.address)
        require_free_port(configuration.port)
        stack = Stack(configuration, state, development=development)
        say("Starting Muse" + (" for development" if development else ""))
        stack.start()
        announce(banner(stack, time.monotonic() - begun))
        _keep(stack)
    except StopRequested:
        say("Stopping")
    except (LaunchError, EmbeddedServerError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        if stack is not None:
            _end(stack)
    return 0


def _keep(stack: Stack) -> None:
    sources = Sources(ROOT) if stack.development else None
    while True:
        time.sleep(LOOK_SECONDS)
        stack.look_after()
        if sources is not None and sources.changed():
            say("source changed; starting worker and beat again")
            stack.restart_workers()


def _end(stack: Stack) -> None:
    """End everything in order; asked a second time, at once."""
    try:
        stack.supervisor.stop()
        say("Everything has ended")
    except StopRequested:
        stack.supervisor.kill()
        stack.supervisor.stop()


def manage(arguments: list[str]) -> int:
    """Run one of Django's commands with the variables of the Muse that runs."""
    try:
        environment = json.loads(_state().environment.read_text())
    except FileNotFoundError:
        print("Muse has not run here yet: make run", file=sys.stderr)
        return 1
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env={**environment, **os.environ}, check=False).returncode


def main() -> int:
    if sys.argv[1:2] == ["manage"]:
        return manage(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m muse.launch", description="Start the whole of Muse.")
    parser.add_argument("mode", choices=("run", "dev"))
    parser.add_argument("--exit-with-parent", action="store_true", help="end when the process that started it ends")
    options = parser.parse_args()
    if options.exit_with_parent:
        end_with_parent(signal.SIGTERM)
    try:
        return launch(development=options.mode == "dev")
    except StopRequested:  # came while it was ending already
        return 0


if __name__ == "__main__":
    sys.exit(main())
