"""What staff see of the cache: how it stands, what it did, what is read most. Out of Redis alone."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from spotify_cache import census, hours, lifetimes, metrics, offpeak, popularity, runs, survey, timelines
from spotify_cache.lifetimes import Fit
from spotify_cache.metrics import Label
from spotify_cache.most_read import Read, most_read
from spotify_cache.plots import Plot
from spotify_cache.quota import Window, history_commands, history_of, window_commands, window_of
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.runs import Warming
from spotify_cache.survey import Memory
from spotify_cache.timelines import SPANS, Endpoint, Span, Timeline, Totals

KIND_NAMES = {
    "track": gettext_lazy("Tracks"),
    "album": gettext_lazy("Albums"),
    "artist": gettext_lazy("Artists"),
    "user_data": gettext_lazy("People’s own data"),
    "search": gettext_lazy("Searches"),
    "recommendations": gettext_lazy("Recommendations"),
    "access_token": gettext_lazy("Access tokens"),
    survey.BOOKKEEPING: gettext_lazy("Leases, counts, indexes"),
    survey.OTHER: gettext_lazy("Parts of pages, and the rest"),
}
#: What became of entries that warming looked after (`metrics.warmed`).
_RESULTS = {
    "fetched": gettext_lazy("fetched"),
    "gone": gettext_lazy("unknown to Spotify"),
    "failed": gettext_lazy("failed"),
    "read": gettext_lazy("read by people since"),
    "unread": gettext_lazy("let go, as nobody read them"),
}
#: Days of which the heat map is the sum.
HEAT_DAYS = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a table with bars: ``share`` is of the largest, in percent."""

    label: str
    number: int
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dashboards:
    """Dashboards of listeners that were opened, and those of them that needed no call."""

    opened: int
    cached: int

    @property
    def share(self) -> float | None:
        return 100 * self.cached / self.opened if self.opened else None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When warming may begin by itself. Hours in UTC, times for templates."""

    hours: list[int]
    #: As `offpeak.Quiet` has it: set, learned, usual.
    how: str
    is_now: bool
    #: When the next of them begin, those that are now left out.
    next_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    span: Span
    window: Window
    breaker: str
    #: How often a process left Spotify alone after failures, in the last 24 hours.
    circuits_opened: int
    memory: Memory
    today: Totals
    dashboards: Dashboards
    # Over time
    calls: list[Plot]
    endpoints: list[Endpoint]
    hit_ratios: list[Plot]
    heat: Plot
    # Warming
    warming: Warming
    quiet: QuietHours
    warmed: list[Bar]
    # Lifetimes and memory
    fits: list[Fit]
    ages: list[Plot]
    memory_bars: list[Bar]
    #: When the sample was taken that lifetimes and memory by kind are told from.
    sampled_at: datetime.datetime | None
    most_read: list[tuple[str, list[Read]]]


def overview(repository: SpotifyCacheRepository, span_name: str = "") -> Overview:
    """Everything of the page in a fixed number of round trips. Raises StoreDown."""
    store, span = repository.store, SPANS.get(span_name, timelines.DAY)
    commands: list[tuple[tuple[Any, ...], ...]] = [
        window_commands(),
        runs.COMMANDS,
        history_commands(span.days),
        survey.COMMANDS,
        (metrics.COUNTS_COMMAND, census.COMMAND),
    ]
    answers = iter(store.ask(*(command for asked in commands for command in asked)))
    window, warming, history, server, (counted, taken) = ([next(answers) for _ in asked] for asked in commands)
    counts, found = metrics.understood(counted), census.understood(taken)
    by_hour, reads = hours.counted(store, span.days), popularity.reads_by_hour(store, HEAT_DAYS)
    timeline = Timeline(span, by_hour, history_of(history))
    today = timeline if span is timelines.DAY else Timeline(timelines.DAY, by_hour, {})
    stands = window_of(*window)
    return Overview(
        span=span,
        window=stands,
        breaker=repository.breaker.state,
        circuits_opened=today.count("circuit_opened"),
        memory=survey.whole_of(*server),
        today=today.totals(),
        dashboards=_dashboards(counts),
        calls=[timeline.calls_made(), timeline.calls_saved(), timeline.window(stands.limit), timeline.gate()],
        endpoints=timeline.endpoints(),
        hit_ratios=timeline.hit_ratios(KIND_NAMES),
        heat=timelines.heat(reads),
        warming=runs.understood(*warming),
        quiet=_quiet(reads),
        warmed=_bars(_warmed(counts)),
        fits=lifetimes.fits(counts, found, KIND_NAMES),
        ages=lifetimes.ages(counts, KIND_NAMES),
        memory_bars=_bars(_memory_by_kind(found)),
        sampled_at=_moment(found[at]) if (at := ("at",)) in found else None,
        most_read=most_read(store, KIND_NAMES),
    )


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _memory_by_kind(found: census.Found) -> Iterable[tuple[str, int, str]]:
    for kind, name in KIND_NAMES.items():
        if size := int(found.get(("bytes", kind), 0)):
            yield str(name), size, f"{found.get(('entries', kind), 0):,.0f}"


def _dashboards(counts: Mapping[Label, int]) -> Dashboards:
    cached, fetched = (counts.get(("dashboards", source), 0) for source in ("cached", "fetched"))
    return Dashboards(cached + fetched, cached)


def _quiet(reads: offpeak.Reads) -> QuietHours:
    now, quiet = time.time(), offpeak.quiet_of(reads)
    following = quiet.next_after(now)
    return QuietHours(
        sorted(quiet.hours),
        quiet.how,
        offpeak.is_quiet(quiet.hours, now),
        None if following is None else _moment(following),
    )


def _warmed(counts: Mapping[Label, int]) -> Iterable[tuple[str, int, str]]:
    sums: Counter[str] = Counter()
    for label, times in counts.items():
        if label[0] == "warmed":
            sums[label[2]] += times
    return [(str(_RESULTS.get(result, result)), times, "") for result, times in sums.items()]


def _bars(rows: Iterable[tuple[str, int, str]]) -> list[Bar]:
    ordered = sorted(rows, key=lambda row: -row[1])
    most = max((number for _, number, _ in ordered), default=0)
    return [Bar(label, number, round(100 * number / most, 1) if most else 0, note) for label, number, note in ordered]
