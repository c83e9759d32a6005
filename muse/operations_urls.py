"""Addresses for operators and their machines."""

from __future__ import annotations

from django.urls import path

from muse import health
from muse.metrics import export, page_times

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("page-times", page_times.take, name="page_times"),
    path("metrics", export.export, name="metrics"),
]
