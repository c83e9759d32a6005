"""Child processes that cannot outlive the process that started them (R50)."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from muse.embedded.leash import PR_SET_PDEATHSIG

_HERE = Path(__file__).resolve().parent
# Isolated and without site-packages: these scripts need the standard library only and start in milliseconds.
_BARE_PYTHON = (sys.executable, "-I", "-S")


@dataclass(frozen=True)
class Account:
    """A system account to run under, and whether it must be helped past closed directories (see `leash.py`)."""

    name: str
    needs_reach: bool


class Guard:
    """The other end of `guard.py`: one helper process per process that starts children."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = os.getpid()

    def start(self, holding: int | None = None) -> None:
        """Start the helper; it keeps the file descriptor ``holding``, such as a lock, until it has ended all."""
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [*_BARE_PYTHON, str(_HERE / "guard.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            pass_fds=() if holding is None else (holding,),
        )

    def _tell(self, line: str) -> None:
        if self._process is None or self.is_foreign():
            self.start()
        assert self._process is not None
        assert self._process.stdin is not None
        # Without its helper a process goes on; what the kernel does at its end (see `leash.py`) is left.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def is_foreign(self) -> bool:
        """Whether this is a fork of the process that started the children: they are not its to end."""
        return self._owner != os.getpid()

    def watch(self, pid: int, last_signal: signal.Signals) -> None:
        self._tell(f"watch {pid} {int(last_signal)}")

    def forget(self, pid: int) -> None:
        self._tell(f"forget {pid}")

    def remove(self, directory: Path) -> None:
        """Have a directory removed when this process ends, however it ends."""
        self._tell(f"remove {directory}")

    def close(self) -> None:
        """End whatever is still watched, and remove what is to be removed; returns when that is done."""
        if self._process is None or self.is_foreign():
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._process = None


guard = Guard()
_running: dict[int, Child] = {}


def end_all() -> None:
    """Stop every child of this process together, then let the guard remove what it is to remove."""
    if guard.is_foreign():
        return
    for child in _running.values():
        child.ask_to_stop()
    for child in list(_running.values()):
        child.stop()
    guard.close()


atexit.register(end_all)


class Child:
    """A running child in a process group of its own, ended by ``last_signal`` when its parent goes."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        last_signal: signal.Signals = signal.SIGTERM,
        account: Account | None = None,
        output: IO[bytes] | int | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Start ``command``; ``output`` takes what it prints (a file, or ``subprocess.PIPE``; default: nowhere).

        To be called from a thread that lives as long as the process: the kernel watches the thread (prctl(2)).
        """
        leash = [
            *_BARE_PYTHON,
            str(_HERE / "leash.py"),
            str(os.getpid()),
            str(int(last_signal)),
            account.name if account else "-",
            "1" if account and account.needs_reach else "0",
        ]
        self.last_signal = last_signal
        self._asked = False
        self.process = subprocess.Popen(
            [*leash, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if output is None else output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            start_new_session=True,
        )
        guard.watch(self.process.pid, last_signal)
        _running[self.process.pid] = self

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_running(self) -> bool:
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the signal, once: a second one tells some programs to leave their work undone."""
        if not self._asked and self.is_running():
            self._asked = True
            self.process.send_signal(self.last_signal)

    def stop(self, timeout: float = 10.0) -> None:
        """End it with its signal, and with SIGKILL, group and all, after ``timeout`` seconds."""
        if self.is_running():
            self.ask_to_stop()
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        guard.forget(self.process.pid)
        _running.pop(self.process.pid, None)


def end_with_parent(number: signal.Signals) -> None:
    """Have this process itself get a signal when the one that started it ends (prctl(2); Linux only)."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)
