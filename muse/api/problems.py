"""Errors of the REST API in one body: problem details for HTTP APIs (RFC 9457).

    {"type": "/api/problems/validation-error", "title": "Something in the request is not valid.", "status": 400,
     "detail": "...", "request_id": "...", "errors": {"ids": [{"message": "...", "code": "max_length"}]}}

``type`` is the same for the same problem on every Muse, and the address of a page that explains it. ``request_id`` is
in the lines that Muse logged meanwhile. ``errors`` is there for a validation error alone. `exception_handler` makes
them of everything that a view raises; `problem_response` of what goes wrong outside of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django_guid import get_guid
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

Json = dict[str, Any]

CONTENT_TYPE = "application/problem+json"
_BASE = "/api/problems/"
#: Key of errors that belong to no single field.
NO_FIELD = "request"


@dataclass(frozen=True, slots=True)
class Problem:
    slug: str
    status: int
    title: str
    explanation: str

    @property
    def type(self) -> str:
        return f"{_BASE}{self.slug}"


PROBLEMS = {
    problem.slug: problem
    for problem in (
        Problem(
            "validation-error",
            400,
            "Something in the request is not valid.",
            "`errors` says by field what is wrong with it, each with a message for people and a code for programs.",
        ),
        Problem("bad-request", 400, "The request cannot be read.", "It is malformed: `detail` says where."),
        Problem(
            "not-authenticated",
            401,
            "Sign in first.",
            "This is for people who are signed in, or what they signed in with is no longer good.",
        ),
        Problem("permission-denied", 403, "You may not do that.", "You are known, and this is not yours to do."),
        Problem(
            "not-found",
            404,
            "There is no such thing.",
            "The address is wrong, Spotify knows no such item, or it is somebody's own and not for you to see.",
        ),
        Problem("method-not-allowed", 405, "That cannot be done here.", "`Allow` names the methods that can."),
        Problem("not-acceptable", 406, "No such representation.", "Muse answers application/json."),
        Problem("conflict", 409, "Something is in the way.", "What is there already does not go with the request."),
        Problem(
            "precondition-failed",
            412,
            "It was changed in between.",
            "`If-Match` names a version that is no longer the one here. Read it again, then decide.",
        ),
        Problem(
            "content-too-large",
            413,
            "The body is too big.",
            "A request's body may have 1 MiB. Send less, or in several requests.",
        ),
        Problem("unsupported-media-type", 415, "No such kind of body.", "Muse reads application/json."),
        Problem(
            "idempotency-key-reused",
            422,
            "This key was used for something else.",
            "An `Idempotency-Key` belongs to one request, with its method, address and body. Make a new one.",
        ),
        Problem("too-many-requests", 429, "Too many requests.", "Wait for the seconds that `Retry-After` says."),
        Problem("server-error", 500, "Something broke in Muse.", "It was noted. Trying again later may help."),
        Problem(
            "spotify-unavailable",
            503,
            "Spotify cannot be asked now.",
            "What was asked for is not cached, and Spotify does not answer. `Retry-After` says when to try again.",
        ),
        Problem(
            "unavailable",
            503,
            "Muse cannot answer now.",
            "A part of Muse is away for a moment. `Retry-After` says when to try again.",
        ),
    )
}
#: Without errors by field, a 400 is no validation error.
_BY_STATUS = {problem.status: problem for problem in reversed(PROBLEMS.values())} | {400: PROBLEMS["bad-request"]}

#: Members of every problem; for the OpenAPI document.
SCHEMA: Json = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "enum": [problem.type for problem in PROBLEMS.values()]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string", "description": "Of `X-Request-ID`: what to tell whoever runs this Muse."},
        "errors": {
            "type": "object",
            "description": "What is wrong, by field; of a validation error.",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["message", "code"],
                    "properties": {"message": {"type": "string"}, "code": {"type": "string"}},
                },
            },
        },
    },
}


class SpotifyUnavailable(exceptions.APIException):
    """Not cached, and Spotify cannot be asked now; ``retry_after_s`` is `SpotifyCacheRepository.retry_after`."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_code = "spotify_unavailable"
    default_detail = "This is not cached, and Spotify cannot be asked now. `Retry-After` says when to try again."

    def __init__(self, retry_after_s: int) -> None:
        super().__init__()
        self.wait = retry_after_s


def exception_handler(exception: Exception, context: Json) -> Response | None:
    """DRF's ``EXCEPTION_HANDLER``. What no client caused goes on to Django, which logs it and calls `server_error`."""
    error = _as_api_exception(exception)
    if error is None:
        return None
    set_rollback()
    return Response(_body_of(error), status=error.status_code, headers=_headers_of(error), content_type=CONTENT_TYPE)


def problem_response(status: int, detail: str, slug: str = "") -> JsonResponse:
    """The problem of a status, for what goes wrong before a view is reached or after it is left."""
    problem = PROBLEMS[slug] if slug else _BY_STATUS[status]
    return JsonResponse(_body(problem, detail), status=status, content_type=CONTENT_TYPE)


def is_for_api(request: HttpRequest) -> bool:
    """Whether whoever asked expects a problem and not a page."""
    return request.path.startswith("/api/")


def _as_api_exception(exception: Exception) -> exceptions.APIException | None:
    if isinstance(exception, exceptions.APIException):
        return exception
    if isinstance(exception, Http404):
        return exceptions.NotFound(str(exception) or None)
    if isinstance(exception, DjangoPermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exception, DjangoValidationError):
        # A rule of a service: reviews.rules and playlists.rules raise these.
        if hasattr(exception, "error_dict"):
            return exceptions.ValidationError({name: _details(errors) for name, errors in exception.error_dict.items()})
        return exceptions.ValidationError(_details(exception.error_list))
    return None


def _details(errors: list[DjangoValidationError]) -> list[exceptions.ErrorDetail]:
    return [
        exceptions.ErrorDetail(message, code=error.code or "invalid") for error in errors for message in error.messages
    ]


def _body_of(error: exceptions.APIException) -> Json:
    if isinstance(error, exceptions.ValidationError):
        fields = _by_field(error.detail)
        detail = " ".join(one["message"] for errors in fields.values() for one in errors)
        return _body(PROBLEMS["validation-error"], detail) | {"errors": fields}
    if isinstance(error, exceptions.ParseError):
        return _body(PROBLEMS["bad-request"], str(error.detail))
    slug = error.default_code.replace("_", "-")
    problem = PROBLEMS.get(slug) or _BY_STATUS.get(error.status_code, PROBLEMS["server-error"])
    return _body(problem, str(error.detail)) | {"status": int(error.status_code)}


def _body(problem: Problem, detail: str) -> Json:
    return {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "request_id": get_guid(),
    }


def _by_field(detail: Any, name: str = "") -> dict[str, list[Json]]:
    """DRF's nested details as one level: ``tracks.3.id``."""
    if isinstance(detail, dict):
        parts = [(_path(name, key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        parts = [(_path(name, index), value) for index, value in enumerate(detail)]
    else:
        errors = detail if isinstance(detail, list) else [detail]
        return {name or NO_FIELD: [{"message": str(one), "code": one.code} for one in errors]} if errors else {}
    fields: dict[str, list[Json]] = {}
    for path, value in parts:
        for field, errors in _by_field(value, path).items():
            fields.setdefault(field, []).extend(errors)
    return fields


def _path(name: str, part: str | int) -> str:
    step = NO_FIELD if part in ("non_field_errors", "__all__") else str(part)
    return f"{name}.{step}" if name else step


def _headers_of(error: exceptions.APIException) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
