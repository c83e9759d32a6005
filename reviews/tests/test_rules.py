"""What a review may say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from reviews import rules
from reviews.models import MAX_TEXT_LENGTH, RATINGS


@pytest.mark.parametrize("rating", RATINGS)
def test_half_stars_from_a_half_to_five_are_ratings(rating: Decimal) -> None:
    assert rules.clean_rating(str(rating)) == rating


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_no_rating(value: object) -> None:
    assert rules.clean_rating(value) is None


@pytest.mark.parametrize(
    "value",
    ["7", "0", "-1", "5.5", "3.7", "4.25", "NaN", "Infinity", "1e400", "four", "٤x", " ", "4,5", True, [], b"4"],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        rules.clean_rating(value)
    assert refused.value.code == "invalid_rating"


@given(st.text(max_size=40))
def test_a_rating_is_one_of_the_scale_or_refused_whatever_is_sent(text: str) -> None:
    try:
        rating = rules.clean_rating(text)
    except ValidationError:
        return
    assert rating is None or rating in RATINGS


def test_line_breaks_of_a_browser_count_once() -> None:
    text = "a\r\n" * (MAX_TEXT_LENGTH // 2 - 1) + "aa"
    assert len(text) > MAX_TEXT_LENGTH
    assert len(rules.clean_text(text)) == MAX_TEXT_LENGTH


def test_a_text_of_ten_thousand_characters_is_kept_and_one_more_is_refused() -> None:
    assert len(rules.clean_text("ß" * MAX_TEXT_LENGTH)) == MAX_TEXT_LENGTH
    with pytest.raises(ValidationError) as refused:
        rules.clean_text("ß" * (MAX_TEXT_LENGTH + 1))
    assert refused.value.code == "text_too_long"


@pytest.mark.parametrize("text", ["a\x00b", "lone \ud800 surrogate"])
def test_what_postgresql_cannot_keep_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        rules.clean_text(text)
    assert refused.value.code == "text_not_storable"


def test_white_space_around_a_text_goes_and_within_it_stays() -> None:
    assert rules.clean_text("  \r\n one\r\rtwo  three \n") == "one\n\ntwo  three"


def test_neither_rating_nor_text_is_refused() -> None:
    with pytest.raises(ValidationError):
        rules.require_something(None, "")
    rules.require_something(Decimal("0.5"), "")
    rules.require_something(None, "words")


def test_tags_come_as_a_list_or_with_commas_between() -> None:
    assert rules.clean_tags("Sea, #late  evening,,sea") == ["sea", "late evening"]
    assert rules.clean_tags(["Sea", "#late  evening", "", "sea"]) == ["sea", "late evening"]
    assert rules.clean_tags(["sea, late evening"]) == ["sea", "late evening"]
