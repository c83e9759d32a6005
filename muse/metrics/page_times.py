"""Page load times as browsers measure them, by route (R31): ``POST /page-times`` from ``static/js/page-times.js``.

Of so many pages as PAGE_TIMES_SHARE says, the browser tells once, when the person leaves. It tells what it measured and
the name of the route, which the server wrote into the page; a name that is none of the server's is refused, so labels
stay bounded. Nothing says who it was or which album they looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from typing import Annotated

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from prometheus_client import Histogram

from accounts.rate_limits import PAGE_TIMES, address_of

#: What the longest honest report takes, several times over (bytes).
_LONGEST = 1024
#: A page that nobody waits for any more (milliseconds).
_LONGEST_WAIT = 120_000.0

Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=_LONGEST_WAIT)]
Shift = Annotated[float, msgspec.Meta(ge=0, le=100)]

SECONDS = Histogram(
    "muse_page_seconds",
    "What browsers measured of a page: time to its first byte (ttfb), to all of its HTML (dom), to everything (load), "
    "to its largest part being seen (lcp), and the slowest answer to a click or key (inp).",
    ("route", "measure"),
    buckets=(0.05, 0.1, 0.2, 0.5, 0.8, 1.2, 1.8, 2.5, 4.0, 8.0),
)
SHIFTS = Histogram(
    "muse_page_layout_shift",
    "How much of a page moved while it was looked at (cumulative layout shift).",
    ("route",),
    buckets=(0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0),
)


class Report(msgspec.Struct, forbid_unknown_fields=True):
    """What a browser tells. What it could not measure it leaves out."""

    route: Annotated[str, msgspec.Meta(max_length=100)]
    ttfb: Milliseconds | None = None
    dom: Milliseconds | None = None
    load: Milliseconds | None = None
    lcp: Milliseconds | None = None
    inp: Milliseconds | None = None
    cls: Shift | None = None


_MEASURES = ("ttfb", "dom", "load", "lcp", "inp")
_decode = msgspec.json.Decoder(Report).decode


@csrf_exempt  # sendBeacon cannot send a token, visitors have none, and nothing is done in anybody's name
@require_POST
@never_cache
def take(request: HttpRequest) -> HttpResponse:
    """204 for a report that was counted."""
    if not settings.PAGE_TIMES_SHARE:
        raise Http404
    # Other sites' pages would have to ask before they send this type, and are not let.
    if request.content_type != "application/json":
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if int(request.headers.get("Content-Length") or 0) > _LONGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not PAGE_TIMES.count(address_of(request)):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(PAGE_TIMES.seconds)})
    try:
        report = _decode(request.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if report.route not in page_routes():
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    for measure in _MEASURES:
        milliseconds = getattr(report, measure)
        if milliseconds is not None:
            SECONDS.labels(report.route, measure).observe(milliseconds / 1000)
    if report.cls is not None:
        SHIFTS.labels(report.route).observe(report.cls)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@lru_cache(maxsize=1)
def page_routes() -> frozenset[str]:
    """Names of the addresses that pages may have: all but those of the API and the admin."""
    return frozenset(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or ""
        elif not entry.namespace and not str(entry.pattern).startswith(("api/", "admin/")):
            yield from _names(entry.url_patterns)
