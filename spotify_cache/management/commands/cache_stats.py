"""How the cache stands and what it did, for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spotify_cache import metrics, popularity, survey
from spotify_cache.kinds import KINDS
from spotify_cache.metrics import SAVED, Label
from spotify_cache.offpeak import quiet_hours
from spotify_cache.repository import get_repository
from spotify_cache.store import StoreDown

_MOST_READ = 3


class Command(BaseCommand):
    help = (
        "Says how the cache stands and what it did since its Redis was last emptied: reads, calls to Spotify, memory, "
        "warming, what is read most. Looks at counts and a sample, never through all keys."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        repository = get_repository()
        store = repository.store
        metrics.flush(store, force=True)
        try:
            counts = metrics.counts(store)
            lines = [*_reads(counts), "", *_calls(counts)]
            window, memory = repository.quota.window(), survey.memory(store)
            gate = f", nobody calls for {window.closed_for:.0f} s" if window.closed_for else ""
            lines.append(f"Rate window: {window.used:,} of {window.limit:,} calls{gate}")
            limit = f" of {_mib(memory.limit_bytes)}" if memory.limit_bytes else ""
            lines += ["", f"Memory: {_mib(memory.used_bytes)}{limit}, {memory.keys:,} keys, {memory.evicted:,} evicted"]
            lines += [f"  {one.kind:<16}{one.entries:>12,} entries, {_mib(one.bytes)}" for one in memory.shares]
            hours = ", ".join(map(str, sorted(quiet_hours(store))))
            lines += ["", *_warming(counts), f"Quiet hours (UTC): {hours}", "", "Read most lately:"]
            for kind in popularity.COUNTED_KINDS:
                lines += [
                    f"  {kind:<16}{score:>9,.1f}  {' '.join(recipe)}"
                    for recipe, score in popularity.most_read(store, kind, _MOST_READ)
                ]
        except StoreDown as error:
            raise CommandError("Redis does not answer.") from error
        self.stdout.write("\n".join(lines))


def _reads(counts: dict[Label, int]) -> list[str]:
    lines = [f"{'Reads':<18}{'all':>12}{'hit':>9}{'answered':>10}"]
    for kind in KINDS:
        by_outcome = Counter({label[2]: times for label, times in counts.items() if label[:2] == ("reads", kind)})
        total = by_outcome.total()
        if total:
            answered = sum(by_outcome[outcome] for outcome in SAVED)
            lines.append(f"  {kind:<16}{total:>12,}{by_outcome['hit'] / total:>9.1%}{answered / total:>10.1%}")
    return lines


def _calls(counts: dict[Label, int]) -> list[str]:
    made = Counter[str]()
    for label, times in counts.items():
        if label[0] == "calls":
            made[label[2]] += times
    saved = sum(times for label, times in counts.items() if label[0] == "saved")
    went_wrong = made.total() - made["ok"]
    return [f"Calls to Spotify: {made.total():,}, without an answer {went_wrong:,}; saved {saved:,}"]


def _warming(counts: dict[Label, int]) -> list[str]:
    results = Counter[str]()
    for label, times in counts.items():
        if label[0] == "warmed":
            results[label[2]] += times
    runs = sum(times for label, times in counts.items() if label[0] == "warming_runs")
    looked_back = results["read"] + results["unread"]
    share = f" ({results['read'] / looked_back:.0%} of those looked back at)" if looked_back else ""
    opened = {source: counts.get(("dashboards", source), 0) for source in ("cached", "fetched")}
    total = sum(opened.values())
    of_these = f", without a call {opened['cached'] / total:.0%}" if total else ""
    return [
        f"Warming: {runs:,} runs, {counts.get(('warming_ms',), 0) / 1000:,.0f} s; fetched {results['fetched']:,}, "
        f"failed {results['failed']:,}; read since {results['read']:,}{share}",
        f"Dashboards of listeners: {total:,}{of_these}",
    ]


def _mib(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB"
