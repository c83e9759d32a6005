"""What PostgreSQL itself refuses, whoever writes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from accounts.models import User
from reviews.models import RATINGS, Review
from reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db


def test_a_person_reviews_an_item_once(owner: User) -> None:
    ReviewFactory(author=owner, spotify_id="a" * 22)
    with pytest.raises(IntegrityError, match="reviews_one_per_person_and_item"), transaction.atomic():
        ReviewFactory(author=owner, spotify_id="a" * 22)
    ReviewFactory(author=owner, item_type="track", spotify_id="a" * 22)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"rating": Decimal("0")}, "reviews_rating_half_stars"),
        ({"rating": Decimal("5.5")}, "reviews_rating_half_stars"),
        ({"rating": Decimal("7")}, "reviews_rating_half_stars"),
        ({"rating": Decimal("3.7")}, "reviews_rating_half_stars"),
        ({"rating": None, "text": ""}, "reviews_rating_or_text"),
        ({"item_type": "genre"}, "reviews_item_type_known"),
        ({"spotify_id": "too-short"}, "reviews_spotify_id_form"),
        ({"spotify_id": "!" * 22}, "reviews_spotify_id_form"),
    ],
)
def test_what_is_against_the_rules_is_refused(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises((IntegrityError, DataError), match=constraint), transaction.atomic():
        ReviewFactory(**fields)


def test_every_half_star_is_accepted() -> None:
    for rating in RATINGS:
        assert ReviewFactory(rating=rating).pk


def test_the_table_holds_nothing_of_spotify_but_the_id() -> None:
    """R1, R3."""
    assert Review._meta.db_table == "reviews"
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "reviews")}
    said = {"rating", "text", "tags", "visibility", "comments_closed", "created_at", "updated_at"}
    assert columns == {"id", "author_id", "item_type", "spotify_id", *said, "like_count", "comment_count"}
