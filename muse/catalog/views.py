"""Album, artist and track pages and the front page: parse, ask one selector, answer."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from muse.catalog import front, selectors
from muse.catalog.caching import set_caching
from muse.catalog.charts import chart_page
from spotify_cache.answers import State

#: A page with something still to come asks again this often, by itself.
MAX_TRIES = 3


class PageRequest(HttpRequest):
    """A request as it leaves the middleware."""

    htmx: HtmxDetails


@require_safe
def home(request: PageRequest) -> HttpResponse:
    page = front.front_page(request.user, rest_is_asked_for=rest_is_asked_for(request))
    context = {"page": page, "next_try": next_try(request) if page.releases_are_pending else None}
    response = render(request, "catalog/home.html", context)
    return set_caching(request, response, settled=page.is_settled)


@require_safe
def charts(request: PageRequest) -> HttpResponse:
    """``GET /charts?type=album&period=month&by=rated``: 50 places a page."""
    asked = request.GET
    page = chart_page(asked.get("type", ""), asked.get("period", ""), asked.get("by", ""), asked.get("page", "1"))
    context = {
        "page": page,
        "next_try": next_try(request) if page.is_pending else None,
        "canonical_url": settings.BASE_URL + page.url,
    }
    return set_caching(request, render(request, "catalog/charts.html", context), settled=page.is_settled)


@require_safe
def album(request: PageRequest, spotify_id: str) -> HttpResponse:
    page = selectors.album_page(
        spotify_id, request.user, *_reviews_asked(request), rest_is_asked_for=rest_is_asked_for(request)
    )
    return _item(request, "album", page, more_is_pending=page.more_is_pending)


@require_safe
def artist(request: PageRequest, spotify_id: str) -> HttpResponse:
    page = selectors.artist_page(
        spotify_id, request.user, *_reviews_asked(request), rest_is_asked_for=rest_is_asked_for(request)
    )
    return _item(request, "artist", page)


@require_safe
def track(request: PageRequest, spotify_id: str) -> HttpResponse:
    page = selectors.track_page(
        spotify_id, request.user, *_reviews_asked(request), rest_is_asked_for=rest_is_asked_for(request)
    )
    return _item(request, "track", page)


def _reviews_asked(request: HttpRequest) -> tuple[str, str]:
    """Which page of the reviews, in what order."""
    return request.GET.get("page", "1"), request.GET.get("sort", "")


def _item(
    request: PageRequest,
    item_type: str,
    page: selectors.AlbumPage | selectors.ArtistPage | selectors.TrackPage,
    *,
    more_is_pending: bool = False,
) -> HttpResponse:
    """404 for what Spotify does not know; 503 where it cannot be asked, with reviews and forms all the same (R62)."""
    if page.state is State.GONE:
        raise Http404(f"Spotify knows no such {item_type}.")
    following = next_try(request)
    context = {
        "page": page,
        "item_type": item_type,
        "next_try": following if page.is_pending else None,
        "next_try_for_more": following if more_is_pending else None,
    }
    response = render(request, f"catalog/{item_type}.html", context, status=_status(request, page.state))
    return set_caching(request, response, settled=not (page.is_pending or more_is_pending))


def _status(request: PageRequest, state: State) -> int:
    """htmx shows an answer of 200 and reports any other as an error: a fragment says in words what it is."""
    return 503 if state is State.UNAVAILABLE and not request.htmx else 200


def next_try(request: PageRequest) -> int | None:
    """Number of the request with which a page that is incomplete asks again; None after the last."""
    tried = whole_number(request.GET.get("try"), default=0)
    return tried + 1 if tried < MAX_TRIES else None


def rest_is_asked_for(request: HttpRequest) -> bool:
    """Whether this is a page asking again for what it did not wait for at first."""
    return "try" in request.GET


def whole_number(text: str | None, *, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default
