"""Light, dark, or as the device says: a preference of who is signed in, a cookie of a visitor, who needs no session."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.theme import choose_theme, chosen_theme

THEMES = ("system", "light", "dark")
COOKIE = "theme"
_YEAR_S = 60 * 60 * 24 * 365


def current_theme(request: HttpRequest) -> str:
    """One of THEMES: the person's choice, else the cookie's, else ``system``."""
    preferred = chosen_theme(request) if hasattr(request, "user") else None  # an error before anybody was asked
    theme = preferred or request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else "system"


def remember_theme(response: HttpResponseBase, theme: str) -> None:
    """Keep ``theme``, one of THEMES, on the device that gets ``response``; ``system`` forgets an earlier choice."""
    if theme == "system":
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(COOKIE, theme, max_age=_YEAR_S, secure=settings.IS_HTTPS, httponly=True, samesite="Lax")


# No CSRF token: the switch stands on pages that a CDN may keep, which can carry none. It changes only a colour, and
# another site's form comes without the session (SESSION_COOKIE_SAMESITE), so it reaches nobody's preference.
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """``POST /theme`` with ``theme`` and ``next``: back to the page it came from, in the other light."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=settings.IS_HTTPS):
        target = "/"
    response = HttpResponseRedirect(target)
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        choose_theme(request, wanted)
        remember_theme(response, wanted)
    return response
