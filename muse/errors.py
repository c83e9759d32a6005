"""Pages for when something is wrong: in Muse's dress, with a way on, no traceback. The API gets problems instead."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django_guid import get_guid

from muse.api.problems import is_for_api, problem_response
from muse.postgres.away import is_away

_RETRY_AFTER_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _too_big(request)
    if is_for_api(request):
        return problem_response(400, "The request is malformed.")
    return render(request, "errors/400.html", status=400)


def _too_big(request: HttpRequest) -> HttpResponse:
    """RFC 9110, 15.5.14: there is nothing wrong with it but that it is so much."""
    if is_for_api(request):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return problem_response(413, f"The body is too big: Muse takes {limit:,} bytes at most.")
    return render(request, "errors/413.html", status=413)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_api(request):
        return problem_response(403, "You may not do that.")
    return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or cookies switched off; the sentence says what to do."""
    return render(request, "errors/csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors, and if need be without style: whatever broke may break them too.

    PostgreSQL that is away breaks nothing for good: that is a 503, to be tried again.
    """
    is_passing = is_away(sys.exc_info()[1])
    response = _away(request) if is_passing else _broken(request)
    if is_passing:
        response["Retry-After"] = str(_RETRY_AFTER_SECONDS)
        response["Cache-Control"] = "no-store"
    return response


def _away(request: HttpRequest) -> HttpResponse:
    if is_for_api(request):
        return problem_response(503, "The database cannot be reached right now. Try again in a moment.", "unavailable")
    return HttpResponse(_page(is_away=True), status=503)


def _broken(request: HttpRequest) -> HttpResponse:
    if is_for_api(request):
        return problem_response(500, "Something broke in Muse. It was noted.")
    return HttpResponse(_page(), status=500)


def _page(*, is_away: bool = False) -> str:
    try:
        return str(render_to_string("errors/500.html", {"request_id": get_guid(), "is_away": is_away}))
    except (ValueError, OSError, TemplateDoesNotExist):  # no such file in the manifest of static files, or none at all
        return "<!doctype html><title>Something broke · Muse</title><h1>Something broke on our side.</h1>"
