"""Tokens of the REST API, and the writes that a client may repeat without harm."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, get_digest_token
from knox.settings import CONSTANTS

MAX_KEY_LENGTH = 128
#: Visible ASCII, as header fields carry it.
KEY_PATTERN = r"^[!-~]{1,128}$"
#: How long an answer is kept for who asks again with the same key: longer than any phone stays in a tunnel.
KEYS_KEPT_FOR = timedelta(hours=24)


class AccessTokenManager(models.Manager["AccessToken"]):
    def issue(
        self, person: AbstractBaseUser, kind: str, name: str, scopes: Sequence[str], lifetime: timedelta | None
    ) -> tuple[AccessToken, str]:
        """A new token, and what its holder has to show: it can be read here and now, and never again."""
        digest, secret = get_digest_token()
        token = self.create(
            user_id=person.pk,
            kind=kind,
            name=name,
            scopes=list(scopes),
            digest=digest,
            token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
            expiry=None if lifetime is None else timezone.now() + lifetime,
        )
        return token, secret


class AccessToken(AbstractAuthToken):
    """One device's permission to act for a person, or one that the person made for a program. Hashed at rest (R70).

    That of a device lasts ``REST_KNOX["TOKEN_TTL"]`` from its last use on; a personal one ends on its day.
    """

    class Kind(models.TextChoices):
        DEVICE = "device", _("Device")
        PERSONAL = "personal", _("Personal token")

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: Names the token in addresses: its digest is nobody's business.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80, help_text=_("What the person calls it."))
    scopes = ArrayField(models.CharField(max_length=5, choices=Scope))
    last_used_at = models.DateTimeField(null=True, blank=True, help_text=_("To the hour."))

    objects = AccessTokenManager()

    class Meta:
        db_table = "access_tokens"
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["device", "personal"]), name="access_tokens_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="access_tokens_named"),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=["read", "write"], scopes__contains=["read"]),
                name="access_tokens_scopes_known",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "kind", "-created"], name="access_tokens_of_person"),
            models.Index(fields=["expiry"], name="access_tokens_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} token of {self.user_id}"


class IdempotencyKey(models.Model):
    """That a write came with an ``Idempotency-Key`` and what became of it, kept in the write's own transaction.

    Either both are there or neither, so nothing is written twice (draft-ietf-httpapi-idempotency-key-header). The
    body of the answer is not here: it shows what Spotify says of items, which PostgreSQL never holds (R1).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=MAX_KEY_LENGTH, validators=[RegexValidator(KEY_PATTERN)])
    #: SHA-256 of method, address and body: the same key for another request is a client's mistake.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "idempotency_keys"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_keys_once")]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotency_keys_age")]

    def __str__(self) -> str:
        return f"{self.key} of {self.person_id}"
