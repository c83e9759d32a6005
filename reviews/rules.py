"""What a review may say: one place for every face (R72). Each function gives the clean value or raises."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.visibility import Visibility
from reviews.models import FIRST_DAY, MAX_COMMENT_LENGTH, MAX_TAG_LENGTH, MAX_TAGS, MAX_TEXT_LENGTH, RATINGS

#: Somewhere it is tomorrow already.
_TOMORROW = datetime.timedelta(days=1)

RATING_MESSAGE = gettext_lazy("Rate in half stars, from 0.5 to 5.")
NOTHING_MESSAGE = gettext_lazy("Give a rating, write something, or both.")


def clean_rating(value: object) -> Decimal | None:
    """Half stars from 0.5 to 5; None and the empty string mean "no rating".

    Raises:
        ValidationError: with code ``invalid_rating``.
    """
    if value is None or value == "":
        return None
    try:
        rating = Decimal(str(value))
    except InvalidOperation:
        rating = Decimal("NaN")
    if rating.is_nan() or rating not in RATINGS:
        raise ValidationError(RATING_MESSAGE, code="invalid_rating")
    return rating.quantize(Decimal("0.1"))


def clean_text(value: str | None) -> str:
    """Up to 10,000 characters with plain line feeds, without white space around them.

    A browser sends every line break as CR LF (HTML, "constructing the form data set"); counted as one character here,
    as the browser's own ``maxlength`` counts it.

    Raises:
        ValidationError: with code ``text_too_long`` or ``text_not_storable`` (PostgreSQL keeps no NUL, UTF-8 no lone
            surrogate).
    """
    text = _storable(value)
    if len(text) > MAX_TEXT_LENGTH:
        message = _("A review has at most %(most)s characters; this one has %(length)s.")
        values = {"most": f"{MAX_TEXT_LENGTH:,}", "length": f"{len(text):,}"}
        raise ValidationError(message, code="text_too_long", params=values)
    return text


def require_something(rating: Decimal | None, text: str) -> None:
    """
    Raises:
        ValidationError: with code ``empty_review`` where there is neither a rating nor a text.
    """
    if rating is None and not text:
        raise ValidationError(NOTHING_MESSAGE, code="empty_review")


def clean_comment(value: str | None) -> str:
    """Like a review's text, shorter, and never empty.

    Raises:
        ValidationError: with code ``comment_empty``, ``text_too_long`` or ``text_not_storable``.
    """
    text = _storable(value)
    if not text:
        raise ValidationError(_("Write something first."), code="comment_empty")
    if len(text) > MAX_COMMENT_LENGTH:
        message = _("A comment has at most %(most)s characters; this one has %(length)s.")
        values = {"most": f"{MAX_COMMENT_LENGTH:,}", "length": f"{len(text):,}"}
        raise ValidationError(message, code="text_too_long", params=values)
    return text


def clean_tags(value: str | Iterable[object] | None) -> list[str]:
    """Up to ten words or short phrases in lower case, each once, in the order given: text with commas between, or
    a list of such.

    Raises:
        ValidationError: with code ``too_many_tags``, ``tag_too_long`` or ``text_not_storable``.
    """
    given = [value or ""] if isinstance(value, str) or value is None else value
    pieces = (piece for text in given for piece in _storable(str(text)).replace("\n", ",").split(","))
    words = (" ".join(piece.lower().strip().lstrip("#").split()) for piece in pieces)
    tags = list(dict.fromkeys(word for word in words if word))
    if len(tags) > MAX_TAGS:
        raise ValidationError(_("At most %(most)d tags."), code="too_many_tags", params={"most": MAX_TAGS})
    if any(len(tag) > MAX_TAG_LENGTH for tag in tags):
        message = _("A tag has at most %(most)d characters.")
        raise ValidationError(message, code="tag_too_long", params={"most": MAX_TAG_LENGTH})
    return tags


def clean_day(value: object) -> datetime.date | None:
    """A day on which one can have listened, as a date or in ISO 8601; None and the empty string mean "not said".

    Raises:
        ValidationError: with code ``invalid_day`` or ``day_out_of_range``.
    """
    if value is None or value == "":
        return None
    try:
        day = value if isinstance(value, datetime.date) else parse_date(str(value).strip())
    except ValueError:
        day = None
    if day is None or isinstance(day, datetime.datetime):
        raise ValidationError(_("Give the day as year-month-day, such as 2026-11-24."), code="invalid_day")
    if not FIRST_DAY <= day <= timezone.localdate() + _TOMORROW:
        raise ValidationError(_("That day is too long ago, or still to come."), code="day_out_of_range")
    return day


def require_day(value: object) -> datetime.date:
    """As `clean_day`, where a day has to be said.

    Raises:
        ValidationError: also with code ``day_required``.
    """
    day = clean_day(value)
    if day is None:
        raise ValidationError(_("An entry has a day."), code="day_required")
    return day


def clean_visibility(value: object) -> str:
    """
    Raises:
        ValidationError: with code ``invalid_visibility``.
    """
    if value not in Visibility.values:
        raise ValidationError(_("Choose who may see it."), code="invalid_visibility")
    return str(value)


def _storable(value: str | None) -> str:
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError(_("The text holds characters that cannot be kept."), code="text_not_storable")
    return text
