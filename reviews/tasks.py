"""Work about reviews that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from reviews import charts


@shared_task(name="reviews.compute_charts")
def compute_charts() -> None:
    """Every hour, as migration 0006 says; the admin may say otherwise."""
    charts.compute_charts()
