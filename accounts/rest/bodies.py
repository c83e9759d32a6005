"""Bodies that clients send: JSON of the right type, which a rule of an app then makes clean.

A rule's errors are the field's errors, with the messages and codes that the forms of the pages have.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import get_error_detail
from rest_framework.request import Request

from spotify_cache.spotify_ids import ID_PATTERN, validate_spotify_id


class RuleField(serializers.Field):
    """What is of the right type, as the rule leaves it."""

    types: ClassVar[tuple[type, ...]] = (str,)

    @staticmethod
    def rule(data: Any, /) -> Any:
        raise NotImplementedError

    def to_internal_value(self, data: Any) -> Any:
        # To Python, true is a number.
        if not isinstance(data, self.types) or isinstance(data, bool):
            self.fail("invalid")
        try:
            return self.rule(data)
        except DjangoValidationError as error:
            # As DRF's own, which a list names the place of.
            raise serializers.ValidationError(get_error_detail(error)) from error


class TextField(RuleField):
    default_error_messages: ClassVar[Any] = {"invalid": _("This has to be a text.")}


@extend_schema_field({"type": "string", "pattern": f"^{ID_PATTERN}$"})
class SpotifyIdField(TextField):
    @staticmethod
    def rule(data: Any, /) -> str:
        validate_spotify_id(data)
        return data


class ShortListField(serializers.ListField):
    """A list that is counted before anything in it is looked at: a hundred thousand mistakes are one."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self._most = max_length

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and len(data) > self._most:
            message = self.error_messages["max_length"].format(max_length=self._most)
            raise serializers.ValidationError(message, code="max_length")
        return super().to_internal_value(data)


def checked(serializer: type[serializers.Serializer], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """What the body says, and nothing that it does not say; ``partial``: some of the fields will do.

    Raises:
        ValidationError: by field.
    """
    body = serializer(data=request.data, partial=partial)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)
