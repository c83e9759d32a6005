"""What staff see of the cache: how it stands, what it did, what is read most. Out of Redis alone."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spotify_cache import hours, kinds, metrics, plots, popularity, survey, wants
from spotify_cache.hours import Hour, Label
from spotify_cache.kinds import DAY, KINDS, decode_entry
from spotify_cache.metrics import SAVED
from spotify_cache.plots import Plot, Series
from spotify_cache.quota import Window
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.store import Store
from spotify_cache.survey import Memory
from spotify_cache.wants import Recipe

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

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
MOST_READ = 8
#: Days of which the heat map is the sum.
HEAT_DAYS = 28
_AGES = ("1 m", "5 m", "15 m", "30 m", "1 h", "4 h", "12 h", "1 d", "7 d", "∞")


@dataclass(frozen=True, slots=True)
class Span:
    """What the plots over time look back on."""

    name: str
    label: StrOrPromise
    days: int
    #: The places on the axis, the oldest first, at this moment.
    places: Callable[[datetime.datetime], list[datetime.datetime]]
    form: str
    every: int
    first: StrOrPromise


def _hours_of_a_day(now: datetime.datetime) -> list[datetime.datetime]:
    last = now.replace(minute=0, second=0, microsecond=0)
    return [last - datetime.timedelta(hours=ago) for ago in range(23, -1, -1)]


def _days_of_two_weeks(now: datetime.datetime) -> list[datetime.datetime]:
    last = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return [last - datetime.timedelta(days=ago) for ago in range(13, -1, -1)]


SPANS = {
    span.name: span
    for span in (
        Span("day", gettext_lazy("24 hours"), 2, _hours_of_a_day, "%H:00", 4, gettext_lazy("Hour (UTC)")),
        Span("fortnight", gettext_lazy("14 days"), 14, _days_of_two_weeks, "%d %b", 3, gettext_lazy("Day (UTC)")),
    )
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a table with bars: ``share`` is of the largest, in percent."""

    label: str
    number: int
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Something that is read much. Without a name it is not cached now."""

    kind: str
    spotify_id: str
    query: str
    name: str
    score: float

    @property
    def address(self) -> str:
        """What follows the address of the page on which one entry is looked at (`admin.CacheAdmin.entry`)."""
        thing = self.kind if self.spotify_id else "search" if self.query else "new-releases"
        return urlencode({"thing": thing, "name": self.spotify_id or self.query})


@dataclass(frozen=True, slots=True)
class Overview:
    span: Span
    window: Window
    breaker: str
    memory: Memory
    memory_bars: list[Bar]
    hit_ratios: list[Plot]
    calls: Plot
    calls_by_endpoint: list[Bar]
    saved_by_kind: list[Bar]
    ages: list[Plot]
    heat: Plot
    most_read: list[tuple[str, list[Read]]]
    #: Share of people's dashboards that needed no call, in percent; None where none was opened.
    dashboards_cached: float | None
    warmed: list[Bar]
    warming_runs: list[Bar]


def overview(repository: SpotifyCacheRepository, span_name: str = "day") -> Overview:
    """Everything of the page in a fixed number of round trips. Raises StoreDown."""
    store, span = repository.store, SPANS.get(span_name, SPANS["day"])
    counts = metrics.counts(store)
    memory = survey.memory(store)
    places, by_place = _by_place(hours.counted(store, span.days), span)
    return Overview(
        span,
        repository.quota.window(),
        repository.breaker.state,
        memory,
        _bars([(str(KIND_NAMES[share.kind]), share.bytes, str(share.entries)) for share in memory.shares]),
        _hit_ratios(span, places, by_place),
        _calls(span, places, by_place),
        _bars(_calls_by_endpoint(counts)),
        _bars([(str(KIND_NAMES[label[1]]), times, "") for label, times in counts.items() if label[0] == "saved"]),
        _ages(counts),
        _heat(popularity.reads_by_hour(store, HEAT_DAYS)),
        most_read(store),
        _dashboards_cached(counts),
        _bars(_sums(counts, "warmed", 2)),
        _bars(_sums(counts, "warming_runs", 1)),
    )


def _dashboards_cached(counts: dict[Label, int]) -> float | None:
    cached, fetched = (counts.get(("dashboards", source), 0) for source in ("cached", "fetched"))
    return round(100 * cached / (cached + fetched), 1) if cached + fetched else None


def _sums(counts: dict[Label, int], name: str, at: int) -> list[tuple[str, int, str]]:
    """Counts of one name by the label at a place."""
    sums: Counter[str] = Counter()
    for label, times in counts.items():
        if label[0] == name:
            sums[label[at]] += times
    return [(word, times, "") for word, times in sums.items()]


def _by_place(counted: dict[Hour, Counter[Label]], span: Span) -> tuple[list[str], list[Counter[Label]]]:
    """The names of the places on the axis, and what was counted in each."""
    now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
    places = span.places(now)
    length = places[1] - places[0]
    found: list[Counter[Label]] = [Counter() for _ in places]
    for (day, hour), counts in counted.items():
        at = datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)
        if places[0] <= at < places[-1] + length:
            found[(at - places[0]) // length].update(counts)
    return [place.strftime(span.form) for place in places], found


def _hit_ratios(span: Span, places: Sequence[str], by_place: Sequence[Counter[Label]]) -> list[Plot]:
    found = []
    for kind in KINDS:
        series: list[float | None] = []
        hits = reads = 0
        for counts in by_place:
            here = {label[2]: times for label, times in counts.items() if label[:2] == ("reads", kind)}
            total, good = sum(here.values()), sum(times for outcome, times in here.items() if outcome in SAVED)
            series.append(good / total if total else None)
            hits, reads = hits + good, reads + total
        if reads:
            summary = _("%(share)s of %(reads)s reads needed no call of their own.") % {
                "share": f"{hits / reads:.1%}",
                "reads": f"{reads:,}",
            }
            ratio = Series(_("Answered without a call"), "plot-line-1", series)
            found.append(
                plots.shares(
                    f"ratio-{kind}", str(KIND_NAMES[kind]), summary, str(span.first), places, ratio, every=span.every
                )
            )
    return found


def _calls(span: Span, places: Sequence[str], by_place: Sequence[Counter[Label]]) -> Plot:
    def total(counts: Counter[Label], wanted: Callable[[Label], bool]) -> float:
        return sum(times for label, times in counts.items() if wanted(label))

    good = [total(counts, lambda label: label[0] == "calls" and label[2] == "ok") for counts in by_place]
    bad = [total(counts, lambda label: label[0] == "calls" and label[2] != "ok") for counts in by_place]
    saved = [total(counts, lambda label: label[0] == "reads" and label[2] in SAVED) for counts in by_place]
    summary = _("%(calls)s calls to Spotify, of which %(bad)s failed; %(saved)s reads needed none.") % {
        "calls": f"{sum(good) + sum(bad):,.0f}",
        "bad": f"{sum(bad):,.0f}",
        "saved": f"{sum(saved):,.0f}",
    }
    series = (
        Series(_("made, answered"), "plot-1", good),
        Series(_("made, failed"), "plot-3", bad),
    )
    return plots.columns("calls", _("Calls to Spotify"), summary, str(span.first), places, series, every=span.every)


def _calls_by_endpoint(counts: dict[Label, int]) -> Iterable[tuple[str, int, str]]:
    by_endpoint: dict[str, Counter[str]] = {}
    for label, times in counts.items():
        if label[0] == "calls":
            by_endpoint.setdefault(label[1], Counter())[label[2]] += times
    for endpoint, results in by_endpoint.items():
        told = ", ".join(f"{result}: {times:,}" for result, times in results.most_common() if result != "ok")
        yield endpoint, results.total(), told


def _bars(rows: Iterable[tuple[str, int, str]]) -> list[Bar]:
    ordered = sorted(rows, key=lambda row: -row[1])
    most = max((number for _, number, _ in ordered), default=0)
    return [Bar(label, number, round(100 * number / most, 1) if most else 0, note) for label, number, note in ordered]


def _ages(counts: dict[Label, int]) -> list[Plot]:
    """How old entries are when they are answered, beside their lifetime."""
    found = []
    bounds = [*map(str, metrics.AGE_BOUNDS), "+Inf"]
    for kind in KINDS.values():
        values = [counts.get(("age", kind.name, bound), 0) for bound in bounds]
        if not (total := sum(values)):
            continue
        lasting = [float(bound) <= kind.fresh_for for bound in bounds[:-1]] + [False]
        past = total - sum(value for value, fresh in zip(values, lasting, strict=True) if fresh)
        within = [value if fresh else 0 for value, fresh in zip(values, lasting, strict=True)]
        beyond = [0 if fresh else value for value, fresh in zip(values, lasting, strict=True)]
        summary = _("Fresh for %(lifetime)s. %(share)s of answers came late in it or after it.") % {
            "lifetime": duration(kind.fresh_for),
            "share": f"{past / total:.1%}",
        }
        series = (Series(_("within its lifetime"), "plot-1", within), Series(_("past it"), "plot-2", beyond))
        places = [f"≤ {age}" if age != "∞" else "> 7 d" for age in _AGES]
        plot = plots.columns(
            f"ages-{kind.name}", str(KIND_NAMES[kind.name]), summary, _("Age"), places, series, 130, every=3
        )
        found.append(plot)
    return found


def _heat(reads: dict[Hour, dict[str, int]]) -> Plot:
    """Reads of four weeks, by weekday and hour."""
    table = [[0.0] * 24 for _ in range(7)]
    for (day, hour), by_kind in reads.items():
        table[day.weekday()][hour] += sum(by_kind.values())
    weekdays = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    rows = list(zip(weekdays, table, strict=True))
    most, busiest = max((value, (day, hour)) for day, values in rows for hour, value in enumerate(values))
    summary = (
        _("Most is read at %(hour)s:00 on %(day)s (UTC).") % {"hour": busiest[1], "day": busiest[0]}
        if most
        else _("Nothing was read yet.")
    )
    return plots.heat("heat", _("Reads by hour of the day"), summary, _("Weekday"), rows)


def duration(seconds: int) -> str:
    """Such as 24 h, 15 min, 6 d."""
    if seconds >= 2 * DAY:
        return f"{seconds / DAY:.3g} d"
    if seconds >= 2 * kinds.HOUR:
        return f"{seconds / kinds.HOUR:.3g} h"
    return f"{seconds / 60:.3g} min" if seconds >= 120 else f"{seconds} s"


def most_read(store: Store, limit: int = MOST_READ) -> list[tuple[str, list[Read]]]:
    """What people read most, by kind and by name where it is cached. Raises StoreDown."""
    scored: list[tuple[str, Recipe, float]] = []
    for kind in popularity.COUNTED_KINDS:
        # An album has two recipes, an artist three: more are looked at than shown.
        scored += [(kind, recipe, score) for recipe, score in popularity.most_read(store, kind, 4 * limit)]
    merged: Counter[tuple[str, Recipe]] = Counter()
    for kind, recipe, score in scored:
        if recipe[0] in kinds.CATALOG_THINGS:
            merged[kind, recipe[:2]] += score  # type: ignore[assignment]
        elif kind != kinds.ARTIST.name:  # what stands on an artist's page is read with the artist
            merged[kind, recipe] += score  # type: ignore[assignment]
    chosen = []
    for kind, group in groupby(sorted(merged, key=lambda key: key[0]), key=lambda key: key[0]):
        chosen += [(kind, recipe) for _, recipe in sorted(group, key=lambda key: -merged[key])[:limit]]
    names = _names(store, [recipe for _, recipe in chosen])
    return [
        (str(KIND_NAMES[kind]), [_read(kind, recipe, names[recipe], merged[kind, recipe]) for _, recipe in group])
        for kind, group in groupby(chosen, key=lambda pair: pair[0])
    ]


def _read(kind: str, recipe: Recipe, name: str, score: float) -> Read:
    is_search = recipe[0] == kinds.SEARCH_PAGE.name
    is_item = recipe[0] in kinds.CATALOG_THINGS
    return Read(kind, recipe[1] if is_item else "", recipe[1] if is_search else "", name, round(score, 1))


def _names(store: Store, recipes: Sequence[Recipe]) -> dict[Recipe, str]:
    """What things are called, as far as they are cached: one read."""
    asked = {recipe: wants.from_recipe(recipe) for recipe in recipes}
    found = dict.fromkeys(recipes, "")
    for (recipe, want), raw in zip(asked.items(), store.read([want.key for want in asked.values()]), strict=True):
        entry = decode_entry(want.thing, raw)
        if recipe[0] == kinds.SEARCH_PAGE.name:
            found[recipe] = f"“{recipe[1]}” ({recipe[2]})"
        elif recipe[0] == kinds.NEW_RELEASES.name:
            found[recipe] = _("New releases")
        elif entry is not None and entry.value is not None:
            artists = getattr(entry.value, "artists", ())
            found[recipe] = entry.value.name + (f" – {artists[0].name}" if artists else "")
    return found
