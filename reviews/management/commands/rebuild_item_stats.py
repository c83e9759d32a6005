"""Count anew how every item is rated, after rows were loaded or changed behind the triggers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reviews.item_stats import rebuild


class Command(BaseCommand):
    help = "Count the ratings of every item anew and say whether any count was wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = rebuild()
        self.stdout.write(f"Counted. The counts of {wrong} items were wrong." if wrong else "Counted. All was right.")
