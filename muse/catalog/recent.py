"""What a signed-in person searched for lately, newest first. Kept in their session, so it goes when they sign out."""

from __future__ import annotations

from django.http import HttpRequest

SESSION_KEY = "recent_searches"
MAX_RECENT = 8


def recent_searches(request: HttpRequest) -> list[str]:
    """None for a visitor, whose session is not touched."""
    if not request.user.is_authenticated:
        return []
    kept: list[str] = request.session.get(SESSION_KEY, [])
    return kept


def remember_search(request: HttpRequest, query: str) -> None:
    """``query`` is clean and within the limit. Nothing happens for a visitor, or for what was searched for last."""
    kept = recent_searches(request)
    if not query or not request.user.is_authenticated or kept[:1] == [query]:
        return
    others = [other for other in kept if other.casefold() != query.casefold()]
    request.session[SESSION_KEY] = [query, *others][:MAX_RECENT]


def forget_searches(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        request.session.pop(SESSION_KEY, None)
