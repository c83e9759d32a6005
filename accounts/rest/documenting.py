"""Examples for the OpenAPI document: what is answered, and what is sent."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

PERSON = {"username": "ines", "name": "Inês Duarte", "url": "https://muse.example/u/ines"}


def shown(name: str, value: Any, *statuses: int) -> OpenApiExample:
    """Of answers with these statuses, 200 if none is named."""
    return OpenApiExample(name, value, response_only=True, status_codes=[str(status) for status in statuses or (200,)])


def sent(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)
