"""What the read layer did over hours and days, as plots: answers without a call, calls made and saved, window, gate."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spotify_cache import plots
from spotify_cache.hours import Hour, Label
from spotify_cache.kinds import KINDS
from spotify_cache.metrics import SAVED
from spotify_cache.plots import Axes, Plot, Series

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Several at once are asked for at an endpoint of their own, and counted with the one.
_BATCHES = {"tracks": "track", "albums": "album", "artists": "artist"}


@dataclass(frozen=True, slots=True)
class Span:
    """What the plots over time look back on."""

    name: str
    label: StrOrPromise
    #: Days of which the counts are needed, today among them.
    days: int
    #: The places on the axis, the oldest first, at this moment.
    places: Callable[[datetime.datetime], list[datetime.datetime]]
    form: str
    every: int
    across: StrOrPromise
    #: What a column of calls is of.
    calls: StrOrPromise


def _hours_of_a_day(now: datetime.datetime) -> list[datetime.datetime]:
    last = now.replace(minute=0, second=0, microsecond=0)
    return [last - datetime.timedelta(hours=ago) for ago in range(23, -1, -1)]


def _days_of_two_weeks(now: datetime.datetime) -> list[datetime.datetime]:
    last = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return [last - datetime.timedelta(days=ago) for ago in range(13, -1, -1)]


DAY = Span(
    "day",
    gettext_lazy("24 hours"),
    2,
    _hours_of_a_day,
    "%H:00",
    4,
    gettext_lazy("Hour (UTC)"),
    gettext_lazy("calls an hour"),
)
FORTNIGHT = Span(
    "fortnight",
    gettext_lazy("14 days"),
    14,
    _days_of_two_weeks,
    "%d %b",
    3,
    gettext_lazy("Day (UTC)"),
    gettext_lazy("calls a day"),
)
SPANS = {span.name: span for span in (DAY, FORTNIGHT)}


@dataclass(frozen=True, slots=True)
class Totals:
    """What a time comes to: reads, those of them that needed no call of their own, and calls."""

    reads: int
    saved: int
    calls: int

    @property
    def share(self) -> float | None:
        """Of reads that needed no call, in percent; None where nothing was read."""
        return 100 * self.saved / self.reads if self.reads else None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint of Spotify: calls made to it and saved."""

    name: str
    made: int
    failed: int
    saved: int

    @property
    def share(self) -> float:
        """Of what would have been calls, those that were saved, in percent."""
        return 100 * self.saved / (self.made + self.saved) if self.made + self.saved else 0.0


class Timeline:
    """Counts of a span, laid out on its axis."""

    def __init__(
        self,
        span: Span,
        counted: Mapping[Hour, Counter[Label]],
        quota: Mapping[Hour, Mapping[str, int]],
    ) -> None:
        """``counted`` and ``quota``: as `hours.counted` and `quota.history_of` have them, of as many days or more."""
        self.span = span
        self._starts = span.places(datetime.datetime.fromtimestamp(time.time(), datetime.UTC))
        self._places = [start.strftime(span.form) for start in self._starts]
        self._counts: list[Counter[Label]] = [Counter() for _ in self._places]
        self._fullest = [0] * len(self._places)
        self._closed = [0] * len(self._places)
        for hour, counts in counted.items():
            if (at := self._place_of(hour)) is not None:
                self._counts[at].update(counts)
        for hour, told in quota.items():
            if (at := self._place_of(hour)) is not None:
                self._fullest[at] = max(self._fullest[at], told.get("calls", 0))
                self._closed[at] += told.get("closed", 0)

    def _place_of(self, hour: Hour) -> int | None:
        at = datetime.datetime.combine(hour[0], datetime.time(hour[1]), datetime.UTC)
        length = self._starts[1] - self._starts[0]
        return (at - self._starts[0]) // length if self._starts[0] <= at < self._starts[-1] + length else None

    def _axes(self, up: str) -> Axes:
        return Axes(str(self.span.across), self._places, up, self.span.every)

    def _sums(self, wanted: Callable[[Label], bool]) -> list[int]:
        """Of each place."""
        return [sum(times for label, times in counts.items() if wanted(label)) for counts in self._counts]

    def count(self, name: str) -> int:
        return sum(self._sums(lambda label: label[0] == name))

    def totals(self) -> Totals:
        saved = self._sums(lambda label: label[0] == "reads" and label[2] in SAVED)
        return Totals(self.count("reads"), sum(saved), self.count("calls"))

    def hit_ratios(self, names: Mapping[str, StrOrPromise]) -> list[Plot]:
        """One plot for each kind of which anything was read, by the names of kinds."""
        found = []
        for kind in KINDS:
            series: list[float | None] = []
            hits = reads = 0
            for counts in self._counts:
                here = {label[2]: times for label, times in counts.items() if label[:2] == ("reads", kind)}
                total, good = sum(here.values()), sum(times for outcome, times in here.items() if outcome in SAVED)
                series.append(good / total if total else None)
                hits, reads = hits + good, reads + total
            if reads:
                summary = _("%(share)s of %(reads)s reads needed no call of their own.") % {
                    "share": f"{hits / reads:.1%}",
                    "reads": f"{reads:,}",
                }
                line = Series(_("Answered without a call"), "plot-line-1", series)
                axes = self._axes(_("share of reads"))
                found.append(plots.shares(f"ratio-{kind}", str(names[kind]), summary, axes, line))
        return found

    def calls_made(self) -> Plot:
        good = self._sums(lambda label: label[0] == "calls" and label[2] == "ok")
        bad = self._sums(lambda label: label[0] == "calls" and label[2] != "ok")
        summary = _("%(calls)s calls to Spotify, of which %(bad)s failed.") % {
            "calls": f"{sum(good) + sum(bad):,}",
            "bad": f"{sum(bad):,}",
        }
        series = (Series(_("made, answered"), "plot-1", good), Series(_("made, failed"), "plot-3", bad))
        return plots.columns("calls", _("Calls made"), summary, self._axes(str(self.span.calls)), series)

    def calls_saved(self) -> Plot:
        saved = self._sums(lambda label: label[0] == "reads" and label[2] in SAVED)
        summary = _("%(saved)s reads needed no call of their own.") % {"saved": f"{sum(saved):,}"}
        axes = self._axes(str(self.span.calls))
        return plots.columns("saved", _("Calls saved"), summary, axes, [Series(_("saved"), "plot-2", saved)])

    def window(self, limit: int) -> Plot:
        """How full the rate window was."""
        if most := max(self._fullest):
            summary = _(
                "At the fullest %(most)s calls within 30 seconds, of %(limit)s that may be made (the line)."
            ) % {
                "most": most,
                "limit": limit,
            }
        else:
            summary = _("No call was made in this time.")
        series = [Series(_("most calls within 30 seconds"), "plot-1", self._fullest)]
        axes = self._axes(_("calls in 30 s"))
        return plots.columns("window", _("The rate window at its fullest"), summary, axes, series, limit=limit)

    def gate(self) -> Plot:
        minutes = [round(seconds / 60, 1) for seconds in self._closed]
        summary = (
            _("Spotify had us wait for %(minutes)s minutes, counted where it said so.")
            % {"minutes": f"{sum(self._closed) / 60:,.1f}"}
            if any(self._closed)
            else _("Spotify did not tell us to wait in this time.")
        )
        series = [Series(_("minutes closed"), "plot-3", minutes)]
        return plots.columns("gate", _("The gate: closed by Spotify"), summary, self._axes(_("minutes")), series)

    def endpoints(self) -> list[Endpoint]:
        """Those with most calls made first."""
        made: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        saved: Counter[str] = Counter()
        for counts in self._counts:
            for label, times in counts.items():
                if label[0] == "calls":
                    name = _BATCHES.get(label[1], label[1])
                    made[name] += times
                    failed[name] += times if label[2] != "ok" else 0
                elif label[0] == "saved":
                    saved[label[2]] += times
        found = [Endpoint(name, made[name], failed[name], saved[name]) for name in made.keys() | saved.keys()]
        return sorted(found, key=lambda one: (-one.made, -one.saved, one.name))


def heat(reads: Mapping[Hour, Mapping[str, int]]) -> Plot:
    """Reads of four weeks, by weekday and hour."""
    table = [[0.0] * 24 for _ in range(7)]
    for (day, hour), by_kind in reads.items():
        table[day.weekday()][hour] += sum(by_kind.values())
    weekdays = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    rows: Sequence[tuple[str, Sequence[float]]] = list(zip(weekdays, table, strict=True))
    most, busiest = max((value, (day, hour)) for day, values in rows for hour, value in enumerate(values))
    summary = (
        _("Reads of four weeks. Most is read at %(hour)s:00 on %(day)s (UTC).")
        % {"hour": busiest[1], "day": busiest[0]}
        if most
        else _("Nothing was read yet.")
    )
    scale = ("0", _("%(most)s reads") % {"most": f"{most:,.0f}"})
    return plots.heat("heat", _("Reads by hour of the day"), summary, _("Hour (UTC)"), rows, scale)
