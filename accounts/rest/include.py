"""``?include=tracks,my_review``: what a screen shows in one answer instead of one call for each part of it."""

from __future__ import annotations

from collections.abc import Collection

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

PARAMETER = "include"


def read_include(request: Request, parts: Collection[str]) -> frozenset[str]:
    """The parts that are asked for, out of those that there are; none where nothing is asked for.

    Raises:
        ValidationError: one that there is not.
    """
    asked = request.query_params.get(PARAMETER, "")
    names = frozenset(asked.split(",")) if asked else frozenset()
    if unknown := sorted(names.difference(parts)):
        raise ValidationError(
            {PARAMETER: [f"There is no part {unknown[0][:60]!r}; there are: {', '.join(parts)}."]}, "unknown_part"
        )
    return names


def include_parameter(parts: Collection[str], description: str) -> OpenApiParameter:
    """For the OpenAPI document; ``description`` says what the parts are."""
    return OpenApiParameter(
        PARAMETER,
        {"type": "array", "items": {"type": "string", "enum": list(parts)}, "minItems": 1},
        explode=False,
        description=f"Parts to answer as well, between commas. {description}",
    )
