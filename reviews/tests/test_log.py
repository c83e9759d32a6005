"""Logging: review, diary and shelf by one call, and the rules of what it takes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.tests.factories import PreferencesFactory
from reviews import rules, services, shelf
from reviews.models import DiaryEntry, Review, ShelfItem
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC), tick=True):
        yield


def test_everything_is_saved_together(owner: User, album_id: str) -> None:
    logged = services.log(
        owner,
        "album",
        album_id,
        rating="4.5",
        text="Words.",
        tags="Late Night,  #winter, late night",
        visibility="followers",
        listened_on="2026-11-20",
        is_relisten=True,
    )
    review, entry = Review.objects.get(), DiaryEntry.objects.get()
    assert (logged.review, logged.entry, logged.created) == (review, entry, True)
    assert (review.rating, review.text, review.tags, review.visibility) == (
        Decimal("4.5"),
        "Words.",
        ["late night", "winter"],
        "followers",
    )
    assert (entry.listened_on, entry.rating, entry.is_relisten, entry.visibility) == (
        datetime.date(2026, 11, 20),
        Decimal("4.5"),
        True,
        "followers",
    )


def test_a_day_alone_makes_no_review(owner: User, album_id: str) -> None:
    logged = services.log(owner, "album", album_id, listened_on=TODAY)
    assert logged.review is None
    assert DiaryEntry.objects.get().rating is None
    assert not Review.objects.exists()


def test_without_a_day_the_diary_stays_empty(owner: User, album_id: str) -> None:
    assert services.log(owner, "album", album_id, rating=4).entry is None
    assert not DiaryEntry.objects.exists()


def test_twice_on_a_day_is_one_entry_and_on_two_days_two(owner: User, album_id: str) -> None:
    for rating in (3, 4):
        services.log(owner, "album", album_id, rating=rating, listened_on=TODAY)
    services.log(owner, "album", album_id, rating=5, listened_on=TODAY - datetime.timedelta(days=9), is_relisten=True)
    entries = DiaryEntry.objects.order_by("listened_on").values_list("rating", "is_relisten")
    assert list(entries) == [(Decimal(5), True), (Decimal(4), False)]
    assert Review.objects.get().rating == 5


def test_what_is_not_said_stays(owner: User, album_id: str) -> None:
    ReviewFactory(author=owner, spotify_id=album_id, rating=2, text="Kept.", tags=["kept"], visibility="only_me")
    services.log(owner, "album", album_id, listened_on=TODAY)
    services.save_review(owner, "album", album_id, rating=3, text=services.UNCHANGED)
    review = Review.objects.get()
    assert (review.rating, review.text, review.tags, review.visibility) == (3, "Kept.", ["kept"], "only_me")
    assert DiaryEntry.objects.get().visibility == "only_me"


def test_a_new_review_is_seen_by_whom_the_preferences_say(owner: User, album_id: str) -> None:
    PreferencesFactory(user=owner, default_visibility="followers")
    assert services.save_review(owner, "album", album_id, rating=3, text="").review.visibility == "followers"


def test_logging_and_rating_take_it_off_the_shelf(owner: User, catalog: dict[str, Any]) -> None:
    first, second = catalog["albums"][:2]
    for spotify_id in (first, second):
        shelf.put_on(owner, "album", spotify_id)
    services.log(owner, "album", first, listened_on=TODAY)
    services.save_review(owner, "album", second, rating=3, text="")
    assert not ShelfItem.objects.exists()


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, {None: "empty_review"}),
        ({"rating": "", "text": " "}, {None: "empty_review"}),
        ({"rating": "7", "listened_on": "yesterday"}, {"rating": "invalid_rating", "listened_on": "invalid_day"}),
        ({"rating": 4, "listened_on": "2026-02-30"}, {"listened_on": "invalid_day"}),
        ({"rating": 4, "listened_on": "2026-11-26"}, {"listened_on": "day_out_of_range"}),
        ({"rating": 4, "listened_on": "1820-01-01"}, {"listened_on": "day_out_of_range"}),
        ({"rating": 4, "tags": ["x" * 31]}, {"tags": "tag_too_long"}),
        ({"rating": 4, "tags": [f"t{number}" for number in range(11)]}, {"tags": "too_many_tags"}),
        ({"rating": 4, "tags": "nul \x00"}, {"tags": "text_not_storable"}),
        ({"tags": "alone", "listened_on": "2026-11-24"}, {"tags": "tags_alone"}),
        ({"rating": 4, "visibility": "nobody"}, {"visibility": "invalid_visibility"}),
    ],
)
def test_mistakes_are_told_by_field_and_nothing_is_saved(
    owner: User, album_id: str, said: dict[str, Any], codes: dict[str | None, str]
) -> None:
    with pytest.raises(ValidationError) as error:
        services.log(owner, "album", album_id, **said)
    raised = getattr(error.value, "error_dict", None) or {None: error.value.error_list}
    assert {field: errors[0].code for field, errors in raised.items()} == codes
    assert not Review.objects.exists()
    assert not DiaryEntry.objects.exists()


def test_a_review_is_not_emptied_by_logging_a_day(owner: User, album_id: str) -> None:
    ReviewFactory(author=owner, spotify_id=album_id)
    with pytest.raises(ValidationError):
        services.log(owner, "album", album_id, rating=None, text="", listened_on=TODAY)
    assert Review.objects.get().text
    assert not DiaryEntry.objects.exists()


def test_what_spotify_does_not_know_is_not_logged(owner: User, unknown_id: str) -> None:
    for item_type, spotify_id in (("album", unknown_id), ("genre", unknown_id), ("album", "short")):
        with pytest.raises(services.UnknownItem):
            services.log(owner, item_type, spotify_id, listened_on=TODAY)
    assert not DiaryEntry.objects.exists()


def test_while_spotify_is_away_it_is_logged_all_the_same(owner: User, album_id: str, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    services.log(owner, "album", album_id, rating=4, listened_on=TODAY)
    assert DiaryEntry.objects.exists()


def test_tomorrow_is_a_day_already_somewhere() -> None:
    assert rules.clean_day("2026-11-25") == datetime.date(2026, 11, 25)
