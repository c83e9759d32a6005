"""Fields of bodies about items: each made clean by the rule that the pages have for it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from accounts.rest.bodies import RuleField, TextField
from reviews import rules
from reviews.models import MAX_COMMENT_LENGTH, MAX_RATING, MAX_TAG_LENGTH, MAX_TAGS, MAX_TEXT_LENGTH, MIN_RATING


@extend_schema_field({"type": "number", "minimum": float(MIN_RATING), "maximum": float(MAX_RATING), "multipleOf": 0.5})
class RatingField(RuleField):
    default_error_messages: ClassVar[Any] = {"invalid": rules.RATING_MESSAGE}
    types = (int, float)
    rule = staticmethod(rules.clean_rating)


@extend_schema_field({"type": "string", "maxLength": MAX_TEXT_LENGTH})
class ReviewTextField(TextField):
    rule = staticmethod(rules.clean_text)


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": MAX_COMMENT_LENGTH})
class CommentTextField(TextField):
    rule = staticmethod(rules.clean_comment)


@extend_schema_field({"type": "string", "format": "date"})
class DayField(TextField):
    rule = staticmethod(rules.require_day)


@extend_schema_field({"type": "array", "items": {"type": "string", "maxLength": MAX_TAG_LENGTH}, "maxItems": MAX_TAGS})
class TagsField(RuleField):
    default_error_messages: ClassVar[Any] = {"invalid": _("This has to be a list of texts.")}
    types = (list,)
    rule = staticmethod(rules.clean_tags)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and not all(isinstance(one, str) for one in data):
            self.fail("invalid")
        return super().to_internal_value(data)
