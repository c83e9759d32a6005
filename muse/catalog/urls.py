from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from muse import speculation, theme
from muse.catalog import search_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("charts", views.charts, name="charts"),
    path("search", search_views.search, name="search"),
    path("search/recent", search_views.remember, name="remember_search"),
    path("search/recent/clear", search_views.forget, name="forget_searches"),
    path("albums/<spotify_id:spotify_id>", views.album, name="album"),
    path("artists/<spotify_id:spotify_id>", views.artist, name="artist"),
    path("tracks/<spotify_id:spotify_id>", views.track, name="track"),
    path("theme", theme.theme, name="theme"),
    path("speculation-rules.json", speculation.rules, name="speculation_rules"),
]
