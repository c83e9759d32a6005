"""Examples of signing in, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from accounts.rest.documenting import PERSON, sent, shown
from accounts.rest.one_page import one_page

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
    "person": PERSON,
}
_PERSONAL = _DEVICE | {
    "id": "3a3b6f2e-52a8-4c7c-9c35-5b0a2f0f6e8d",
    "name": "Scrobbles to my own notes",
    "kind": "personal",
    "scopes": ["read"],
    "is_current": False,
}


CREDENTIALS = sent(
    "A phone", {"username": "ines", "password": "the second side is one long exhale", "device": "Pixel of Ines"}
)
SIGNED_IN = shown("Signed in", _SIGNED_IN, 201)
DEVICE = shown("This device", _DEVICE)
DEVICES = shown("A phone and a laptop", one_page([_DEVICE, _LAPTOP]))
WALK = sent(
    "An app",
    {
        "code": "AQDcBnZ1zVx0mE9vQh2Wb4",
        "code_verifier": "k8Jq0vXr2Lm5Tn7Yp1Zs3Wd6Fg9Hb4Cx0Ev8Ru2Io5A",
        "redirect_uri": "https://app.muse.example/spotify",
        "device": "Pixel of Ines",
    },
)
CONNECTED = shown("Spotify connected", {"person": _SIGNED_IN["person"]})
SIGN_UP = sent(
    "Somebody new",
    {
        "username": "ines",
        "email": "ines@example.com",
        "password": "the second side is one long exhale",
        "device": "Pixel of Ines",
    },
)
MAIL = sent("An address", {"email": "ines@example.com"})
MAIL_ON_ITS_WAY = shown("Whoever asks", {"detail": "If somebody here has this address, a mail is on its way."}, 202)
NEW_PASSWORD = sent(
    "Another one",
    {"old_password": "the second side is one long exhale", "new_password": "nine ferries and a lighthouse"},
)
NEW_TOKEN = sent("To read alone", {"name": _PERSONAL["name"], "scopes": ["read"], "expires_in_days": 90})
PERSONAL_TOKEN = shown("A token", _PERSONAL)
MADE_TOKEN = shown("Made", _PERSONAL | {"token": _SECRET}, 201)
PERSONAL_TOKENS = shown("One token", one_page([_PERSONAL]))
