"""Each write once: a client that lost the answer asks again with the same ``Idempotency-Key`` and gets that answer.

The key is put down in the transaction of the write itself. Two requests at the same time: the second waits at the
unique index until the first has ended, then answers what that did, or does it where that failed. Of a request that
failed nothing is kept, as it changed nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.rest.models import KEY_PATTERN, KEYS_KEPT_FOR, MAX_KEY_LENGTH, IdempotencyKey

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEPT_HEADERS = ("Location",)

Handler = Callable[..., Response]


class KeyReused(APIException):
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another request. Make a new one for each thing to be done."


def key_of(request: Request) -> str | None:
    """
    Raises:
        ValidationError: a key that is empty, too long, or not of visible ASCII.
    """
    key = request.headers.get(HEADER)
    if key is not None and not re.fullmatch(KEY_PATTERN, key):
        raise ValidationError(
            {HEADER: [f"1 to {MAX_KEY_LENGTH} visible ASCII characters; a UUID will do."]}, code="invalid_key"
        )
    return key


def once(handler: Handler, key: str, person: User, request: Request) -> Handler:
    """``handler`` under a key of ``person``, who asks.

    Raises (when called):
        KeyReused: the key belongs to another request.
    """
    fingerprint = _fingerprint(request)

    def handle(request: Request, *args: Any, **kwargs: Any) -> Response:
        row = IdempotencyKey(person=person, key=key, fingerprint=fingerprint)
        with transaction.atomic():
            if not _put_down(row):
                return _again(row)
            response = handler(request, *args, **kwargs)
            headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
            _rows(row).update(status=response.status_code, headers=headers, body=response.data)
        return response

    return handle


def forget_old_keys() -> int:
    """Drop the answers that nobody will ask for again; how many they were."""
    dropped, _ = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEYS_KEPT_FOR).delete()
    return dropped


def _rows(row: IdempotencyKey) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(person_id=row.person_id, key=row.key)


def _put_down(row: IdempotencyKey) -> bool:
    """Whether the key was new; waits for who holds it right now. One that is too old to be asked for is new again."""
    _rows(row).filter(created_at__lt=timezone.now() - KEYS_KEPT_FOR).delete()
    IdempotencyKey.objects.bulk_create([row], ignore_conflicts=True)
    return _rows(row).filter(status=None).exists()


def _again(row: IdempotencyKey) -> Response:
    kept = _rows(row).get()
    if kept.fingerprint != row.fingerprint:
        raise KeyReused
    return Response(kept.body, status=kept.status, headers=kept.headers | {REPLAYED: "true"})


def _fingerprint(request: Request) -> str:
    # Django's request keeps the body it has read, so that DRF can still parse it.
    plain = f"{request.method} {request.get_full_path()}\n".encode() + request._request.body
    return hashlib.sha256(plain).hexdigest()
