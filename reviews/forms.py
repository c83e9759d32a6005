"""The form behind every way to write a review."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from reviews import rules
from reviews.models import MAX_TEXT_LENGTH, RATINGS, Review


class RatingField(forms.Field):
    """Half stars; what it accepts is `rules.clean_rating`'s to say."""

    def to_python(self, value: object) -> Decimal | None:
        return rules.clean_rating(value)


class TextField(forms.Field):
    """Not a CharField: the rules say how long and which characters, and count line breaks once."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return rules.clean_text(value)


class ReviewForm(forms.Form):
    """Rating and text, each optional, together not empty. `review` fills it with what the person said before."""

    rating = RatingField(required=False)
    text = TextField(required=False)

    #: For the template: the scale, low to high.
    scale = RATINGS
    max_text_length = MAX_TEXT_LENGTH

    def __init__(
        self, data: Any = None, *, review: Review | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        known = {"rating": review.rating, "text": review.text} if review else {}
        super().__init__(data, initial={**known, **(initial or {})})

    @property
    def chosen_rating(self) -> Decimal | None:
        """What the stars show: what was sent if it is a rating at all, else what is known."""
        value = self["rating"].value()
        try:
            return rules.clean_rating(value)
        except forms.ValidationError:
            return None

    @property
    def typed_text(self) -> str:
        """What the text area holds, errors or not: nothing typed is lost."""
        return str(self["text"].value() or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            rules.require_something(cleaned.get("rating"), cleaned.get("text", ""))
        return cleaned
