"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    theme = "system"
    if user is not None and user.is_authenticated:
        theme = request.session.get("theme", "system")
    return {"base_url": settings.BASE_URL, "canonical_url": settings.BASE_URL + request.path, "theme": theme}
