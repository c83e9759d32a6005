"""Pages of lists that move: a cursor instead of a page number, so that nothing is seen twice or missed.

A cursor names a row by time and primary key, and a direction ("keyset pagination", M. Winand, use-the-index-luke.com).
DRF's own `CursorPagination` counts rows that share a time, skips some of them when the direction changes, passes what a
cursor says to the database unchecked, and takes a bad limit for none.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

CURSOR = "cursor"
LIMIT = "limit"
DEFAULT_LIMIT = 20
MAX_LIMIT = 50
_EXAMPLE = "https://muse.example/api/v1/reviews?cursor=bjIwMjYtMDItMDNUMTk6MjA6MTEuNDAyMTEzKzAwOjAwIDc"
_CURSOR = re.compile(r"\A(?P<direction>[np])(?P<moment>[0-9T:.+-]{20,40}) (?P<pk>[0-9]{1,18})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Rows after (``is_forward``) or before one row of a list that is ordered by time and primary key, both falling."""

    is_forward: bool
    moment: datetime
    pk: int

    def encode(self) -> str:
        plain = f"{'n' if self.is_forward else 'p'}{self.moment.isoformat()} {self.pk}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @staticmethod
    def decode(text: str) -> Cursor:
        """Raises ValueError for what `encode` did not make."""
        padded = text + "=" * (-len(text) % 4)
        try:
            plain = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
        except binascii.Error as error:
            raise ValueError("no base 64") from error
        match = _CURSOR.match(plain)
        if match is None:
            raise ValueError("no cursor")
        moment = datetime.fromisoformat(match["moment"])
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return Cursor(match["direction"] == "n", moment, int(match["pk"]))


class TimeCursorPagination(BasePagination):
    """Newest first by the view's ``cursor_field``, a date and time."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One query.

        Raises:
            ValidationError: the limit or the cursor makes no sense.
        """
        limit, cursor = _limit(request), _cursor(request)
        self._field: str = view.cursor_field
        self._address = remove_query_param(request.build_absolute_uri(), CURSOR)
        is_forward = cursor is None or cursor.is_forward
        if cursor is not None:
            queryset = queryset.filter(_beyond(self._field, cursor))
        sign = "-" if is_forward else ""
        rows = list(queryset.order_by(f"{sign}{self._field}", f"{sign}pk")[: limit + 1])
        has_more, page = len(rows) > limit, rows[:limit]
        if not is_forward:
            page.reverse()
        has_next, has_previous = (has_more, cursor is not None) if is_forward else (True, has_more)
        self._next = self._link(page[-1], is_forward=True) if page and has_next else None
        self._previous = self._link(page[0], is_forward=False) if page and has_previous else None
        return page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._next, "previous": self._previous, "results": data})

    def _link(self, row: Model, *, is_forward: bool) -> str:
        cursor = Cursor(is_forward, getattr(row, self._field), row.pk)
        return replace_query_param(self._address, CURSOR, cursor.encode())

    # --- the OpenAPI document ----------------------------------------------------------------------------------------

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link | {"description": "The page after this one.", "example": _EXAMPLE},
                "previous": link | {"description": "The page before this one.", "example": None},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        bounds = {"minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
        return [
            {
                "name": CURSOR,
                "in": "query",
                "required": False,
                "description": "Where to go on: out of `next` or `previous` of another page.",
                "schema": {"type": "string", "pattern": "^[0-9A-Za-z_-]{28,}$"},
            },
            {
                "name": LIMIT,
                "in": "query",
                "required": False,
                "description": "How many.",
                "schema": {"type": "integer"} | bounds,
            },
        ]


def _beyond(field: str, cursor: Cursor) -> Q:
    """Rows on the far side of the cursor's. The first condition says nothing new, but an index can use it."""
    side = "lt" if cursor.is_forward else "gt"
    farther = Q(**{f"{field}__{side}": cursor.moment})
    same_time = Q(**{field: cursor.moment, f"pk__{side}": cursor.pk})
    return Q(**{f"{field}__{side}e": cursor.moment}) & (farther | same_time)


def _limit(request: Request) -> int:
    asked = request.query_params.get(LIMIT)
    if asked is None:
        return DEFAULT_LIMIT
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= MAX_LIMIT):
        raise ValidationError({LIMIT: [f"Ask for 1 to {MAX_LIMIT}."]}, code="invalid_limit")
    return int(asked)


def _cursor(request: Request) -> Cursor | None:
    given = request.query_params.get(CURSOR)
    if given is None:
        return None
    try:
        return Cursor.decode(given)
    except ValueError:
        raise ValidationError(
            {CURSOR: ["This is not a cursor out of `next` or `previous`."]}, code="invalid_cursor"
        ) from None
