"""What OPTIONS answers: the methods that there are, in ``Allow``. All else is in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request

if TYPE_CHECKING:
    # At run time DRF's views import this.
    from rest_framework.views import APIView


class NoMetadata(BaseMetadata):
    """DRF's own tells what docstrings say, which are for who reads the code."""

    def determine_metadata(self, request: Request, view: APIView) -> dict[str, Any]:
        return {}
