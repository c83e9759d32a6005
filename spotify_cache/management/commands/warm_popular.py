"""Fetch what is popular before people come, without waiting for the schedule."""

from __future__ import annotations

import math
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from spotify_cache import metrics, runs
from spotify_cache.management.progress import ProgressLine
from spotify_cache.offpeak import quiet_hours
from spotify_cache.repository import SpotifyCacheRepository, get_repository
from spotify_cache.runs import WHY, Ended
from spotify_cache.store import StoreDown
from spotify_cache.warming import Run, warm_popular


class Command(BaseCommand):
    help = (
        "Fetches what people read most, and what is in charts and the like, where it would not be fresh in the busy "
        "hours to come: as the worker does in quiet ones. Waits while the rate window is full; may be stopped and "
        "started again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="in busy hours, too")
        parser.add_argument("--limit", type=_at_least_one, metavar="N", help="fetch at most N entries")

    def handle(self, *args: Any, now: bool, limit: int | None, **options: Any) -> None:
        repository = get_repository()
        try:
            if now:
                runs.lift(repository.store)
            run = self._run(repository, now, limit)
            if run.ended is Ended.PEAK and not run.left:
                hours = ", ".join(map(str, sorted(quiet_hours(repository.store))))
                raise CommandError(f"People are reading now; quiet are the hours {hours} (UTC). --now does it now.")
        except StoreDown as error:
            raise CommandError("Redis does not answer: there is nowhere to keep what Spotify says.") from error
        finally:
            metrics.flush(repository.store, force=True)
        if run.ended is Ended.BUSY:
            raise CommandError("Another runner is at it, here or in a worker.")
        if run.ended is Ended.HELD and not run.results:
            raise CommandError("Staff wants warming left for a while. --now does it now, and lets it run again.")
        left = f" To look at: {run.left:,}." if run.left else ""
        self.stdout.write(
            f"Fetched: {run.count('fetched'):,}. Unknown to Spotify: {run.count('gone'):,}. "
            f"Failed: {run.count('failed'):,}. Let go, as nobody read them: {run.count('unread'):,}.{left}"
        )
        self.stdout.write(str(WHY[run.ended]))
        if run.ended is Ended.SPOTIFY:
            raise CommandError("The next run goes on from here.")

    def _run(self, repository: SpotifyCacheRepository, force: bool, limit: int | None) -> Run:
        """Runs that follow each other, as what a worker does in several tasks."""
        line = ProgressLine(self.stdout, "entries looked at")
        whole = Run()
        try:
            while True:
                run = warm_popular(repository, force=force, limit=limit, progress=line)
                limit = limit and limit - sum(run.count(result) for result in ("fetched", "gone", "failed"))
                run.results += whole.results
                whole = run
                if not run.goes_on or limit == 0:
                    return run
                pause = math.ceil(run.retry_after)
                line.say(f"{run.left:,} entries to look at; the rate window is full for {pause} s")
                time.sleep(pause)
        finally:
            line.clear()


def _at_least_one(raw: str) -> int:
    number = int(raw)
    if number < 1:
        raise ValueError
    return number
