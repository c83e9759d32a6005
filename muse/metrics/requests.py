"""Every answer by route: how long it took, how many queries, and whether Spotify was waited for (R31).

In prometheus_client's files: no round trip, and right under several gunicorn processes of a host. Labels are bounded:
routes are names out of the URL configuration, never paths.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Histogram

from muse import logs
from muse.metrics.queries import Queries
from spotify_cache import waits
from spotify_cache.waits import Waited

logger = logging.getLogger("muse.slow")

#: What no view answered: static files (WhiteNoise does), and what was not found or turned away before that.
STATIC, NOWHERE = "static", "nowhere"
_UNNAMED = "unnamed"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

RESPONSES = Histogram(
    "muse_response_seconds",
    "Time to answer, by route, method, class of status and whether a call to Spotify was waited for.",
    ("route", "method", "status", "waited_for_spotify"),
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0),
)
QUERIES = Histogram(
    "muse_response_queries",
    "Queries to PostgreSQL for one answer, by route.",
    ("route",),
    buckets=(0, 1, 2, 3, 5, 8, 13, 21, 34),
)


class MeasuringMiddleware:
    """Measures every answer, and logs one line each for a slow request and for slow queries.

    The lines name the route, not the address: people search, and those words are theirs. Of a query they say its text
    with placeholders. Both carry the request's ID, as every line does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        queries, begun = Queries(), time.perf_counter()
        with waits.measured() as waited, connection.execute_wrapper(queries):
            response = self.get_response(request)
        seconds = time.perf_counter() - begun
        route = route_of(request)
        method = request.method if request.method in _METHODS else "other"
        status = response.status_code
        RESPONSES.labels(route, method, f"{status // 100}xx", "yes" if waited.times else "no").observe(seconds)
        QUERIES.labels(route).observe(queries.count)
        path = logs.public_path(request.path, request.resolver_match)
        request.META |= {logs.ROUTE: route, logs.QUERIES: str(queries.count), logs.PATH: path}
        if seconds >= settings.SLOW_REQUEST_SECONDS:
            of_request = {"route": route, "method": method, "status": status}
            _tell_slow_request(of_request, seconds, queries, waited)
        if queries.slow:
            tell_slow_queries(f"{method} {route}", queries, {"route": route, "method": method})
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the address that a request was for, such as ``album`` or ``api:review-detail``."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or _UNNAMED
    return STATIC if request.path.startswith(settings.STATIC_URL) else NOWHERE


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _tell_slow_request(of_request: dict[str, object], seconds: float, queries: Queries, waited: Waited) -> None:
    logger.warning(
        "slow request: %s %s %s took %d ms, with %d queries in %d ms and %d ms of waiting for Spotify",
        of_request["method"],
        of_request["route"],
        of_request["status"],
        _ms(seconds),
        queries.count,
        _ms(queries.seconds),
        _ms(waited.seconds),
        extra={**of_request, "ms": _ms(seconds), "queries": queries.count},
    )


def tell_slow_queries(what: str, queries: Queries, fields: dict[str, object] | None = None) -> None:
    logger.warning(
        "slow query: %d ms in %s, the slowest of %d slow ones among %d: %s",
        _ms(queries.slowest_seconds),
        what,
        queries.slow,
        queries.count,
        queries.slowest_text,
        extra={**(fields or {}), "ms": _ms(queries.slowest_seconds), "queries": queries.count},
    )
