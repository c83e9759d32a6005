"""Each write once: a client that lost the answer asks again with the same ``Idempotency-Key`` and gets that answer.

The key is put down in the transaction of the write itself. Two requests at the same time: the second waits at the
unique index until the first has ended, then answers what that did, or does it where that failed. Of a request that
failed nothing is kept, as it changed nothing.

While that transaction is open nobody waits for Spotify. What a view is about to ask there, its ``ask_ahead`` asks
before it begins, where the key is new.

The body of the answer is kept in the Redis of the cache, where what Spotify says may be (R1). Where that has lost it,
whoever asks again learns that the thing is done, and not done again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from redis.exceptions import RedisError
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.models import User
from accounts.rest.models import KEY_PATTERN, KEYS_KEPT_FOR, MAX_KEY_LENGTH, IdempotencyKey
from spotify_cache.patience import told_once, without_waiting

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEPT_HEADERS = ("Location",)
#: Level of compression: the answer to a hundred tracks is 110 KB, and a tenth of it so.
_FAST = 1
_NONE_THERE = (HTTPStatus.NO_CONTENT,)

logger = logging.getLogger(__name__)

Handler = Callable[..., Response]


class KeyReused(APIException):
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another request. Make a new one for each thing to be done."


class AnswerLost(APIException):
    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"
    default_detail = "This was done, and what was answered is no longer here. Read what it was done to."


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


def once(handler: Handler, key: str, person: User, request: Request, ask_ahead: Callable[..., None]) -> Handler:
    """``handler`` under a key of ``person``, who asks; ``ask_ahead`` takes what it takes.

    Raises (when called):
        KeyReused: the key belongs to another request.
        AnswerLost: the request was carried out, and Redis no longer has what was answered.
    """
    fingerprint = _fingerprint(request)

    def handle(request: Request, *args: Any, **kwargs: Any) -> Response:
        row = IdempotencyKey(person=person, key=key, fingerprint=fingerprint)
        with told_once():
            if not _rows(row).filter(created_at__gte=timezone.now() - KEYS_KEPT_FOR).exists():
                ask_ahead(request, *args, **kwargs)
            return write(row, request, *args, **kwargs)

    def write(row: IdempotencyKey, request: Request, *args: Any, **kwargs: Any) -> Response:
        with without_waiting(), transaction.atomic():
            if not _put_down(row):
                return _again(row)
            response = handler(request, *args, **kwargs)
            headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
            _rows(row).update(status=response.status_code, headers=headers)
            _keep_body(row, response)
        return response

    return handle


def forget_answers_to(person: User) -> None:
    """Once the transaction that deletes somebody has ended, nothing that was answered to them is left."""
    places = [_place(row) for row in IdempotencyKey.objects.filter(person=person)]
    transaction.on_commit(partial(_drop, places))


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
    body = None if kept.status in _NONE_THERE else _kept_body(row)
    return Response(body, status=kept.status, headers=kept.headers | {REPLAYED: "true"})


def _keep_body(row: IdempotencyKey, response: Response) -> None:
    """Of a write that fails after all, nobody will ask for it: there is no row that leads to it."""
    if response.status_code in _NONE_THERE:
        return
    body = zlib.compress(json.dumps(response.data, cls=JSONEncoder).encode(), _FAST)
    try:
        cache.set(_place(row), body, KEYS_KEPT_FOR.total_seconds())
    except (RedisError, OSError) as error:
        logger.warning("an answer is not kept for who may ask again: %s", type(error).__name__)


def _kept_body(row: IdempotencyKey) -> Any:
    try:
        body: bytes | None = cache.get(_place(row))
    except (RedisError, OSError):
        body = None
    if body is None:
        raise AnswerLost
    return json.loads(zlib.decompress(body))


def _drop(places: list[str]) -> None:
    with suppress(RedisError, OSError):  # then they go by their lifetime
        cache.delete_many(places)


def _place(row: IdempotencyKey) -> str:
    """By the request as well: what a key that had grown too old was for is nothing to who uses it anew."""
    return f"answer:{row.person_id}:{row.key}:{row.fingerprint}"


def _fingerprint(request: Request) -> str:
    # Django's request keeps the body it has read, so that DRF can still parse it.
    plain = f"{request.method} {request.get_full_path()}\n".encode() + request._request.body
    return hashlib.sha256(plain).hexdigest()
