"""End what a dead process left behind: the fallback for grandchildren, and for systems without PR_SET_PDEATHSIG.

A script, run by path. It reads lines from its standard input, a pipe that only the guarded process holds open:

    watch PID SIGNAL      PID leads a process group; end it with SIGNAL first
    forget PID            it has ended
    remove PATH           a directory of throw-away data

When the pipe ends, however the guarded process ended, the groups that are left get their signal, SIGKILL after a grace
of some seconds, and the directories are removed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time

GRACE_SECONDS = 6.0
POLL_SECONDS = 0.05


def signal_group(group: int, number: int) -> bool:
    """Whether there was anybody to signal."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def is_alive(group: int) -> bool:
    """Whether a process of the group still runs; one that has ended but that nobody has reaped does not count."""
    if not signal_group(group, 0):
        return False
    if not os.path.isdir("/proc/self"):
        return True
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    state, _parent, its_group = file.read().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if its_group == str(group) and state not in "ZX":
                return True
    return False


def end_groups(groups: dict[int, int]) -> None:
    for group, number in groups.items():
        signal_group(group, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(map(is_alive, groups)):
        time.sleep(POLL_SECONDS)
    for group in groups:
        signal_group(group, signal.SIGKILL)


def main() -> None:
    groups: dict[int, int] = {}
    directories: list[str] = []
    for line in sys.stdin:
        verb, _, rest = line.rstrip("\n").partition(" ")
        if verb == "watch":
            pid, number = rest.split()
            groups[int(pid)] = int(number)
        elif verb == "forget":
            groups.pop(int(rest), None)
        elif verb == "remove":
            directories.append(rest)
    end_groups(groups)
    for directory in directories:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
