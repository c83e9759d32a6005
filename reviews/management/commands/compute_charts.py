"""Write all charts anew, without waiting for the hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reviews.charts import compute_charts


class Command(BaseCommand):
    help = "Write the charts of what is most reviewed and best rated anew, as a task does every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{compute_charts():,} places in the charts.")
