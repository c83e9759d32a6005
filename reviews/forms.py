"""The forms behind every way to say something: what they accept is `reviews.rules`' to say."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility
from reviews import rules
from reviews.models import FIRST_DAY, MAX_TAG_LENGTH, MAX_TAGS, MAX_TEXT_LENGTH, RATINGS, DiaryEntry, Review


class RatingField(forms.Field):
    """Half stars."""

    def to_python(self, value: object) -> Decimal | None:
        return rules.clean_rating(value)


class TextField(forms.Field):
    """Not a CharField: the rules say how long and which characters, and count line breaks once."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return rules.clean_text(value)


class DayField(forms.Field):
    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: object) -> datetime.date | None:
        return rules.clean_day(value)


class TagsField(forms.Field):
    def to_python(self, value: Any) -> list[str]:
        return rules.clean_tags(value)


class VisibilityField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(choices=Visibility.choices, required=False, label=_("Who may see it"))


class SaidForm(forms.Form):
    """What forms about an item have in common: stars and a day."""

    rating = RatingField(required=False)
    listened_on = DayField(required=False)
    is_relisten = forms.BooleanField(required=False)
    visibility = VisibilityField()

    #: Before every id in the template: two of these forms may stand on a page.
    id_prefix = ""
    #: For the template: the scale, low to high.
    scale = RATINGS
    first_day = FIRST_DAY

    @property
    def last_day(self) -> datetime.date:
        return timezone.localdate() + datetime.timedelta(days=1)

    @property
    def chosen_rating(self) -> Decimal | None:
        """What the stars show: what was sent if it is a rating at all, else what is known."""
        value = self["rating"].value()
        try:
            return rules.clean_rating(value)
        except forms.ValidationError:
            return None

    @property
    def chosen_day(self) -> str:
        """What the field of the day holds, errors or not."""
        value = self["listened_on"].value()
        return value.isoformat() if isinstance(value, datetime.date) else str(value or "")

    @property
    def chosen_visibility(self) -> str:
        return str(self["visibility"].value() or Visibility.EVERYONE)

    @property
    def visibilities(self) -> list[tuple[str, Any]]:
        return list(Visibility.choices)


class LogForm(SaidForm):
    """Rating, text, day, tags, and who may see it; all of it optional, but not all at once. `review` fills it with what
    the person said before."""

    text = TextField(required=False)
    tags = TagsField(required=False)

    max_text_length = MAX_TEXT_LENGTH
    #: What ten longest tags take with their commas.
    max_tags_length = MAX_TAGS * (MAX_TAG_LENGTH + 2)

    def __init__(
        self, data: Any = None, *, review: Review | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        known: dict[str, Any] = {}
        if review:
            known = {name: getattr(review, name) for name in ("rating", "text", "tags", "visibility")}
        super().__init__(data, initial={**known, **(initial or {})})

    @property
    def typed_text(self) -> str:
        """What the text area holds, errors or not: nothing typed is lost."""
        return str(self["text"].value() or "")

    @property
    def typed_tags(self) -> str:
        value = self["tags"].value() or ""
        return value if isinstance(value, str) else ", ".join(value)

    @property
    def has_details(self) -> bool:
        """Whether there is something in what is folded away at first."""
        return bool(self.typed_tags or self.errors) or self.chosen_visibility != Visibility.EVERYONE

    @property
    def said(self) -> dict[str, Any]:
        """What `services.log` takes: a field that was not sent stays as it is."""
        said = {name: self.cleaned_data[name] for name in ("rating", "text", "tags") if name in self.data}
        if self.cleaned_data["visibility"]:
            said["visibility"] = self.cleaned_data["visibility"]
        return said | {name: self.cleaned_data[name] for name in ("listened_on", "is_relisten")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("listened_on"):
            rules.require_something(cleaned.get("rating"), cleaned.get("text", ""))
        return cleaned


class DiaryEntryForm(SaidForm):
    """A day of the diary, to be changed."""

    listened_on = DayField()

    def __init__(self, data: Any = None, *, entry: DiaryEntry) -> None:
        names = ("rating", "listened_on", "is_relisten", "visibility")
        super().__init__(data, initial={name: getattr(entry, name) for name in names})
