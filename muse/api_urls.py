"""Addresses under /api/. No trailing slash, but for the four that are documents of their own (R53)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from rest_framework.routers import SimpleRouter

from accounts.rest.urls import urls as auth_urls
from muse.api.catalog import AlbumViewSet, ArtistViewSet, TrackViewSet
from muse.api.charts import ChartViewSet
from muse.api.home import HomeView
from muse.api.me.urls import urls as me_urls
from muse.api.people import PersonViewSet
from muse.api.people.urls import urls as people_urls
from muse.api.root import NowhereView, ProblemView, RootView
from muse.api.schema import DocsView, ReferenceView, SchemaView
from muse.api.search import SearchView
from playlists.api import PlaylistTrackViewSet, PlaylistViewSet
from reviews.api import CommentViewSet, ReviewViewSet
from reviews.api.urls import urls as listening_urls

app_name = "api"

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("albums", AlbumViewSet, basename="album")
router.register("artists", ArtistViewSet, basename="artist")
router.register("tracks", TrackViewSet, basename="track")
router.register("charts", ChartViewSet, basename="chart")
router.register("reviews", ReviewViewSet, basename="review")
router.register("comments", CommentViewSet, basename="comment")
router.register("playlists", PlaylistViewSet, basename="playlist")
router.register("users", PersonViewSet, basename="user")

version_1: list[URLPattern | URLResolver] = [
    path("", RootView.as_view(), name="root"),
    *auth_urls,
    path("home", HomeView.as_view(), name="home"),
    path("search", SearchView.as_view(), name="search"),
    *router.urls,
    *me_urls,
    *people_urls,
    *listening_urls,
    path(
        "playlists/<int:pk>/tracks",
        PlaylistTrackViewSet.as_view({"get": "list", "post": "create", "delete": "destroy_many"}),
        name="playlist-tracks",
    ),
    path(
        "playlists/<int:pk>/tracks/<int:entry>",
        PlaylistTrackViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="playlist-track",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(version_1)),
    path("v1", RedirectView.as_view(pattern_name="api:root", permanent=True)),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("redoc/", ReferenceView.as_view(), name="redoc"),
    path("problems/<slug:slug>", ProblemView.as_view(), name="problem"),
    re_path(r"", NowhereView.as_view()),
]
