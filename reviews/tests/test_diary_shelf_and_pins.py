"""The diary, the shelf and the pinned favourites, below their pages."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.factories import UserFactory
from reviews import diary, pins, shelf
from reviews.items import UnknownItem
from reviews.models import DiaryEntry, PinnedItem, ShelfItem
from reviews.tests.factories import DiaryEntryFactory, ShelfItemFactory

pytestmark = pytest.mark.django_db


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


def test_the_diary_is_read_by_month_and_year(owner: User, outsider: User) -> None:
    days = [day(12, 31, 2025), day(1, 1), day(11, 30), day(12, 1)]
    entries = [DiaryEntryFactory(author=owner, listened_on=one) for one in days]
    hidden = DiaryEntryFactory(author=owner, listened_on=day(11, 2), visibility="only_me")
    assert list(diary.diary_page(owner, outsider).entries) == entries[::-1]
    assert list(diary.diary_page(owner, outsider, year=2026).entries) == entries[:0:-1]
    assert list(diary.diary_page(owner, outsider, year=2026, month=12).entries) == [entries[3]]
    assert list(diary.diary_page(owner, outsider, year=2025, month=12).entries) == [entries[0]]
    assert list(diary.diary_page(owner, owner, year=2026, month=11).entries) == [entries[2], hidden]
    page = diary.diary_page(owner, owner, year=2026)
    assert page.years == (2026, 2025)
    assert [(one.month, one.count) for one in page.months_of_year] == [(1, 1), (11, 2), (12, 1)]


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_diary_takes_three_queries(owner: User, how_many: int) -> None:
    DiaryEntryFactory.create_batch(how_many, author=owner)
    with CaptureQueriesContext(connection) as queries:
        page = diary.diary_page(owner, AnonymousUser(), year=2026)
        assert len(list(page.entries)) == how_many
        assert page.months
    assert len(queries) == 3


def test_an_entry_is_changed_and_deleted_by_its_author_alone(owner: User, outsider: User, moderator: User) -> None:
    entry = DiaryEntryFactory(author=owner)
    said: dict[str, Any] = {"listened_on": "2026-11-02", "rating": "3.5", "is_relisten": True, "visibility": "only_me"}
    for stranger in (outsider, moderator):
        with pytest.raises(DiaryEntry.DoesNotExist):
            diary.change_entry(stranger, entry.pk, **said)
        with pytest.raises(DiaryEntry.DoesNotExist):
            diary.delete_entry(stranger, entry.pk)
    diary.change_entry(owner, entry.pk, **said)
    entry.refresh_from_db()
    assert (entry.listened_on, str(entry.rating), entry.is_relisten, entry.visibility) == (
        day(11, 2),
        "3.5",
        True,
        "only_me",
    )
    diary.delete_entry(owner, entry.pk)
    with pytest.raises(DiaryEntry.DoesNotExist):
        diary.delete_entry(owner, entry.pk)


@pytest.mark.parametrize(
    ("listened_on", "code"), [("", "day_required"), ("soon", "invalid_day"), ("2026-11-05", "day_taken")]
)
def test_an_entry_has_a_day_of_its_own(owner: User, listened_on: str, code: str) -> None:
    entry = DiaryEntryFactory(author=owner)
    DiaryEntryFactory(author=owner, spotify_id=entry.spotify_id, listened_on=day(11, 5))
    with pytest.raises(ValidationError) as error:
        diary.change_entry(
            owner, entry.pk, listened_on=listened_on, rating="", is_relisten=False, visibility="everyone"
        )
    assert error.value.error_dict["listened_on"][0].code == code


def test_the_shelf_holds_an_album_once(owner: User, album_id: str, unknown_id: str) -> None:
    assert [shelf.put_on(owner, "album", album_id) for _ in range(2)] == [True, False]
    assert shelf.is_on(owner, "album", album_id)
    assert shelf.ids_on(owner, "album", [album_id, unknown_id]) == {album_id}
    assert [shelf.take_off(owner, "album", album_id) for _ in range(2)] == [True, False]


def test_only_albums_and_tracks_that_are_there_stand_on_a_shelf(
    owner: User, catalog: dict[str, Any], unknown_id: str
) -> None:
    shelf.put_on(owner, "track", catalog["tracks"][0])
    for item_type, spotify_id in (("artist", catalog["artists"][0]), ("album", unknown_id), ("album", "x")):
        with pytest.raises(UnknownItem):
            shelf.put_on(owner, item_type, spotify_id)
    assert ShelfItem.objects.count() == 1


@pytest.mark.parametrize("how_many", [1, 20])
def test_a_shelf_takes_two_queries(owner: User, how_many: int) -> None:
    ShelfItemFactory.create_batch(how_many, person=owner)
    with CaptureQueriesContext(connection) as queries:
        assert len(list(shelf.shelf_of(owner))) == how_many
    assert len(queries) == 2


def test_four_are_pinned_moved_and_taken_away(owner: User, catalog: dict[str, Any]) -> None:
    a, b, c, d, e = catalog["albums"][:5]
    for spotify_id in (a, b, c, d, a):
        pins.pin(owner, "album", spotify_id)
    with pytest.raises(ValidationError) as error:
        pins.pin(owner, "album", e)
    assert error.value.code == "pins_full"
    pins.move_pin(owner, "album", d, 1)
    pins.move_pin(owner, "album", a, 99)
    assert [one.spotify_id for one in pins.pinned_by(owner)] == [d, b, c, a]
    assert [pins.unpin(owner, "album", b) for _ in range(2)] == [True, False]
    assert [(one.position, one.spotify_id) for one in pins.pinned_by(owner)] == [(1, d), (2, c), (3, a)]
    with pytest.raises(PinnedItem.DoesNotExist):
        pins.move_pin(owner, "album", b, 1)


@pytest.mark.django_db(transaction=True)
def test_pins_at_the_same_time_take_places_of_their_own(catalog: dict[str, Any]) -> None:
    person = UserFactory()
    ids = catalog["albums"][:4]
    at_once(*[lambda spotify_id=spotify_id: pins.pin(person, "album", spotify_id) for spotify_id in ids])
    assert [one.position for one in pins.pinned_by(person)] == [1, 2, 3, 4]


def test_all_of_it_goes_with_the_account(owner: User) -> None:
    DiaryEntryFactory(author=owner)
    ShelfItemFactory(person=owner)
    PinnedItem.objects.create(person=owner, position=1, item_type="album", spotify_id="a" * 22)
    owner.delete()
    assert not any(model.objects.exists() for model in (DiaryEntry, ShelfItem, PinnedItem))
