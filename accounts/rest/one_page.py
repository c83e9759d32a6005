"""Lists that are never longer than a page, in the envelope of all lists: whoever reads one reads any."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers


@extend_schema_serializer(many=False)
class OnePageSerializer(serializers.Serializer):
    """All on one page. A subclass says what ``results`` are."""

    next = serializers.URLField(allow_null=True, help_text="Always null: this is all.")
    previous = serializers.URLField(allow_null=True, help_text="Always null.")


def one_page(results: Any) -> dict[str, Any]:
    return {"next": None, "previous": None, "results": results}
