"""Middleware of the site as a whole."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

#: What machines ask; they follow no redirects and carry no session.
_PROBES = {"/healthz", "/readyz", "/metrics"}
_LOOPBACK_NAMES = {"localhost", "127.0.0.1"}


class CanonicalLoopbackMiddleware:
    """On loopback, send ``localhost`` to the host of BASE_URL.

    Spotify refuses ``localhost`` as a redirect URI (its redirect-URI guide), so the way back from sign-in ends on
    127.0.0.1, where a session cookie set for ``localhost`` is not sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.host = urlsplit(settings.BASE_URL).hostname

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.path not in _PROBES and self._is_other_loopback(request):
            return HttpResponseRedirect(settings.BASE_URL + request.get_full_path())
        return self.get_response(request)

    def _is_other_loopback(self, request: HttpRequest) -> bool:
        host = request.get_host().rsplit(":", 1)[0]
        return host != self.host and {host, self.host} <= _LOOPBACK_NAMES
