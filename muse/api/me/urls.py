"""Addresses about oneself, under /api/v1/me."""

from __future__ import annotations

from django.urls import URLPattern, path

from muse.api.me.dashboard import DashboardView
from muse.api.me.export import ExportView
from muse.api.me.favourites import FavouriteArtistsView, FavouriteArtistView
from muse.api.me.notifications import NotificationViewSet, ReadView
from muse.api.me.preferences import PreferencesView
from muse.api.me.profile import MeView
from muse.api.me.searches import SearchesView
from muse.api.me.spotify import SpotifyView

urls: list[URLPattern] = [
    path("me", MeView.as_view(), name="me"),
    path("me/favourite-artists", FavouriteArtistsView.as_view(), name="favourite_artists"),
    path("me/favourite-artists/<spotify_id:spotify_id>", FavouriteArtistView.as_view(), name="favourite_artist"),
    path("me/spotify", SpotifyView.as_view(), name="spotify"),
    path("me/dashboard", DashboardView.as_view(), name="dashboard"),
    path("me/export", ExportView.as_view(), name="export"),
    path("me/searches", SearchesView.as_view(), name="searches"),
    path("me/notifications", NotificationViewSet.as_view({"get": "list"}), name="notifications"),
    path("me/notifications/read", ReadView.as_view(), name="notifications_read"),
    path("me/preferences", PreferencesView.as_view(), name="preferences"),
]
