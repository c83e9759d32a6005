"""Model fields of accounts."""

from __future__ import annotations

from typing import Any

from django.db import models

from spotify_cache.encryption import seal, unseal


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted in the database and plain on the instance (R70).

    Reading may raise `spotify_cache.encryption.UnreadableSecret` when no configured key fits. It cannot be searched:
    the same secret is sealed differently each time.
    """

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value in (None, "") else unseal(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        prepared = super().get_prep_value(value)
        return prepared if prepared in (None, "") else seal(str(prepared))
