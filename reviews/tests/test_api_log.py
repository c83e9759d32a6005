"""The log by the API: what one says of an item and the day on which one heard it, in one call."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.factories import PreferencesFactory
from accounts.tests.tokens import phone_of
from accounts.visibility import Visibility
from muse.testing.openapi import documented
from reviews.models import DiaryEntry, Review
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory, ShelfItemFactory
from spotify_cache.sandbox.process import SandboxProcess

LOG = "/api/v1/log"
DAY = "2026-02-03"

pytestmark = pytest.mark.django_db


def log(client: Client, album_id: str, **said: Any) -> Any:
    headers = said.pop("headers", {})
    body = {"item_type": "album", "spotify_id": album_id, **said}
    return client.post(LOG, body, content_type="application/json", headers=headers)


def codes(response: Any) -> dict[str, list[str]]:
    """What is wrong, by field."""
    assert response.status_code == 400, response.content
    return {name: [error["code"] for error in errors] for name, errors in documented(response)["errors"].items()}


def test_a_review_and_a_day_are_written_at_once(owner: User, album_id: str) -> None:
    ShelfItemFactory(person=owner, spotify_id=album_id)
    said = {"rating": 4.5, "text": "Again!", "tags": ["sea"], "visibility": "followers", "is_relisten": True}
    response = log(phone_of(owner), album_id, listened_on=DAY, **said)
    assert response.status_code == 201
    body = documented(response)
    review, entry = Review.objects.get(author=owner), DiaryEntry.objects.get(author=owner)
    assert response["Location"] == f"http://testserver/api/v1/reviews/{review.pk}"
    assert (body["review"]["id"], body["diary_entry"]["id"]) == (review.pk, entry.pk)
    assert (body["review"]["rating"], body["review"]["text"], body["review"]["is_mine"]) == (4.5, "Again!", True)
    assert (body["diary_entry"]["listened_on"], body["diary_entry"]["is_relisten"]) == (DAY, True)
    assert (review.visibility, entry.visibility, entry.rating) == ("followers", "followers", review.rating)
    assert review.created_at == entry.created_at
    assert body["review"]["item"] == body["diary_entry"]["item"]
    assert body["review"]["item"]["name"]
    assert not owner.shelf.exists()


def test_a_day_alone_is_no_review(owner: User, album_id: str) -> None:
    response = log(phone_of(owner), album_id, listened_on=DAY)
    assert response.status_code == 201
    body = documented(response)
    assert (body["review"], body["diary_entry"]["rating"]) == (None, None)
    assert response["Location"].endswith(f"/diary/{DiaryEntry.objects.get().pk}")
    assert not Review.objects.exists()


def test_a_rating_alone_is_no_day(owner: User, album_id: str) -> None:
    PreferencesFactory(user=owner, default_visibility=Visibility.ONLY_ME)
    body = documented(log(phone_of(owner), album_id, rating=3, listened_on=None))
    assert (body["review"]["visibility"], body["diary_entry"]) == ("only_me", None)
    assert not DiaryEntry.objects.exists()


def test_the_same_again_changes_what_is_there(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    first = documented(log(phone, album_id, rating=3, text="Hm.", listened_on=DAY))
    response = log(phone, album_id, rating=4, listened_on=DAY)
    assert response.status_code == 200
    assert "Location" not in response
    second = documented(response)
    assert second["review"]["id"] == first["review"]["id"]
    assert second["diary_entry"]["id"] == first["diary_entry"]["id"]
    assert (second["review"]["text"], second["diary_entry"]["rating"]) == ("Hm.", 4)


def test_another_day_is_another_entry_of_the_same_review(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    log(phone, album_id, rating=3, listened_on=DAY)
    response = log(phone, album_id, listened_on="2026-02-04", is_relisten=True)
    assert response.status_code == 201
    assert documented(response)["review"]["rating"] == 3
    assert (Review.objects.count(), DiaryEntry.objects.count()) == (1, 2)


def test_a_request_sent_again_with_its_key_logs_once(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    answers = [log(phone, album_id, rating=3, listened_on=DAY, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_leave_one_of_each(owner: User, album_id: str) -> None:
    phones = phone_of(owner), phone_of(owner)
    answers = at_once(*(lambda phone=phone: log(phone, album_id, rating=3, listened_on=DAY) for phone in phones))
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert (Review.objects.count(), DiaryEntry.objects.count()) == (1, 1)


def test_what_is_wrong_is_told_all_at_once_and_nothing_is_written(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    to_come = timezone.localdate() + datetime.timedelta(days=3)
    assert codes(log(phone, album_id)) == {"request": ["empty_review"]}
    assert codes(log(phone, album_id, listened_on=DAY, tags=["sea"])) == {"tags": ["tags_alone"]}
    assert codes(log(phone, album_id, rating=7, listened_on="someday")) == {
        "rating": ["invalid_rating"],
        "listened_on": ["invalid_day"],
    }
    for day, code in ((to_come.isoformat(), "day_out_of_range"), (20260203, "invalid"), ("\ud800", "invalid_day")):
        assert codes(log(phone, album_id, rating=3, listened_on=day)) == {"listened_on": [code]}
    assert codes(log(phone, album_id, rating=3, is_relisten="maybe")) == {"is_relisten": ["invalid"]}
    assert not Review.objects.exists()
    assert not DiaryEntry.objects.exists()


def test_what_spotify_does_not_know_cannot_be_logged(owner: User, unknown_id: str) -> None:
    assert codes(log(phone_of(owner), unknown_id, listened_on=DAY)) == {"spotify_id": ["unknown_item"]}


def test_while_spotify_is_away_a_log_is_kept(owner: User, album_id: str, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    response = log(phone_of(owner), album_id, rating=3, listened_on=DAY)
    assert response.status_code == 201
    body = documented(response)
    assert body["review"]["item"]["state"] == body["diary_entry"]["item"]["state"] == "unavailable"


def test_visitors_and_tokens_that_read_log_nothing(client: Client, owner: User, album_id: str) -> None:
    assert log(client, album_id, rating=3).status_code == 401
    assert log(phone_of(owner, scopes=["read"]), album_id, rating=3).status_code == 403
    assert not Review.objects.exists()


def test_what_others_wrote_of_it_stays_theirs(owner: User, outsider: User, album_id: str) -> None:
    theirs = ReviewFactory(author=outsider, spotify_id=album_id, rating=5)
    day = DiaryEntryFactory(author=outsider, spotify_id=album_id, listened_on=DAY)
    log(phone_of(owner), album_id, rating=1, listened_on=DAY)
    theirs.refresh_from_db()
    day.refresh_from_db()
    assert (theirs.rating, day.rating) == (5, None)
    assert Review.objects.count() == DiaryEntry.objects.count() == 2
