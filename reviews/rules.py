"""What a review may say: one place for every face (R72). Each function gives the clean value or raises."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from reviews.models import MAX_TEXT_LENGTH, RATINGS

RATING_MESSAGE = "Rate in half stars, from 0.5 to 5."
NOTHING_MESSAGE = "Give a rating, write something, or both."


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
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError("The text holds characters that cannot be kept.", code="text_not_storable")
    if len(text) > MAX_TEXT_LENGTH:
        raise ValidationError(
            f"A review has at most {MAX_TEXT_LENGTH:,} characters; this one has {len(text):,}.", code="text_too_long"
        )
    return text


def require_something(rating: Decimal | None, text: str) -> None:
    """
    Raises:
        ValidationError: with code ``empty_review`` where there is neither a rating nor a text.
    """
    if rating is None and not text:
        raise ValidationError(NOTHING_MESSAGE, code="empty_review")
