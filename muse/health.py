"""Whether Muse is alive, and whether it can serve (R53)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from psycopg_pool import PoolTimeout

from spotify_cache.store import Store, StoreDown


class Missing(Exception):
    """A backend does not answer."""


def _postgresql() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, PoolTimeout) as error:
        raise Missing from error


def _redis(alias: str) -> None:
    try:
        Store(alias).ping()
    except StoreDown as error:
        raise Missing from error


BACKENDS: dict[str, Callable[[], None]] = {
    "postgresql": _postgresql,
    "redis cache": partial(_redis, "default"),
    "redis sessions": partial(_redis, "sessions"),
}


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; no backend is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Each backend by name, ``ok`` or ``missing``; 503 when one is missing."""
    states = {}
    for name, ask in BACKENDS.items():
        try:
            ask()
            states[name] = "ok"
        except Missing:
            states[name] = "missing"
    return JsonResponse(states, status=200 if set(states.values()) == {"ok"} else 503)
