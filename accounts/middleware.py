"""Middleware of accounts: sessions out of reach, sign-ins that went wrong at Spotify, people who write too much."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_guid import get_guid
from social_core.exceptions import AuthAssociationError, SocialAuthBaseException
from social_core.utils import social_logger
from social_django.middleware import SocialAuthExceptionMiddleware

from accounts.rate_limits import SPOTIFY_CALLS, WRITE, address_of, too_many_requests
from accounts.sessions import SessionStore, SessionsUnavailable, UnreachableSession
from accounts.spotify_refusals import sentence_of
from spotify_cache.patience import within_share

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
_RETRY_AFTER_SECONDS = 10


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, but the Redis of the sessions may be down (R74).

    Visitors notice nothing. Whoever is signed in reads public pages as a visitor does, with a notice, and stays signed
    in: the cookie is kept. A page that is only theirs, and everything that would write, is a 503 that says so.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        super().process_request(request)
        try:
            if isinstance(request.session, SessionStore):
                request.session.fetch()
        except SessionsUnavailable:
            request.session = UnreachableSession()
            if request.method not in _SAFE_METHODS:
                return _session_unreachable(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _session_unreachable(request) if isinstance(exception, SessionsUnavailable) else None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:  # type: ignore[override]
        if isinstance(request.session, UnreachableSession):
            add_never_cache_headers(response)
            return _session_unreachable(request) if _depends_on_the_person(response) else response
        try:
            return super().process_response(request, response)  # type: ignore[arg-type]
        except SessionsUnavailable:
            return _session_unreachable(request)


def _depends_on_the_person(response: HttpResponseBase) -> bool:
    """Redirects (to the sign-in page, say) and 4xx may be wrong for the person who could not be recognised."""
    status = response.status_code
    return 300 <= status < 500 and status != HTTPStatus.NOT_MODIFIED


def _session_unreachable(request: HttpRequest) -> HttpResponse:
    request.session = UnreachableSession()
    request.user = AnonymousUser()
    response: HttpResponse
    if request.path.startswith("/api/"):
        # The body of every error of the API (RFC 9457).
        response = JsonResponse(
            {
                "type": "/api/problems/unavailable",
                "title": "Muse cannot answer now.",
                "status": int(HTTPStatus.SERVICE_UNAVAILABLE),
                "detail": "Sessions cannot be reached right now. Try again in a moment.",
                "request_id": get_guid(),
            },
            content_type="application/problem+json",
        )
    else:
        response = render(request, "accounts/session_unreachable.html")
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    return response


class SpotifySignInErrorMiddleware(SocialAuthExceptionMiddleware):
    """A sign-in that went wrong at Spotify goes back to where it began with a sentence, never to a 500 (R62)."""

    def raise_exception(self, request: HttpRequest, exception: Exception) -> bool:
        return False

    def get_message(self, request: HttpRequest, exception: Exception) -> str:
        return sentence_of(exception)

    def get_redirect_uri(self, request: HttpRequest, exception: Exception) -> str:
        if request.user.is_authenticated:
            return reverse("settings")
        onward = request.session.get(REDIRECT_FIELD_NAME)
        is_somewhere = isinstance(onward, str) and onward != resolve_url(settings.LOGIN_REDIRECT_URL)
        if is_somewhere and url_has_allowed_host_and_scheme(onward, {request.get_host()}):
            return f"{reverse('login')}?{urlencode({REDIRECT_FIELD_NAME: onward})}"
        return reverse("login")

    @staticmethod
    def _log_error(exception: SocialAuthBaseException, status: int) -> None:
        """One line without a traceback: what Spotify answered stays out of the log (R70)."""
        level = social_logger.info if isinstance(exception, AuthAssociationError) else social_logger.warning
        level("Spotify sign-in failed: code=%s stage=%s", exception.code, exception.stage)


class SpotifyShareMiddleware:
    """Behind one address nobody has more than a share of Spotify's window (`rate_limits.SPOTIFY_CALLS`).

    Past it what is cached is answered as ever, and what is not says that Spotify cannot be asked now. Only who asks for
    something that is not cached is counted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with within_share(lambda calls: SPOTIFY_CALLS.count(address_of(request), cost=calls)):
            return self._get_response(request)


class WriteLimitMiddleware:
    """A person posts reviews, follows and changes of playlists at a rate (R73). Visitors post nothing but drafts.

    Comes after the CSRF check, so that no other site can use up anybody's limit.
    """

    _PREFIXES = (
        "/reviews/",
        "/log/",
        "/diary/",
        "/shelf/",
        "/pins/",
        "/playlists/",
        "/search/",
        "/u/",
        "/followers/",
        "/notifications/",
        "/settings/",
        "/admin/",
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if request.method in _SAFE_METHODS or not request.path.startswith(self._PREFIXES):
            return None
        if not request.user.is_authenticated or WRITE.count(str(request.user.pk)):
            return None
        return too_many_requests(request, WRITE, "accounts/too_many_writes.html")
