"""The end of a version of the API, told in time: ``Deprecation`` (RFC 9745), ``Sunset`` (RFC 8594), its successor."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import http_date
from drf_spectacular.generators import SchemaGenerator

from muse.api.endings import Ending

Json = dict[str, Any]


class EndingMiddleware:
    """Tells with every answer of a version that ends when that is, and what comes after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.API_ENDINGS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if ending := _ending_of(request.path):
            response["Deprecation"] = f"@{_midnight(ending.deprecated)}"
            response["Sunset"] = http_date(_midnight(ending.sunset))
            links = [response["Link"]] if response.has_header("Link") else []
            response["Link"] = ", ".join([*links, f'<{ending.successor}>; rel="successor-version"'])
        return response


def mark_deprecated(result: Json, generator: SchemaGenerator, request: Any, public: bool) -> Json:
    """drf-spectacular's postprocessing hook: the operations of a version that ends are deprecated in the document."""
    for path, operations in result["paths"].items():
        if _ending_of(path):
            for operation in operations.values():
                operation["deprecated"] = True
    return result


def _ending_of(path: str) -> Ending | None:
    endings: Mapping[str, Ending] = settings.API_ENDINGS
    return next((ending for prefix, ending in endings.items() if path.startswith(prefix)), None)


def _midnight(day: datetime.date) -> int:
    """Unix time in seconds of the beginning of a day, UTC."""
    return int(datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp())
