from __future__ import annotations

from django.urls import path

from muse.api.people.feed import FeedView

urls = [
    path("feed", FeedView.as_view(), name="feed"),
]
