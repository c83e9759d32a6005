"""How long whoever gets an answer of the API may keep it, and how cheaply they ask again."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date
from rest_framework.response import Response

from muse.api.problems import is_for_api
from muse.catalog.caching import REVALIDATE_FOR, SHARED_FOR
from spotify_cache.answers import Answer, Batch, State
from spotify_cache.api import is_settled, states_of
from spotify_cache.repository import get_repository

#: When something that is being fetched is likely to be here (seconds).
PENDING_RETRY_S = 2
#: A phone or browser asks for the same again no sooner than after so long: people go from a screen and come back to it.
KEPT_FOR = 30
#: What was kept may be shown for so long (seconds) while Muse is away or out of reach (RFC 5861).
ON_ERROR_FOR = 24 * 60 * 60

_FOR_SHARED_CACHES = f"s-maxage={SHARED_FOR}, stale-if-error={ON_ERROR_FOR}"


class ConditionalReadsMiddleware(ConditionalGetMiddleware):
    """Every read of the API has an ETag, and is a 304 for who has what it would say. Views need not think of it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if is_for_api(request) else response


def shared(body: Any, *reads: Answer[Any] | Batch[Any], has_ratings: bool = False) -> Response:
    """An answer that is the same for everybody; while something is still to come, one that says when to ask again.

    Nobody keeps it for himself past the moment when something in it is no longer fresh. With ratings in it nobody keeps
    it without asking: whoever has just rated wants to see it.
    """
    if not is_settled(*reads):
        return Response(body, headers={"Cache-Control": "no-store", "Retry-After": str(_wait(*reads))})
    if has_ratings:
        return Response(body, headers={"Cache-Control": f"public, max-age=0, {_FOR_SHARED_CACHES}"})
    now = int(time.time())
    left = [read.expires_at - now for read in reads if read.expires_at is not None]
    kept_for = max(0, min([KEPT_FOR, *left]))
    kept = f"public, max-age={kept_for}, stale-while-revalidate={REVALIDATE_FOR}, {_FOR_SHARED_CACHES}"
    return Response(body, headers={"Cache-Control": kept})


def _wait(*reads: Answer[Any] | Batch[Any]) -> int:
    """Seconds until something that is missing may be here: soon for what is being fetched; else when Spotify may be
    asked again, which is a round trip to find out."""
    if any(State.PENDING in states_of(read) for read in reads):
        return PENDING_RETRY_S
    return get_repository().retry_after()


def dated(response: Response, *reads: Answer[Any] | Batch[Any]) -> Response:
    """The same answer with ``Last-Modified``, for one that holds nothing but what was read from Spotify.

    With ratings in it, say, there would be no such date: they change without leaving one. Its ETag knows.
    """
    moments = [read.changed_at for read in reads]
    if "no-store" not in response["Cache-Control"] and moments and None not in moments:
        response["Last-Modified"] = http_date(max(moment for moment in moments if moment is not None))
    return response


def kept_to_the_person(response: Response) -> Response:
    """The same answer, once it holds what is another for each person."""
    if "no-store" not in response["Cache-Control"]:
        response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response
