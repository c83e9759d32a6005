"""Addresses of signing in, under /api/v1/auth."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from accounts.rest.auth import DeviceViewSet, TokenView
from accounts.rest.passwords import PasswordMailView, PasswordView, SignUpView
from accounts.rest.personal_tokens import PersonalTokenViewSet
from accounts.rest.spotify import SpotifyView

_ONE: dict[str, Any] = {"get": "retrieve", "delete": "destroy"}

urls: list[URLPattern] = [
    path("auth/token", TokenView.as_view(), name="token"),
    path("auth/spotify/", SpotifyView.as_view(), name="spotify"),
    path("auth/spotify", SpotifyView.as_view(schema=None)),  # the same, for who leaves the slash away as elsewhere
    path("auth/signup", SignUpView.as_view(), name="signup"),
    path("auth/password-reset", PasswordMailView.as_view(), name="password-reset"),
    path("auth/devices", DeviceViewSet.as_view({"get": "list"}), name="device-list"),
    path("auth/devices/<uuid:id>", DeviceViewSet.as_view(_ONE), name="device-detail"),
    path(
        "auth/personal-tokens",
        PersonalTokenViewSet.as_view({"get": "list", "post": "create"}),
        name="personal-token-list",
    ),
    path("auth/personal-tokens/<uuid:id>", PersonalTokenViewSet.as_view(_ONE), name="personal-token-detail"),
    path("me/password", PasswordView.as_view(), name="password"),
]
