"""Which pages a CDN or a browser may keep (R19), told by headers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from accounts.reading_zone import COOKIE as TIME_ZONE_COOKIE
from muse.theme import COOKIE as THEME_COOKIE
from spotify_cache.repository import get_repository

#: Seconds that a shared cache may answer by itself, and how much longer while it asks again (RFC 5861).
SHARED_FOR = 60
REVALIDATE_FOR = 300


def set_caching(request: HttpRequest, response: HttpResponse, *, settled: bool) -> HttpResponse:
    """Public for visitors, private for people.

    Public are answers to requests with no cookie but the theme's and the time zone's (which visitors' pages do not look
    at), as everything else may be somebody's own. ``settled``
    is False while something on the page is still to come: nobody keeps that. A 503 says when to try again.
    """
    patch_vary_headers(response, ("Cookie", "HX-Request", "HX-Target"))
    is_visitor = set(request.COOKIES) <= {THEME_COOKIE, TIME_ZONE_COOKIE} and not request.META.get(
        "CSRF_COOKIE_NEEDS_UPDATE"
    )
    if response.status_code == 503:
        response["Retry-After"] = str(get_repository().retry_after())  # RFC 9110, 10.2.3
    if not settled or response.status_code != 200:
        patch_cache_control(response, private=True, no_store=True)
    elif is_visitor:
        patch_cache_control(
            response, public=True, max_age=0, s_maxage=SHARED_FOR, stale_while_revalidate=REVALIDATE_FOR
        )
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response
