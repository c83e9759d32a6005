"""Every address of Muse (R53). The apps name their own; this puts them together."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.generic import RedirectView

from spotify_cache.converters import SpotifyIdConverter

register_converter(SpotifyIdConverter, "spotify_id")  # before any address that has one

urlpatterns = [
    # First: Django tries one after the other, and this has an answer for everything below it.
    path("api/", include("muse.api_urls")),
    path("", include("muse.catalog.urls")),
    path("", include("accounts.urls")),
    path("", include("muse.people.urls")),
    path("", include("muse.sharing.urls")),
    path("", include("muse.installing.urls")),
    path("", include("reviews.urls")),
    path("", include("playlists.urls")),
    path("", include("muse.operations_urls")),
    path("admin/cache/", RedirectView.as_view(pattern_name="admin:spotify_cache_cache_changelist")),
    path("admin/", admin.site.urls),
]

handler400 = "muse.errors.bad_request"
handler403 = "muse.errors.permission_denied"
handler404 = "muse.errors.page_not_found"
handler500 = "muse.errors.server_error"
