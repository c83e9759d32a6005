"""The time zone that a person reads Muse in: a preference, copied into the session: no page needs a query for it.

Where none was chosen, the one that their browser is in, which it tells by a cookie (static/js/times.js). Visitors'
pages are the same for all of them, so that a CDN may keep them (R19): they are in the site's zone, and the browser puts
their times right by itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as PERSON_KEY
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.models import User
from accounts.selectors import preferences_of
from accounts.time_zones import zone_of

SESSION_KEY = "time_zone"
COOKIE = "time_zone"


class TimeZoneMiddleware:
    """Times of pages are those of the reader's clock; the API's stay in UTC, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        zone = None if request.path.startswith("/api/") else reading_zone(request)
        if zone is None:
            return self._get_response(request)
        with timezone.override(zone):
            return self._get_response(request)


def reading_zone(request: HttpRequest) -> datetime.tzinfo | None:
    """None for a visitor, and for a person of whom nothing is known."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    session = request.session
    # Looking is not depending: an answer without times is the same for all, and one with them reads the session anyway.
    accessed = session.accessed
    is_person, chosen = PERSON_KEY in session, session.get(SESSION_KEY)
    session.accessed = accessed
    if not is_person:
        return None
    return zone_of(chosen) or zone_of(request.COOKIES.get(COOKIE))


def remember_time_zone(request: HttpRequest, name: str) -> None:
    """Read in this zone from the next page on; an empty name: in the browser's."""
    request.session[SESSION_KEY] = name


@receiver(user_logged_in)
def _take_along(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    remember_time_zone(request, preferences_of(user).time_zone)
