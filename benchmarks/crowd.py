"""A crowd of readers: processes with threads, as gunicorn has them, that all start at the same moment."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.peers.contestant import Contestant

PROCESSES, THREADS = 10, 5
#: Time for every process to have its order before the start (seconds).
_LEAD = 0.15
# Children share nothing with this process but its settings, and make connections of their own.
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Read:
    """One reader's read: seconds it took, and whether it was answered."""

    seconds: float
    answered: bool


def is_answered(answer: Any) -> bool:
    """Whether a reader got what was asked for: Muse's answers carry a value, the peers' are JSON."""
    if isinstance(answer, tuple):
        return all(is_answered(part) for part in answer)
    if hasattr(answer, "answers"):
        return all(one.value is not None for one in answer.answers.values())
    if hasattr(answer, "state"):
        return answer.value is not None
    if isinstance(answer, list):
        return all(item is not None for item in answer)
    return answer is not None


class Crowd:
    """`PROCESSES` processes of `THREADS` threads each, with every contestant made in each process."""

    def __init__(self, makers: Mapping[str, Callable[[], Contestant]]) -> None:
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(PROCESSES):
            ours, theirs = _fork.Pipe()
            process = _fork.Process(target=_serve, args=(theirs, dict(makers)), daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(5)
            if process.is_alive():
                process.kill()

    def read(self, name: str, method: str, arguments: Sequence[Any], limit: float = 120.0) -> list[Read]:
        """Have each of `PROCESSES` x `THREADS` readers call ``method`` of a contestant with an argument of its own.

        Raises:
            TimeoutError: they did not finish within ``limit`` seconds.
        """
        start = time.monotonic() + _LEAD
        for number, pipe in enumerate(self._pipes):
            pipe.send((name, method, arguments[number * THREADS : (number + 1) * THREADS], start))
        reads: list[Read] = []
        deadline = start + limit
        for pipe in self._pipes:
            if not pipe.poll(max(0.0, deadline - time.monotonic())):
                raise TimeoutError(f"{name}: {method}")
            reads += pipe.recv()  # EOFError: the process has died
        return reads


def _serve(pipe: Connection, makers: Mapping[str, Callable[[], Contestant]]) -> None:
    contestants = {name: make() for name, make in makers.items()}
    with ThreadPoolExecutor(THREADS) as pool:
        while (order := pipe.recv()) is not None:
            name, method, arguments, start = order
            work = getattr(contestants[name], method)
            pipe.send(list(pool.map(lambda argument, work=work, start=start: _read(work, argument, start), arguments)))


def _read(work: Callable[[Any], Any], argument: Any, start: float) -> Read:
    time.sleep(max(0.0, start - time.monotonic()))
    try:
        answered = is_answered(work(argument))
    except Exception:  # noqa: BLE001 (whatever a peer raises, its reader has no answer)
        answered = False
    return Read(time.monotonic() - start, answered)
