"""Album, artist and track pages, search and the front page: parse, ask one selector, answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.rate_limits import too_many_requests, used_up_search_limit
from muse.catalog import front, selectors
from muse.catalog import search as searching
from muse.catalog.caching import set_caching
from spotify_cache.answers import State
from spotify_cache.spotify_ids import parse_reference

#: A page with something still to come asks again this often, by itself.
MAX_TRIES = 3


class PageRequest(HttpRequest):
    """A request as it leaves the middleware."""

    htmx: HtmxDetails


@require_safe
def home(request: PageRequest) -> HttpResponse:
    page = front.front_page(request.user)
    response = render(request, "catalog/home.html", {"page": page})
    return set_caching(request, response, settled=page.is_settled)


@require_safe
def album(request: PageRequest, spotify_id: str) -> HttpResponse:
    return _item(request, "album", selectors.album_page(spotify_id, request.user, request.GET.get("page", 1)))


@require_safe
def artist(request: PageRequest, spotify_id: str) -> HttpResponse:
    return _item(request, "artist", selectors.artist_page(spotify_id, request.user, request.GET.get("page", 1)))


@require_safe
def track(request: PageRequest, spotify_id: str) -> HttpResponse:
    return _item(request, "track", selectors.track_page(spotify_id, request.user, request.GET.get("page", 1)))


def _item(
    request: PageRequest,
    item_type: str,
    page: selectors.AlbumPage | selectors.ArtistPage | selectors.TrackPage,
) -> HttpResponse:
    """404 for what Spotify does not know; 503 where it cannot be asked, with reviews and forms all the same (R62)."""
    if page.state is State.GONE:
        raise Http404(f"Spotify knows no such {item_type}.")
    response = render(
        request,
        f"catalog/{item_type}.html",
        {"page": page, "item_type": item_type, "next_try": _next_try(request) if page.is_pending else None},
        status=_status(request, page.state),
    )
    return set_caching(request, response, settled=not page.is_pending)


def _status(request: PageRequest, state: State) -> int:
    """htmx shows an answer of 200 and reports any other as an error: a fragment says in words what it is."""
    return 503 if state is State.UNAVAILABLE and not request.htmx else 200


def _next_try(request: PageRequest) -> int | None:
    """Number of the request with which a page that is incomplete asks again; None after the last."""
    tried = _whole_number(request.GET.get("try"), default=0)
    return tried + 1 if tried < MAX_TRIES else None


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """``/search?q=&type=&page=``. htmx gets the results alone; a pasted Spotify link leads to its page."""
    typed = request.GET.get("q", "")
    query = searching.clean_query(typed)
    reference = parse_reference(query) if len(query) <= searching.MAX_QUERY_LENGTH else None
    if reference is not None:
        target = reverse(reference[0], args=[reference[1]])
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
    item_type = request.GET.get("type", "")
    item_type = item_type if item_type in searching.TYPES else ""
    context: dict[str, object] = {"query": query, "item_type": item_type, "max_length": searching.MAX_QUERY_LENGTH}
    context["hide_search"] = True  # the page has a box of its own
    status = 200
    if len(query) > searching.MAX_QUERY_LENGTH:
        context |= {"query": query[: searching.MAX_QUERY_LENGTH], "too_long": len(query)}
        status = 400
    elif query:
        if limit := used_up_search_limit(request):
            return too_many_requests(request, limit, "catalog/too_many_searches.html")
        results = searching.results(query, item_type, _whole_number(request.GET.get("page"), default=1))
        context |= {"results": results, "next_try": _next_try(request) if results.state is State.PENDING else None}
        status = _status(request, results.state)
    elif not request.htmx:
        context["popular"] = front.popular(front.SUGGESTIONS)
    response = render(request, _search_template(request), context, status=status)
    return set_caching(request, response, settled=not context.get("next_try"))


def _search_template(request: PageRequest) -> str:
    if not request.htmx:
        return "catalog/search.html"
    return "catalog/_quick_results.html" if request.htmx.target == "quick-results" else "catalog/_results.html"


def _whole_number(text: str | None, *, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default
