"""Lists of the admin: how they are found, counted and narrowed, with few rows and with many."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import admin_lists
from accounts.admin_lists import QuickPaginator
from accounts.models import User
from accounts.notifications import Verb, notify
from accounts.tests.cast import ClientOf
from accounts.tests.factories import FollowFactory, PreferencesFactory, SpotifyConnectionFactory, UserFactory
from accounts.tokens import sign_in_device
from playlists.tests.factories import PlaylistFactory, track_id
from reviews.models import PinnedItem, Review
from reviews.tests.factories import CommentFactory, DiaryEntryFactory, LikeFactory, ReviewFactory, ShelfItemFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

OURS = {"accounts", "reviews", "playlists"}
LISTS = sorted(
    f"{model._meta.app_label}_{model._meta.model_name}"
    for model in admin.site._registry
    if model._meta.app_label in OURS
)


def _address(name: str) -> str:
    return reverse(f"admin:{name}_changelist")


def _one_of_everything(number: int) -> None:
    person = UserFactory.create()
    other = UserFactory.create()
    PreferencesFactory.create(user=person)
    SpotifyConnectionFactory.create(user=person)
    FollowFactory.create(follower=other, followed=person)
    notify(person, other, Verb.FOLLOWED)
    sign_in_device(person, "phone")
    review = ReviewFactory.create(author=person, spotify_id=track_id(number))
    CommentFactory.create(review=review)
    LikeFactory.create(review=review)
    DiaryEntryFactory.create(author=person)
    ShelfItemFactory.create(person=person)
    PinnedItem.objects.create(person=person, item_type="album", spotify_id=track_id(number), position=1)
    PlaylistFactory.create(owner=person, track_ids=[track_id(number), track_id(number + 1)])


@pytest.fixture
def queries_of(moderator: User, client_of: ClientOf) -> Any:
    browser = client_of(moderator)

    def count(name: str, **query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(_address(name), query).status_code == 200
        return len(queries)

    return count


def test_every_list_takes_a_fixed_number_of_queries_and_calls_spotify_never(
    queries_of: Any, sandbox: SandboxProcess
) -> None:
    _one_of_everything(0)
    few = {name: queries_of(name) for name in LISTS}
    for number in range(2, 10, 2):
        _one_of_everything(number)
    assert {name: queries_of(name) for name in LISTS} == few
    assert max(few.values()) <= 9, few
    assert sandbox.calls() == 0


@pytest.mark.parametrize("term", ["owner", "text: nothing", "0" * 22, "\x00", "x" * 3000, "%_\\"])
def test_every_list_is_searched_for_anything(queries_of: Any, owner: User, term: str) -> None:
    assert max(queries_of(name, q=term) for name in LISTS) <= 9


@pytest.mark.parametrize("name", LISTS)
def test_no_list_counts_all_of_its_rows(name: str) -> None:
    shown = next(
        model_admin
        for model, model_admin in admin.site._registry.items()
        if f"{model._meta.app_label}_{model._meta.model_name}" == name
    )
    assert not shown.show_full_result_count
    assert shown.date_hierarchy is None, "its dates are told by going through all rows"
    if name != "accounts_spotifyconnection":
        assert shown.paginator is QuickPaginator


def test_of_a_large_table_the_estimate_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    ReviewFactory.create_batch(6)
    monkeypatch.setattr(admin_lists, "MOST_COUNTED", 4)
    assert QuickPaginator(Review.objects.all(), 2).count == 4, "there is no estimate yet"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reviews")
    assert QuickPaginator(Review.objects.all(), 2).count == 6
    assert QuickPaginator(Review.objects.filter(rating__gt=0), 2).count == 4, "what is narrowed is counted so far"


def test_a_list_says_how_far_it_is_counted_and_ends_there(
    moderator: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_lists, "MOST_COUNTED", 60)
    author = UserFactory.create()
    Review.objects.bulk_create(
        Review(author=author, item_type="album", spotify_id=f"{number:022d}", rating=4) for number in range(70)
    )
    browser = client_of(moderator)
    page = browser.get(_address("reviews_review"), {"stars": "4.0"}).content.decode()
    assert "more than 60 results" in page
    assert "Search or filter to see the others." in page
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reviews")
    assert "about 70" in browser.get(_address("reviews_review")).content.decode()
    assert browser.get(_address("reviews_review"), {"p": "2"}).status_code == 200
    assert browser.get(_address("reviews_review"), {"p": "3"})["Location"].endswith("?e=1"), "as one that there is not"
    few = browser.get(_address("reviews_review"), {"stars": "5.0"}).content.decode()
    assert "0 results" in few
    assert "more than" not in few


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2024", {"first", "second"}),
        ("2024-05", {"first"}),
        ("2024-05-31", {"first"}),
        ("2024-12", {"second"}),
        ("2025-01-01", {"third"}),
        ("2023", set()),
        *((odd, {"first", "second", "third"}) for odd in ("", "2024-13", "2024-02-30", "9999", "0000", "x", "\x00")),
    ],
)
def test_a_day_leads_to_its_rows(moderator: User, client_of: ClientOf, day: str, found: set[str]) -> None:
    for text, moment in (("first", (2024, 5, 31)), ("second", (2024, 12, 31)), ("third", (2025, 1, 1))):
        ReviewFactory.create(text=f"The {text} one.", created_at=datetime.datetime(*moment, 12, tzinfo=datetime.UTC))
    page = client_of(moderator).get(_address("reviews_review"), {"created_at_day": day}).content.decode()
    assert {text for text in ("first", "second", "third") if f"The {text} one." in page} == found
    assert "?created_at_day=2024" in page
    is_within_2024 = bool(found) and found <= {"first", "second"}
    assert ("?created_at_day=2024-05" in page) == is_within_2024, "the months of a year that was chosen"


def test_reviews_are_found_by_person_item_and_words(moderator: User, owner: User, client_of: ClientOf) -> None:
    ReviewFactory(author=owner, text="To be found.", rating="4.5")
    other = ReviewFactory(text="Not this one.", rating="2.0")
    browser = client_of(moderator)
    for query in ({"q": "OWN"}, {"q": "text: be found"}, {"stars": "4.5"}):
        page = browser.get(_address("reviews_review"), query).content.decode()
        assert "To be found." in page
        assert "Not this one." not in page
    page = browser.get(_address("reviews_review"), {"q": other.spotify_id}).content.decode()
    assert "Not this one." in page
    assert browser.get(_address("reviews_review"), {"stars": "7"}).status_code == 200


def test_pages_keep_to_the_policy_as_it_is(moderator: User, client_of: ClientOf) -> None:
    browser = client_of(moderator)
    for address in ("/admin/", *map(_address, LISTS)):
        answer = browser.get(address)
        assert "unsafe" not in answer["Content-Security-Policy"]
        page = answer.content.decode()
        assert " style=" not in page, address
        assert "<style" not in page, address
        assert "css/admin.css" in page
