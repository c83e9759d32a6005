"""What the launcher prints: one prefix and colour per process."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import IO

_COLOURS = {"muse": 35, "web": 32, "worker": 36, "beat": 34, "spotify": 33, "prepare": 90}
_WIDTH = max(map(len, _COLOURS))
_lock = threading.Lock()
_in_colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def say(text: str, *, name: str = "muse") -> None:
    """Print lines behind the name of the process they come from. A terminal that is gone stops nothing."""
    prefix = f"{name:<{_WIDTH}} | "
    if _in_colour:
        prefix = f"\033[{_COLOURS.get(name, 37)}m{prefix}\033[0m"
    with _lock, contextlib.suppress(OSError, ValueError):
        for line in text.splitlines():
            sys.stdout.write(f"{prefix}{line}\n")
        sys.stdout.flush()


def announce(text: str) -> None:
    """Print lines as they are."""
    with _lock, contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


def pump(stream: IO[bytes], name: str, log: IO[bytes], *, shown: bool = True) -> threading.Thread:
    """Copy what a process prints to its log and, if it is to be shown, to the terminal, in a thread, until the process
    closes its end."""

    def copy() -> None:
        with stream, log:
            for line in stream:
                log.write(line)
                log.flush()
                if shown:
                    say(line.decode(errors="replace").rstrip("\r\n"), name=name)

    thread = threading.Thread(target=copy, name=f"output of {name}", daemon=True)
    thread.start()
    return thread
