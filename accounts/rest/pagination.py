"""Pages of lists that move: a cursor instead of a page number, so that nothing is seen twice or missed.

A cursor names a row by what the list is ordered by and its primary key, and a direction ("keyset pagination",
M. Winand, use-the-index-luke.com). DRF's own `CursorPagination` counts rows that share a value, skips some of them when
the direction changes, passes what a cursor says to the database unchecked, and takes a bad limit for none.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.exceptions import ValidationError as FieldError
from django.db.models import BooleanField, F, Field, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan, Lookup
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

CURSOR = "cursor"
LIMIT = "limit"
ORDERING = "ordering"
DEFAULT_LIMIT = 20
MAX_LIMIT = 50
LIMIT_SCHEMA = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
CURSOR_SCHEMA = {"type": "string", "pattern": "^[0-9A-Za-z_-]{12,1000}$"}
CURSOR_HELP = "Where to go on: out of `next` or `previous` of another page."
_MAX_CURSOR_LENGTH = 1000
_MAX_PK = 2**63 - 1
_EXAMPLE = "https://muse.example/api/v1/reviews?cursor=WyJuIiwiMjAyNi0wMi0wM1QxOToyMDoxMS40MDIxMTMrMDA6MDAiLDdd"


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is ordered by: a field or annotation that is never null, and the primary key the same way."""

    field: str
    is_falling: bool = True


@dataclass(frozen=True, slots=True)
class Cursor:
    """Rows after (``is_forward``) or before one row of a list."""

    is_forward: bool
    #: Of the row, as its field writes it.
    value: str
    pk: int

    def encode(self) -> str:
        parts = ["n" if self.is_forward else "p", self.value, self.pk]
        # Not as escapes, which make a title of a hundred characters longer than any cursor may be.
        plain = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @staticmethod
    def decode(text: str) -> Cursor:
        """Raises ValueError for what `encode` did not make."""
        if len(text) > _MAX_CURSOR_LENGTH:
            raise ValueError("too long")
        padded = text + "=" * (-len(text) % 4)
        try:
            direction, value, pk = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        except (binascii.Error, TypeError, RecursionError) as error:
            raise ValueError("no cursor") from error
        is_whole = type(pk) is int and 0 <= pk <= _MAX_PK
        if direction not in ("n", "p") or not isinstance(value, str) or not is_whole or "\x00" in value:
            raise ValueError("no cursor")
        value.encode()  # a lone surrogate is no text
        return Cursor(direction == "n", value, pk)


class CursorPagination(BasePagination):
    """Newest first by the view's ``cursor_field``; or, where it has ``cursor_orders``, as ``ordering=`` says.

    ``cursor_orders`` maps what may be asked for to an `Order`; the first is what comes when nothing is asked for. A
    view may answer up to ``max_limit`` rows.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One query.

        Raises:
            ValidationError: the limit, the order or the cursor makes no sense.
        """
        limit, cursor = read_limit(request, _most(view)), read_cursor(request)
        return self.page(queryset, _order(request, view), limit, cursor, request.build_absolute_uri())

    def page(self, queryset: Any, order: Order, limit: int, cursor: Cursor | None, address: str) -> list[Any]:
        """The rows of one page of the list that is at ``address``: one query.

        Raises:
            ValidationError: the cursor is of another order.
        """
        self._field = order.field
        self._address = remove_query_param(address, CURSOR)
        is_forward = cursor is None or cursor.is_forward
        is_falling = order.is_falling is is_forward
        if cursor is not None:
            queryset = queryset.filter(_beyond(queryset, order.field, is_falling, cursor))
        sign = "-" if is_falling else ""
        rows = list(queryset.order_by(f"{sign}{order.field}", f"{sign}pk")[: limit + 1])
        has_more, page = len(rows) > limit, rows[:limit]
        if not is_forward:
            page.reverse()
        has_next, has_previous = (has_more, cursor is not None) if is_forward else (True, has_more)
        self._next = self._link(page[-1], is_forward=True) if page and has_next else None
        self._previous = self._link(page[0], is_forward=False) if page and has_previous else None
        return page

    def links(self) -> dict[str, str | None]:
        """To the pages around the last one that was read."""
        return {"next": self._next, "previous": self._previous}

    def get_paginated_response(self, data: Any) -> Response:
        return Response({**self.links(), "results": data})

    def _link(self, row: Model, *, is_forward: bool) -> str:
        value = getattr(row, self._field)
        written = value.isoformat() if hasattr(value, "isoformat") else str(value)
        return replace_query_param(self._address, CURSOR, Cursor(is_forward, written, row.pk).encode())

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
        orders = orders_of(view)
        choices = {"type": "string", "enum": list(orders), "default": next(iter(orders), "")}
        parameters = [
            (CURSOR, CURSOR_HELP, CURSOR_SCHEMA),
            (LIMIT, "How many.", LIMIT_SCHEMA | {"maximum": _most(view)}),
            *([(ORDERING, "In what order.", choices)] if orders else []),
        ]
        return [
            {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
            for name, description, schema in parameters
        ]


def orders_of(view: Any) -> Mapping[str, Order]:
    """What a list of the view may be ordered by; empty where there is no choice."""
    orders: Mapping[str, Order] = getattr(view, "cursor_orders", {})
    return orders


def _order(request: Request, view: Any) -> Order:
    orders, asked = orders_of(view), request.query_params.get(ORDERING)
    if not orders:
        return Order(view.cursor_field)
    if asked is None:
        return next(iter(orders.values()))
    if asked not in orders:
        raise ValidationError({ORDERING: [f"It is one of: {', '.join(orders)}."]}, code="invalid_ordering")
    return orders[asked]


class _Row(Func):
    """Several values that are compared as one, which an index of them all can answer (PostgreSQL, 9.25.5)."""

    template = "(%(expressions)s)"
    output_field = BooleanField()  # something for the lookups to look at; no value is ever read


def _beyond(queryset: QuerySet[Any], name: str, is_falling: bool, cursor: Cursor) -> Lookup[bool]:
    """Rows on the far side of the cursor's, by value and then by primary key."""
    field = _field(queryset, name)
    try:
        value = field.to_python(cursor.value)
        field.run_validators(value)  # such as a number with more digits than PostgreSQL takes
    except (FieldError, ValueError, OverflowError):
        raise _no_cursor() from None
    if isinstance(value, datetime) and value.tzinfo is None:
        raise _no_cursor()
    there = _Row(Value(value, output_field=field), Value(cursor.pk))
    return (LessThan if is_falling else GreaterThan)(_Row(F(name), F("pk")), there)


def _field(queryset: QuerySet[Any], name: str) -> Field[Any, Any]:
    try:
        return queryset.model._meta.get_field(name)
    except FieldDoesNotExist:
        annotation: Any = queryset.query.annotations[name]
        field: Field[Any, Any] = annotation.output_field
        return field


def read_limit(request: Request, most: int = MAX_LIMIT, default: int = DEFAULT_LIMIT) -> int:
    """
    Raises:
        ValidationError: no number, or one out of bounds.
    """
    asked = request.query_params.get(LIMIT)
    if asked is None:
        return default
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= most):
        raise ValidationError({LIMIT: [f"Ask for 1 to {most}."]}, code="invalid_limit")
    return int(asked)


def _most(view: Any) -> int:
    most: int = getattr(view, "max_limit", MAX_LIMIT)
    return most


def read_cursor(request: Request) -> Cursor | None:
    """
    Raises:
        ValidationError: it does not look like one.
    """
    given = request.query_params.get(CURSOR)
    if given is None:
        return None
    try:
        return Cursor.decode(given)
    except ValueError:
        raise _no_cursor() from None


def _no_cursor() -> ValidationError:
    return ValidationError({CURSOR: ["This is not a cursor out of `next` or `previous`."]}, code="invalid_cursor")
