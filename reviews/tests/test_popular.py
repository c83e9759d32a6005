"""What is worth having from Spotify before anybody asks."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine

from accounts.models import User
from accounts.tests.factories import FollowFactory, UserFactory
from reviews import charts, popular
from reviews.models import PinnedItem
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory, ShelfItemFactory
from spotify_cache import warming

pytestmark = pytest.mark.django_db

TODAY = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
A, B, C = (letter * 22 for letter in "ABC")


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def leader() -> User:
    """Somebody whom many follow."""
    person = UserFactory.create()
    for _ in range(popular.LEAST_FOLLOWERS):
        FollowFactory.create(followed=person)
    return person


def test_all_of_it_is_told_to_the_warmer() -> None:
    assert {"charts", "reviewed lately", "listened to lately", "shelves", "favourites"} <= warming._sources.keys()
    assert all(list(source(10)) == [] or name == "new releases" for name, source in warming._sources.items())


def test_charts_the_highest_places_first() -> None:
    for spotify_id, times in ((A, 2), (B, 3)):
        ReviewFactory.create_batch(times, item_type="album", spotify_id=spotify_id)
    ReviewFactory.create(item_type="track", spotify_id=C)
    charts.compute_charts()
    assert set(popular.charted(2)) == {("album", B, "whole"), ("track", C)}
    assert popular.charted(10)[2:] == [("album", A, "whole")]


def test_what_most_people_review_lately() -> None:
    ReviewFactory.create_batch(2, item_type="artist", spotify_id=A)
    ReviewFactory.create(item_type="track", spotify_id=B)
    ReviewFactory.create(spotify_id=C, created_at=TODAY - datetime.timedelta(days=popular.DAYS + 1))
    assert popular.reviewed_lately(10) == [("artist", A), ("track", B)]
    assert popular.reviewed_lately(1) == [("artist", A)]


def test_what_most_people_log_and_shelve() -> None:
    for spotify_id, times in ((A, 2), (B, 3), (C, 1)):
        DiaryEntryFactory.create_batch(times, item_type="track", spotify_id=spotify_id, listened_on=TODAY.date())
        ShelfItemFactory.create_batch(times, item_type="track", spotify_id=spotify_id)
    DiaryEntryFactory.create_batch(5, spotify_id=C, listened_on=datetime.date(2026, 1, 1))
    once_again = DiaryEntryFactory.create(item_type="track", spotify_id=C, listened_on=TODAY.date())
    DiaryEntryFactory.create(
        author=once_again.author, item_type="track", spotify_id=C, listened_on=TODAY.date() - datetime.timedelta(days=1)
    )
    expected = [("track", B), ("track", A)]
    assert popular.shelved(10) == expected
    assert popular.listened_lately(2) == expected


def test_what_people_whom_many_follow_review_and_show(leader: User) -> None:
    ReviewFactory.create(author=leader, spotify_id=A)
    ReviewFactory.create(author=leader, spotify_id=B, created_at=TODAY - datetime.timedelta(days=8))
    ReviewFactory.create(author=leader, spotify_id=C, visibility="followers")
    ReviewFactory.create(spotify_id=C)
    assert popular.said_by_leaders(10) == [("album", A, "whole")]
    PinnedItem.objects.create(person=leader, item_type="album", spotify_id=B, position=1)
    PinnedItem.objects.create(person=UserFactory.create(), item_type="album", spotify_id=C, position=1)
    assert popular.pinned(10) == [("album", B, "whole")]
