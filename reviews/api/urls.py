"""Addresses of comments, diaries, shelves and favourites, under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from reviews.api.comments import ReviewCommentViewSet
from reviews.api.diary import DiaryViewSet
from reviews.api.pins import OwnPinsViewSet, PinsViewSet
from reviews.api.shelf import OwnShelfViewSet, ShelfViewSet

urls: list[URLPattern] = [
    path(
        "reviews/<int:pk>/comments",
        ReviewCommentViewSet.as_view({"get": "list", "post": "create"}),
        name="review-comments",
    ),
    path("diary", DiaryViewSet.as_view({"get": "list", "post": "create"}), name="diary"),
    path(
        "diary/<int:pk>",
        DiaryViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="diary-entry",
    ),
    path("users/<slug:username>/shelf", ShelfViewSet.as_view({"get": "list"}), name="user-shelf"),
    path("users/<slug:username>/pins", PinsViewSet.as_view({"get": "list"}), name="user-pins"),
    path(
        "me/shelf/<slug:item_type>/<spotify_id:spotify_id>",
        OwnShelfViewSet.as_view({"put": "update", "delete": "destroy"}),
        name="own-shelf",
    ),
    path("me/pins", OwnPinsViewSet.as_view({"put": "replace"}), name="own-pins"),
    path(
        "me/pins/<slug:item_type>/<spotify_id:spotify_id>",
        OwnPinsViewSet.as_view({"put": "update", "delete": "destroy"}),
        name="own-pin",
    ),
]
