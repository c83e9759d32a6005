"""Examples of signing in, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_SECRET = "muse_" + "0123456789abcdef" * 4
_DEVICE: dict[str, Any] = {
    "id": "0d9a4d3e-6a53-4a0e-9a58-0f2b6a0c7a11",
    "name": "Pixel of Ines",
    "kind": "device",
    "scopes": ["read", "write"],
    "created_at": "2026-02-03T19:20:11.402113Z",
    "last_used_at": None,
    "expires_at": "2026-05-04T19:20:11.402113Z",
    "is_current": True,
}
_LAPTOP = _DEVICE | {
    "id": "8f7d1bb2-1c1e-4c70-b7a8-3ce6f6c2b4de",
    "name": "Laptop",
    "created_at": "2025-12-24T18:00:00.000312Z",
    "last_used_at": "2026-02-03T18:20:11.000077Z",
    "expires_at": "2026-05-04T18:20:11.000077Z",
    "is_current": False,
}
_SIGNED_IN = {
    "token": _SECRET,
    "expires_at": _DEVICE["expires_at"],
    "device": _DEVICE,
    "person": {"username": "ines", "name": "Inês Duarte", "url": "https://muse.example/u/ines"},
}


def _shown(name: str, value: Any, status: int = 200) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[str(status)])


def _sent(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


CREDENTIALS = _sent(
    "A phone", {"username": "ines", "password": "the second side is one long exhale", "device": "Pixel of Ines"}
)
SIGNED_IN = _shown("Signed in", _SIGNED_IN, 201)
DEVICE = _shown("This device", _DEVICE)
DEVICES = _shown("A phone and a laptop", {"next": None, "previous": None, "results": [_DEVICE, _LAPTOP]})
