"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from muse.theme import current_theme


def site(request: HttpRequest) -> dict[str, object]:
    """``base_url``; ``canonical_url`` (this address without its query); ``theme`` (system, light or dark)."""
    return {
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "theme": current_theme(request),
    }
