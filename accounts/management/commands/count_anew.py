"""Count what pages take from Redis anew, without waiting for its time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.kept_counts import count_all_anew


class Command(BaseCommand):
    help = "Counts anew what takes long to count, such as what is popular, as a worker does when it has grown old."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Counted anew: {', '.join(count_all_anew())}.")
