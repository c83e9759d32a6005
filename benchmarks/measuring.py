"""Timing contestants against each other in one run, and how far the machine's own noise reaches."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Name under which the fixed work that shows the machine's noise is measured beside the contestants.
CALIBRATION = "calibration"
_WARM_UP_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """Repeated measurements of one thing, in seconds."""

    seconds: list[float] = field(default_factory=list)

    def percentile(self, percent: float) -> float:
        """By linear interpolation, in milliseconds."""
        ordered = sorted(self.seconds)
        place = (len(ordered) - 1) * percent / 100
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return 1000 * (ordered[below] + (ordered[above] - ordered[below]) * (place - below))

    @property
    def median_ms(self) -> float:
        return 1000 * statistics.median(self.seconds)

    def as_json(self) -> dict[str, Any]:
        return {
            "median_ms": round(self.median_ms, 4),
            "p95_ms": round(self.percentile(95), 4),
            "p5_ms": round(self.percentile(5), 4),
            "samples": len(self.seconds),
        }


def fixed_work() -> int:
    """The same few hundred microseconds of Python every time: what varies is the machine."""
    total = 0
    for number in range(5000):
        total += number * number & 255
    return total


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(
    contestants: Mapping[str, Callable[[], object]], *, seconds: float, least: int = 20, most: int = 3000
) -> dict[str, Series]:
    """Measure the contestants by turns, in another order each round, for about ``seconds`` altogether.

    A slow moment of the machine so falls on all of them. `fixed_work` takes part under `CALIBRATION`.
    """
    everybody = dict(contestants) | {CALIBRATION: fixed_work}
    for _ in range(_WARM_UP_ROUNDS):
        for work in everybody.values():
            work()
    order = random.Random(1)  # noqa: S311
    names = list(everybody)
    series = {name: Series() for name in names}
    deadline = time.monotonic() + seconds
    for number in range(most):
        if number >= least and time.monotonic() > deadline:
            break
        order.shuffle(names)
        for name in names:
            series[name].seconds.append(timed(everybody[name]))
    return series


def noise(calibrations: Sequence[Series]) -> dict[str, Any]:
    """How much longer than usual the fixed work took: 1.0 is a machine without noise."""
    whole = Series([second for series in calibrations for second in series.seconds])
    return {
        "fixed_work": whole.as_json(),
        "p95_over_median": round(whole.percentile(95) / whole.median_ms, 3),
        "worst_over_median": round(whole.percentile(100) / whole.median_ms, 3),
    }
