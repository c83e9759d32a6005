"""How often: Muse's own limits (`accounts.rate_limits`), told in the headers of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.rate_limits import WRITE, RateLimit

if TYPE_CHECKING:
    # At run time DRF's views import this.
    from rest_framework.views import APIView


class WriteThrottle(BaseThrottle):
    """A person writes at the same rate by the API as on pages (R73). What visitors may post has limits of its own."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        if request.method in SAFE_METHODS or not request.user.is_authenticated:
            return True
        return count(request, WRITE, str(request.user.pk))

    def wait(self) -> float:
        return WRITE.seconds


def count(request: Request, limit: RateLimit, *subject: str) -> bool:
    """Count a try against a limit that the answer's headers are to tell. Whether it was within it."""
    tell(request, limit, *subject)
    return limit.count(*subject)


def tell(request: Request, limit: RateLimit, *subject: str) -> None:
    """The answer's headers are to tell of this limit."""
    request.told_limit = (limit, subject)  # type: ignore[attr-defined]


def headers(request: Any) -> dict[str, str]:
    """``RateLimit`` and ``RateLimit-Policy`` (draft-ietf-httpapi-ratelimit-headers) of the limit that was counted."""
    told = getattr(request, "told_limit", None)
    if told is None:
        return {}
    limit, subject = told
    remaining, seconds = limit.left(*subject)
    return {
        "RateLimit-Policy": f'"{limit.name}";q={limit.quota};w={limit.seconds}',
        "RateLimit": f'"{limit.name}";r={remaining};t={seconds}',
    }
