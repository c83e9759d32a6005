"""Addresses about oneself, under /api/v1/me."""

from __future__ import annotations

from django.urls import URLPattern, path

from muse.api.me.preferences import PreferencesView
from muse.api.me.profile import MeView

urls: list[URLPattern] = [
    path("me", MeView.as_view(), name="me"),
    path("me/preferences", PreferencesView.as_view(), name="preferences"),
]
