"""Two devices at the same thing: the ``ETag`` of what one read goes into ``If-Match``, and who comes late gets a 412.

An ETag here is ``"<version>-<digest of the answer>"``. The version is when the person last changed the row or, where
no row notes that, what it says: what Spotify says beside it, or how many likes there are, may change without any harm
to what is written, so ``If-Match`` compares versions alone. A proxy or compression may have made the tag weak
(``W/``); the version is as good as before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus

from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from spotify_cache.patience import without_waiting

HEADER = "If-Match"
#: For the OpenAPI document: `@extend_schema(parameters=[preconditions.IF_MATCH])`.
IF_MATCH = OpenApiParameter(
    HEADER,
    {"type": "string", "maxLength": 1000},
    OpenApiParameter.HEADER,
    description="The `ETag` of what you read: 412 if it was changed since.",
)
_TAG = re.compile(r'(?:W/)?"(?P<version>[0-9a-f]+)-[0-9a-f]+"\Z')


class PreconditionFailed(APIException):
    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "precondition_failed"
    default_detail = "This was changed, or deleted, since you read it. Read it again, then decide."


def version(state: datetime | str) -> str:
    """Of a row last changed at a moment, or of one that says this."""
    if isinstance(state, str):
        return hashlib.sha256(state.encode()).hexdigest()[:16]
    return f"{int(state.timestamp() * 1_000_000):x}"


def versioned(response: Response, state: datetime | str) -> Response:
    """The answer for one row, with the ETag that `unchanged` understands."""

    def set_etag(rendered: HttpResponseBase) -> None:
        digest = hashlib.sha256(getattr(rendered, "content", b"")).hexdigest()[:16]
        rendered["ETag"] = f'"{version(state)}-{digest}"'

    response.add_post_render_callback(set_etag)
    return response


@contextmanager
def unchanged(request: Request, row: Model, state: str = "updated_at") -> Iterator[None]:
    """Write to ``row`` inside, if it still is what the client read; without an ``If-Match``, in any case.

    ``state`` names what tells two states of the row apart: a date and time, or a text.

    The row stays locked until the block ends, so that of two who come at once only one is in time. Nothing within waits
    for Spotify: what is to be asked there is asked before.

    Raises:
        PreconditionFailed: the row was changed or deleted.
    """
    given = request.headers.get(HEADER)
    with without_waiting(), transaction.atomic():
        if given is not None:
            current = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
            if current is None or not _matches(given, getattr(current, state)):
                raise PreconditionFailed
        yield


def require(request: Request, state: Callable[[], datetime | str]) -> None:
    """As `unchanged`, of what no single row says. To be called in the transaction that writes.

    ``state`` locks what it looks at; it is called where there is an ``If-Match``.

    Raises:
        PreconditionFailed: it was changed.
    """
    given = request.headers.get(HEADER)
    if given is not None and not _matches(given, state()):
        raise PreconditionFailed


def _matches(given: str, state: datetime | str) -> bool:
    if given.strip() == "*":
        return True
    tags = [_TAG.match(part.strip()) for part in given.split(",")]
    return any(tag is not None and tag["version"] == version(state) for tag in tags)
