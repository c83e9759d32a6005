"""The feed of a person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from accounts.requests import PersonalRequest
from muse.people.feed import feed_page, place_in


class FeedRequest(PersonalRequest):
    htmx: HtmxDetails


@never_cache
@login_required
@require_safe
def feed(request: FeedRequest) -> HttpResponse:
    """``/feed?before=PLACE``; a place that is none is the beginning. htmx gets what goes below the last entry."""
    page = feed_page(request.user, place_in(request.GET.get("before", "")))
    in_place = request.htmx.target == "feed-older"
    return render(request, "people/_feed_older.html" if in_place else "people/feed.html", {"page": page})
