"""Find out what takes too long to find out when Prometheus asks, without waiting for beat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from muse.tasks import take_census
from spotify_cache.store import StoreDown


class Command(BaseCommand):
    help = "Looks at a sample of the cache's entries and at people's connections, for the metrics, as a task does."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            take_census()
        except StoreDown as error:
            raise CommandError("Redis does not answer.") from error
        self.stdout.write("The next look at /metrics tells what was found.")
