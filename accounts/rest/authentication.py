"""Who asks: a token of Muse's own in ``Authorization: Bearer ...`` (RFC 6750), or the session of a browser."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import knox_settings
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import User
from accounts.rest.models import AccessToken

logger = logging.getLogger(__name__)

#: ``last_used_at`` and the expiry of a device's token are written at most so often: reads are not to be writes.
NOTED_EVERY = timedelta(hours=1)
_NO_LONGER_GOOD = "This token is not, or no longer, good: sign in again."


class BearerAuthentication(TokenAuthentication):
    """Knox's, but a token is found by its digest in one query, whatever else the person has."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AccessToken]:
        """
        Raises:
            AuthenticationFailed: unknown, expired, or of somebody who was switched off; which of them is not told.
        """
        digest = hash_token(token.decode("latin-1"))
        found = AccessToken.objects.select_related("user").filter(digest=digest).first()
        now = timezone.now()
        if found is None or (found.expiry is not None and found.expiry <= now) or not found.user.is_active:
            raise AuthenticationFailed(_NO_LONGER_GOOD)
        if found.last_used_at is None or now - found.last_used_at >= NOTED_EVERY:
            self._note_use(found)
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return str(knox_settings.AUTH_HEADER_PREFIX)

    @staticmethod
    def _note_use(token: AccessToken) -> None:
        """Renewed on use: a device that is used stays signed in, one in a drawer does not."""
        now = timezone.now()
        changes: dict[str, Any] = {"last_used_at": now}
        if token.kind == AccessToken.Kind.DEVICE:
            changes["expiry"] = now + knox_settings.TOKEN_TTL
        try:
            with transaction.atomic():
                # Not `save`: a token that was revoked a moment ago is not to come back.
                AccessToken.objects.filter(pk=token.pk).update(**changes)
        except DatabaseError as error:
            # A disk that is full, or a server that only reads: whoever only reads does not mind.
            logger.warning("the use of a token is not noted: %s", type(error).__name__)
            return
        for name, value in changes.items():
            setattr(token, name, value)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """What the OpenAPI document says of it."""

    target_class = BearerAuthentication
    name = "token"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of a device (`POST auth/token`, `POST auth/spotify/`) or a personal one.",
        }
