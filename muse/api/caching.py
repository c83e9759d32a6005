"""How long whoever gets an answer of the API may keep it."""

from __future__ import annotations

from typing import Any

from django.utils.cache import patch_vary_headers
from rest_framework.response import Response

from muse.catalog.caching import REVALIDATE_FOR, SHARED_FOR
from spotify_cache.answers import Answer, Batch
from spotify_cache.api import is_settled

#: When something that is being fetched is likely to be here (seconds).
PENDING_RETRY_S = 2

_SETTLED = f"public, max-age=0, s-maxage={SHARED_FOR}, stale-while-revalidate={REVALIDATE_FOR}"


def shared(body: Any, *reads: Answer[Any] | Batch[Any]) -> Response:
    """An answer that is the same for everybody; while something is still to come, one that says when to ask again."""
    if is_settled(*reads):
        return Response(body, headers={"Cache-Control": _SETTLED})
    return Response(body, headers={"Cache-Control": "no-store", "Retry-After": str(PENDING_RETRY_S)})


def kept_to_the_person(response: Response) -> Response:
    """The same answer, once it holds what is another for each person."""
    if "no-store" not in response["Cache-Control"]:
        response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response
