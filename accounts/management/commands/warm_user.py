"""Fetch what somebody will look at next."""

from __future__ import annotations

import math
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.warming import wants_of
from spotify_cache import metrics
from spotify_cache.fetching import WORTH_WAITING
from spotify_cache.management.progress import ProgressLine
from spotify_cache.repository import get_repository
from spotify_cache.store import StoreDown
from spotify_cache.tasks import bring
from spotify_cache.wants import Recipe

#: A batch of the extended mode.
_AT_ONCE = 50


class Command(BaseCommand):
    help = (
        "Fetches what a person's dashboard, feed and shelf show where it is not fresh, as signing in has a worker do. "
        "Waits while the rate window is full."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username.removeprefix("@"), is_active=True).first()
        if person is None:
            raise CommandError(f"There is no {username}.")
        store = get_repository().store
        try:
            store.ping()
        except StoreDown as error:
            raise CommandError("Redis does not answer: there is nowhere to keep what Spotify says.") from error
        recipes = [want.recipe for want in wants_of(person)]
        line = ProgressLine(self.stdout, "entries looked at")
        fetched = failed = 0
        for start in range(0, len(recipes), _AT_ONCE):
            line(start, len(recipes))
            answered, unanswered = self._bring(recipes[start : start + _AT_ONCE], line)
            fetched, failed = fetched + answered, failed + unanswered
        line.clear()
        metrics.flush(store, force=True)
        self.stdout.write(
            f"Looked at: {len(recipes):,}. Fetched: {fetched:,}. The rest was fresh, or is not to be had."
        )
        if failed:
            raise CommandError(f"No answer from Spotify for {failed:,}.")

    def _bring(self, recipes: list[Recipe], line: ProgressLine) -> tuple[int, int]:
        """How many of these came, and how many did not."""
        fetched = 0
        while True:
            brought = bring(recipes)
            fetched += brought.answered
            if not brought.again or not brought.is_limited or brought.pause > WORTH_WAITING:
                return fetched, len(brought.again)
            recipes = [want.recipe for want in brought.again]
            line.say(f"{len(recipes)} entries wait for the rate window: {math.ceil(brought.pause)} s")
            time.sleep(math.ceil(brought.pause))
