"""Addresses for operators and their machines."""

from __future__ import annotations

from django.urls import path
from django_prometheus.exports import ExportToDjangoView

from muse import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", ExportToDjangoView, name="metrics"),
]
