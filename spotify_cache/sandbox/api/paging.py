"""Pages of results: by offset, with addresses of the neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from spotify_cache.sandbox.endpoint import Call

T = TypeVar("T")


def page(
    call: Call,
    found: Sequence[T],
    shape: Callable[[T], Any],
    *,
    default: int = 20,
    most: int = 50,
    path: str | None = None,
    keep: dict[str, str] | None = None,
    total: int | None = None,
) -> dict[str, Any]:
    """A paging object over `found`; `limit` and `offset` come from the query, `keep` are its other parameters.

    `path` (under /v1) stands in the addresses instead of the call's own path; `total` when there is more than `found`.
    """
    limit = call.integer("limit", default, 1, most)
    offset = call.integer("offset", 0, 0, 100_000)
    count = len(found) if total is None else total
    return paging_object(
        f"{call.origin}/v1{path or call.path}",
        keep or {},
        limit,
        offset,
        count,
        [shape(item) for item in found[offset : offset + limit]],
    )


def paging_object(
    address: str, keep: dict[str, str], limit: int, offset: int, total: int, items: list[Any]
) -> dict[str, Any]:
    """The object itself; `previous` and `next` are null at the ends."""

    def at(place: int) -> str:
        return f"{address}?{urlencode({**keep, 'offset': place, 'limit': limit})}"

    return {
        "href": at(offset),
        "limit": limit,
        "next": at(offset + limit) if offset + limit < total else None,
        "offset": offset,
        "previous": at(max(0, offset - limit)) if offset else None,
        "total": total,
        "items": items,
    }


def kept(call: Call, *names: str) -> dict[str, str]:
    """Those parameters of the query that the addresses of other pages must carry along."""
    return {name: call.query[name] for name in names if call.query.get(name)}
