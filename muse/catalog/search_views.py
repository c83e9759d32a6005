"""The search page, the quick results under the box of the masthead, and what was searched for lately."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.rate_limits import too_many_requests, used_up_search_limit
from muse.catalog import front
from muse.catalog import search as searching
from muse.catalog.caching import set_caching
from muse.catalog.recent import forget_searches, recent_searches, remember_search
from muse.catalog.views import PageRequest, next_try, whole_number
from spotify_cache.answers import State
from spotify_cache.spotify_ids import parse_reference


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """``/search?q=&type=&page=``. htmx gets the results alone; a pasted Spotify link leads to its page."""
    query = searching.clean_query(request.GET.get("q", ""))
    reference = parse_reference(query) if len(query) <= searching.MAX_QUERY_LENGTH else None
    if reference is not None:
        target = reverse(reference[0], args=[reference[1]])
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
    item_type = request.GET.get("type", "")
    item_type = item_type if item_type in searching.TYPES else ""
    context: dict[str, object] = {"query": query, "item_type": item_type, "max_length": searching.MAX_QUERY_LENGTH}
    context["hide_search"] = True  # the page has a box of its own
    status, is_settled = 200, True
    if len(query) > searching.MAX_QUERY_LENGTH:
        context |= {"query": query[: searching.MAX_QUERY_LENGTH], "too_long": len(query)}
        status = 400
    elif query:
        if limit := used_up_search_limit(request):
            return too_many_requests(request, limit, "catalog/too_many_searches.html")
        results = searching.results(query, request.user, item_type, whole_number(request.GET.get("page"), default=1))
        context["results"] = results
        if results.state is State.PENDING:
            context["next_try"] = next_try(request)
        is_settled = results.state not in (State.PENDING, State.UNAVAILABLE)
        status = 503 if results.state is State.UNAVAILABLE and results.is_empty and not request.htmx else 200
        if _is_meant(request):
            remember_search(request, query)
    else:
        context["recent"] = recent_searches(request)
        if not request.htmx:
            context["popular"] = front.popular(front.SUGGESTIONS)
    response = render(request, _template(request), context, status=status)
    return set_caching(request, response, settled=is_settled)


def _template(request: PageRequest) -> str:
    if not request.htmx:
        return "catalog/search.html"
    return "catalog/_quick_results.html" if request.htmx.target == "quick-results" else "catalog/_results.html"


def _is_meant(request: PageRequest) -> bool:
    """Whether somebody asked for these results: not for those that come while typing, nor a page fetched ahead."""
    return not request.htmx and "prefetch" not in request.headers.get("Sec-Purpose", "")


@login_required
@require_POST
def remember(request: HttpRequest) -> HttpResponse:
    """``POST /search/recent`` with ``q``: a result that came while typing was opened."""
    query = searching.clean_query(request.POST.get("q", ""))
    if len(query) <= searching.MAX_QUERY_LENGTH:
        remember_search(request, query)
    return HttpResponse(status=204)


@login_required
@require_POST
def forget(request: PageRequest) -> HttpResponse:
    """``POST /search/recent/clear``: back to the empty search page."""
    forget_searches(request)
    return render(request, "catalog/_quick_results.html", {}) if request.htmx else redirect("search")
