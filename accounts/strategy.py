"""How social-auth meets Muse's settings."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from social_django.strategy import DjangoStrategy


class MuseStrategy(DjangoStrategy):
    """Redirect URIs come from BASE_URL, not from the Host header: Spotify compares them letter by letter."""

    def build_absolute_uri(self, path: str | None = None) -> str:
        return urljoin(settings.BASE_URL + "/", path or "")
