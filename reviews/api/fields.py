"""Fields of bodies that clients send: JSON of the right type, which a rule of `reviews.rules` then makes clean.

A rule's errors are the field's errors, with the messages and codes that the forms of the pages have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews import rules
from reviews.models import MAX_COMMENT_LENGTH, MAX_RATING, MAX_TAG_LENGTH, MAX_TAGS, MAX_TEXT_LENGTH, MIN_RATING
from spotify_cache.spotify_ids import ID_PATTERN, validate_spotify_id


class _RuleField(serializers.Field):
    """What is of the right type, as the rule leaves it."""

    types: ClassVar[tuple[type, ...]] = (str,)
    rule: ClassVar[Callable[[Any], Any]]

    def to_internal_value(self, data: Any) -> Any:
        # To Python, true is a number.
        if not isinstance(data, self.types) or isinstance(data, bool):
            self.fail("invalid")
        return type(self).rule(data)


class _TextField(_RuleField):
    default_error_messages: ClassVar[Any] = {"invalid": _("This has to be a text.")}


@extend_schema_field({"type": "number", "minimum": float(MIN_RATING), "maximum": float(MAX_RATING), "multipleOf": 0.5})
class RatingField(_RuleField):
    default_error_messages: ClassVar[Any] = {"invalid": rules.RATING_MESSAGE}
    types = (int, float)
    rule = staticmethod(rules.clean_rating)


@extend_schema_field({"type": "string", "maxLength": MAX_TEXT_LENGTH})
class ReviewTextField(_TextField):
    rule = staticmethod(rules.clean_text)


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": MAX_COMMENT_LENGTH})
class CommentTextField(_TextField):
    rule = staticmethod(rules.clean_comment)


@extend_schema_field({"type": "string", "format": "date"})
class DayField(_TextField):
    rule = staticmethod(rules.clean_day)


@extend_schema_field({"type": "array", "items": {"type": "string", "maxLength": MAX_TAG_LENGTH}, "maxItems": MAX_TAGS})
class TagsField(_RuleField):
    default_error_messages: ClassVar[Any] = {"invalid": _("This has to be a list of texts.")}
    types = (list,)
    rule = staticmethod(rules.clean_tags)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and not all(isinstance(one, str) for one in data):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "pattern": f"^{ID_PATTERN}$"})
class SpotifyIdField(_TextField):
    @staticmethod
    def rule(data: str) -> str:
        validate_spotify_id(data)
        return data
