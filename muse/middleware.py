"""Middleware of the site as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_guid.middleware import guid_middleware

#: What machines ask; they follow no redirects and carry no session.
_PROBES = {"/healthz", "/readyz", "/metrics"}
_LOOPBACK_NAMES = {"localhost", "127.0.0.1"}
#: An ID that a proxy or a client may give a request: it goes into log lines and answers as it is.
_REQUEST_ID = re.compile(r"\A[0-9A-Za-z._-]{1,64}\Z")

#: A length with more digits than this is over every limit.
_DIGITS = 18


class RequestIdMiddleware:
    """One ID per request, in ``X-Request-ID``, in every log line and handed on to tasks (django-guid).

    The ID that came with the request is taken where it is well-formed; django-guid itself would take UUIDs alone, in
    spellings of any length, or else whatever comes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._with_id = guid_middleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _REQUEST_ID.match(request.META.get("HTTP_X_REQUEST_ID", "")):
            request.META.pop("HTTP_X_REQUEST_ID", None)
        return self._with_id(request)


class BodySizeMiddleware:
    """Refuses a body that is over the limit before anything reads it: `muse.errors.bad_request` answers 413.

    Django counts what forms read and what asks for the whole body. The JSON parser of the API reads the stream, which
    nothing counts. A body without a ``Content-Length`` Django takes for none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and (len(length) > _DIGITS or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            raise RequestDataTooBig("The body is over DATA_UPLOAD_MAX_MEMORY_SIZE.")
        return self.get_response(request)


class PrivateUnlessSaidMiddleware:
    """What no view says to be for everybody is for who asked: kept by nobody else, and by them not without asking.

    An answer that says nothing a cache may keep as it sees fit (RFC 9111, 4.2.2).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


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
