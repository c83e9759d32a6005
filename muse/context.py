"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.notifications import unread_count
from accounts.sessions import UnreachableSession
from muse.theme import current_theme
from spotify_cache.repository import get_repository


def site(request: HttpRequest) -> dict[str, object]:
    """``base_url``; ``canonical_url`` (this address without its query); ``theme`` (system, light or dark);
    ``spotify_sign_in`` (whether Muse has credentials for it); ``session_unreachable`` (R74);
    ``route`` (the name of this address, where browsers are to tell how fast it was) and ``page_times_share``;
    ``unread`` (notifications of who is signed in, counted where the masthead shows it, up to `_MOST_UNREAD`);
    ``retry_after`` (seconds until asking Spotify again may help, looked up where a page shows it)."""
    return {
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "theme": current_theme(request),
        "spotify_sign_in": bool(settings.SPOTIPY_CLIENT_ID),
        "retry_after": lambda: get_repository().retry_after(),
        "route": request.resolver_match.view_name if request.resolver_match else "",
        "page_times_share": settings.PAGE_TIMES_SHARE,
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "session_unreachable": isinstance(getattr(request, "session", None), UnreachableSession),
    }


#: More than the masthead shows as a number.
_MOST_UNREAD = 100


def _unread(request: HttpRequest) -> int:
    person = getattr(request, "user", None)
    return unread_count(person, at_most=_MOST_UNREAD) if isinstance(person, User) else 0
