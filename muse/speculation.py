"""Speculation rules: the browser fetches the page behind a link at the moment a finger or button goes down on it.

https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Speculation-Rules. Rules come by a header, as the content
security policy refuses inline scripts. Only pages that change nothing are named, one by one. ``conservative`` waits for
the press: a page guessed from a passing pointer would ask Spotify for things that nobody opens (R22).
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_PAGES = (
    *("/", "/search", "/search?*", "/charts", "/charts?*"),
    *("/albums/*", "/artists/*", "/tracks/*", "/playlists/:number(\\d+)", "/u/:name"),
)
_RULES = {
    "prefetch": [
        {
            "source": "document",
            "where": {"and": [{"href_matches": list(_PAGES)}, {"not": {"selector_matches": "[rel~=nofollow]"}}]},
            "eagerness": "conservative",
        }
    ]
}


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def rules(request: HttpRequest) -> HttpResponse:
    """``GET /speculation-rules.json``."""
    return JsonResponse(_RULES, content_type="application/speculationrules+json")


class SpeculationRulesMiddleware:
    """Names the rules on every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Speculation-Rules", f'"{reverse("speculation_rules")}"')
        return response
