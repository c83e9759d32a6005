"""Addresses of people under /api/v1, but for their own, ``users/{username}``."""

from __future__ import annotations

from django.urls import URLPattern, path

from muse.api.people.feed import FeedView
from muse.api.people.follows import (
    FollowersViewSet,
    FollowerView,
    FollowingViewSet,
    FollowRequestsViewSet,
    FollowRequestView,
    FollowView,
)
from muse.api.people.year import YearView

urls: list[URLPattern] = [
    path("feed", FeedView.as_view(), name="feed"),
    path("users/<slug:username>/follow", FollowView.as_view(), name="follow"),
    path("users/<slug:username>/followers", FollowersViewSet.as_view({"get": "list"}), name="followers"),
    path("users/<slug:username>/following", FollowingViewSet.as_view({"get": "list"}), name="following"),
    path("users/<slug:username>/years/<int:year>", YearView.as_view(), name="year"),
    path("me/followers/<slug:username>", FollowerView.as_view(), name="follower"),
    path("me/follow-requests", FollowRequestsViewSet.as_view({"get": "list"}), name="follow-requests"),
    path("me/follow-requests/<slug:username>", FollowRequestView.as_view(), name="follow-request"),
]
