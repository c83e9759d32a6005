"""The way to Spotify and back."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from social_core.actions import do_auth
from social_django.models import Nonce
from social_django.utils import psa

from accounts.backends import SpotifyOAuth2
from accounts.rate_limits import SPOTIFY_SIGN_IN, address_of, too_many_requests
from accounts.spotify_refusals import NOT_SET_UP

_ABANDONED_SECONDS = 24 * 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, backend: str) -> HttpResponse:
    """Send the listener to Spotify. The buttons post; a typed or bookmarked address works as well.

    A link on another site only leads to the button: nobody is to be signed in, or connected, by following one.
    """
    if backend != SpotifyOAuth2.name:
        raise Http404
    start = "settings" if request.user.is_authenticated else "login"
    if request.method == "HEAD" or _comes_from_elsewhere(request):
        return redirect(start)
    if not settings.SPOTIPY_CLIENT_ID:
        messages.error(request, str(NOT_SET_UP))
        return redirect(start)
    if not SPOTIFY_SIGN_IN.count(address_of(request)):
        return too_many_requests(request, SPOTIFY_SIGN_IN)
    _forget_abandoned_walks()
    response: HttpResponse = _begin(request, backend)
    return response


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    return request.method != "POST" and request.headers.get("Sec-Fetch-Site", "none") in {"cross-site", "same-site"}


def _forget_abandoned_walks() -> None:
    """social-auth keeps a row for each walk until its end; nobody comes back after a day (their state lives 30 min)."""
    Nonce.objects.filter(timestamp__lt=int(time.time()) - _ABANDONED_SECONDS).delete()


@psa("social:complete")  # type: ignore[no-untyped-call]
def _begin(request: HttpRequest, backend: str) -> HttpResponse:
    return do_auth(request.backend, redirect_name=REDIRECT_FIELD_NAME)  # type: ignore[attr-defined]
