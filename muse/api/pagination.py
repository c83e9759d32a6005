"""Pages of lists that move: a cursor instead of a page number, so that nothing is seen twice or missed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

_EXAMPLE = "https://muse.example/api/v1/reviews?cursor=cD0yMDI2LTAyLTAzKzE5JTNBMjA%3D"


class TimeCursorPagination(CursorPagination):
    """DRF's, ordered by the view's ``cursor_ordering`` (a date and time first), and strict about what it is given.

    DRF's own passes the position inside a cursor to the database unchecked, and takes a bad ``limit`` for none.
    """

    page_size = 20
    max_page_size = 50
    page_size_query_param = "limit"
    page_size_query_description = f"How many, 1 to {max_page_size}; {page_size} if not given."
    cursor_query_description = "Where to go on: out of `next` or `previous` of another page."

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= self.max_page_size):
            message = f"Ask for 1 to {self.max_page_size}."
            raise ValidationError({self.page_size_query_param: [message]}, code="invalid_limit")
        return int(asked)

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView) -> tuple[str, ...]:
        ordering: tuple[str, ...] = view.cursor_ordering  # type: ignore[attr-defined]
        return ordering

    def decode_cursor(self, request: Request) -> Any:
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise self._bad_cursor() from None
        if cursor is not None and tuple(cursor) == (0, False, None):
            raise self._bad_cursor()  # it says nothing, so none of ours
        # The stubs call the position a number; in a list ordered by time it is a date and time, or whatever was sent.
        if cursor is not None and cursor.position is not None and not _is_moment(str(cursor.position)):
            raise self._bad_cursor()
        return cursor

    def _bad_cursor(self) -> ValidationError:
        message = "This is not a cursor out of `next` or `previous`."
        return ValidationError({self.cursor_query_param: [message]}, code="invalid_cursor")

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
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                bounds = {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
                parameter["schema"] = {"type": "integer"} | bounds
        return parameters


def _is_moment(text: str) -> bool:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return False
    return moment is not None and moment.tzinfo is not None
