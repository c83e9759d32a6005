"""Pages and forms of logging, reviews by themselves, likes, comments, the diary and the shelf."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, FollowFactory
from reviews import shelf
from reviews.models import Comment, DiaryEntry, Like, Review, ShelfItem
from reviews.tests.factories import CommentFactory, DiaryEntryFactory, LikeFactory, ReviewFactory, ShelfItemFactory
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_owner(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)


@pytest.fixture
def as_outsider(outsider: User, client_of: ClientOf) -> Client:
    return client_of(outsider)


@pytest.fixture
def review(owner: User, album_id: str) -> Review:
    return ReviewFactory(author=owner, spotify_id=album_id, text="Some *fine* words.")


# --- Logging --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/log/album/{}", "/reviews/album/{}"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_one_form_saves_review_day_tags_and_who_sees_it(
    as_owner: Client, owner: User, album_id: str, path: str, headers: dict[str, str]
) -> None:
    shelf.put_on(owner, "album", album_id)
    sent = {
        "rating": "4.5",
        "text": "Words.",
        "listened_on": "2026-11-20",
        "is_relisten": "on",
        "tags": "Rain, late night",
        "visibility": "followers",
    }
    for _ in range(2):
        answer = as_owner.post(path.format(album_id), sent, headers=headers)
        assert answer.status_code == (200 if headers else 302)
    review, entry = Review.objects.get(), DiaryEntry.objects.get()
    assert (str(review.rating), review.tags, review.visibility) == ("4.5", ["rain", "late night"], "followers")
    assert (entry.listened_on, entry.is_relisten) == (datetime.date(2026, 11, 20), True)
    assert not ShelfItem.objects.exists()


def test_today_is_proposed_until_there_is_a_review(as_owner: Client, owner: User, album_id: str) -> None:
    today = f'value="{timezone.localdate().isoformat()}"'
    assert today in as_owner.get(f"/reviews/album/{album_id}").content.decode()
    ReviewFactory(author=owner, spotify_id=album_id)
    assert today not in as_owner.get(f"/reviews/album/{album_id}").content.decode()
    assert today in as_owner.get(f"/log/album/{album_id}").content.decode()


def test_the_dialog_gets_a_panel_and_a_click_on_its_stars_a_word(as_owner: Client, album_id: str) -> None:
    panel = as_owner.get(f"/log/album/{album_id}", headers=HTMX).content.decode()
    assert panel.strip().startswith('<div class="panel')
    assert "<html" not in panel
    said = as_owner.post(f"/log/album/{album_id}", {"rating": "3"}, headers=HTMX).content.decode()
    assert "Rating saved." in said
    assert 'id="log-own-status"' in said
    assert Review.objects.get().rating == 3


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_mistake_is_told_and_nothing_typed_is_lost(as_owner: Client, album_id: str, headers: dict[str, str]) -> None:
    sent = {"rating": "4", "text": "My words.", "listened_on": "2199-01-01", "tags": "x" * 40, "visibility": "x"}
    answer = as_owner.post(f"/log/album/{album_id}", sent, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    for expected in ("My words.", "still to come", "at most 30 characters", "2199-01-01"):
        assert expected in page
    assert not Review.objects.exists()


def test_a_day_alone_is_enough(as_owner: Client, album_id: str) -> None:
    sent = {"rating": "", "text": "", "listened_on": "2026-11-20", "tags": "", "visibility": "everyone"}
    assert as_owner.post(f"/log/album/{album_id}", sent).status_code == 302
    assert DiaryEntry.objects.exists()
    assert not Review.objects.exists()


def test_what_was_logged_waits_behind_the_sign_in(owner: User, album_id: str) -> None:
    browser = Client()
    sent = {"rating": "4.5", "text": "An hour’s work.", "listened_on": "2026-11-20", "tags": "rain"}
    answer = browser.post(f"/log/album/{album_id}", sent)
    page = browser.post(answer["Location"], {"username": "owner", "password": PASSWORD}, follow=True).content.decode()
    for expected in ("An hour’s work.</textarea>", "2026-11-20", 'value="rain"', "It is not saved yet"):
        assert expected in page


def test_what_spotify_does_not_know_cannot_be_logged(as_owner: Client, unknown_id: str) -> None:
    for headers in ({}, HTMX):
        assert as_owner.get(f"/log/album/{unknown_id}", headers=headers).status_code == 404
        sent = {"rating": "4", "text": ""}
        assert as_owner.post(f"/log/album/{unknown_id}", sent, headers=headers).status_code == 404


# --- A review by itself ---------------------------------------------------------------------------------------------


def test_a_review_has_a_page_with_its_text_and_comments(client: Client, review: Review) -> None:
    CommentFactory(review=review, text="So *true*.")
    answer = client.get(review.get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Some <em>fine</em> words." in page
    assert "So <em>true</em>." in page


@pytest.mark.parametrize(
    ("visibility", "statuses"),
    [("everyone", (200, 200, 200, 200)), ("followers", (200, 200, 404, 404)), ("only_me", (200, 404, 404, 404))],
)
def test_who_may_not_see_a_review_gets_404(
    review: Review,
    owner: User,
    follower: User,
    outsider: User,
    visitor: AnonymousUser,
    client_of: ClientOf,
    visibility: str,
    statuses: tuple[int, ...],
) -> None:
    Review.objects.update(visibility=visibility)
    people = (owner, follower, outsider, visitor)
    assert tuple(client_of(one).get(review.get_absolute_url()).status_code for one in people) == statuses


@pytest.mark.parametrize(
    "path", [f"/reviews/{10**30}", "/reviews/0", f"/reviews/comments/{10**30}", f"/diary/{10**30}"]
)
def test_a_number_of_nothing_is_404(as_owner: Client, path: str) -> None:
    assert as_owner.get(path).status_code == 404


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_page_of_a_review_is_a_fixed_number_of_queries(client: Client, review: Review, how_many: int) -> None:
    CommentFactory.create_batch(how_many, review=review)
    client.get(review.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(review.get_absolute_url())
    assert len(queries) == 3, [query["sql"] for query in queries]


def test_a_like_is_given_and_taken_back(as_outsider: Client, review: Review) -> None:
    url = f"/reviews/{review.pk}/like"
    for like, count in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        assert as_outsider.post(url, {"like": like})["Location"] == review.get_absolute_url()
        assert Like.objects.count() == count
    page = as_outsider.post(url, {"like": "1"}, headers=HTMX).content.decode()
    assert 'aria-pressed="true"' in page
    assert "<html" not in page


def test_nobody_likes_their_own_and_a_visitor_signs_in_first(as_owner: Client, client: Client, review: Review) -> None:
    assert as_owner.post(f"/reviews/{review.pk}/like", {"like": "1"}).status_code == 404
    assert client.post(f"/reviews/{review.pk}/like")["Location"].startswith("/login?next=")
    assert not Like.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_comment_is_written_changed_and_deleted(as_outsider: Client, review: Review, headers: dict[str, str]) -> None:
    status = 200 if headers else 302
    assert as_outsider.post(f"/reviews/{review.pk}/comments", {"text": "Quite."}, headers=headers).status_code == status
    comment = Comment.objects.get()
    url = f"/reviews/comments/{comment.pk}"
    assert "Quite.</textarea>" in as_outsider.get(url, headers=headers).content.decode()
    assert as_outsider.post(url, {"text": "Not so."}, headers=headers).status_code == status
    assert as_outsider.post(url, {"text": " "}, headers=headers).status_code == 422
    comment.refresh_from_db()
    assert comment.text == "Not so."
    assert as_outsider.post(f"{url}/delete", headers=headers).status_code == status
    assert as_outsider.post(f"{url}/delete", headers=headers).status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_comment_that_is_too_long_is_refused_and_stays(
    as_outsider: Client, review: Review, headers: dict[str, str]
) -> None:
    answer = as_outsider.post(f"/reviews/{review.pk}/comments", {"text": "word " * 500}, headers=headers)
    assert answer.status_code == 422
    assert "at most 2,000 characters" in answer.content.decode()
    assert "word word" in answer.content.decode()


def test_a_comment_of_a_visitor_waits_behind_the_sign_in(review: Review, outsider: User) -> None:
    browser = Client()
    answer = browser.post(f"/reviews/{review.pk}/comments", {"text": "An hour’s work."})
    signed_in = browser.post(answer["Location"], {"username": "outsider", "password": PASSWORD}, follow=True)
    assert "An hour’s work.</textarea>" in signed_in.content.decode()


def test_somebody_elses_comment_is_404(
    as_outsider: Client, review: Review, client_of: ClientOf, moderator: User
) -> None:
    comment = CommentFactory(review=review)
    for browser in (as_outsider, client_of(moderator)):
        assert browser.get(f"/reviews/comments/{comment.pk}").status_code == 404
        assert browser.post(f"/reviews/comments/{comment.pk}", {"text": "Mine."}).status_code == 404
        assert browser.post(f"/reviews/comments/{comment.pk}/delete").status_code == 404
    assert Comment.objects.filter(pk=comment.pk, text=comment.text).exists()


def test_the_author_deletes_comments_and_closes_them(as_owner: Client, as_outsider: Client, review: Review) -> None:
    comment = CommentFactory(review=review)
    assert as_owner.post(f"/reviews/comments/{comment.pk}/delete").status_code == 302
    assert as_outsider.post(f"/reviews/{review.pk}/close", {"closed": "1"}).status_code == 404
    assert as_owner.post(f"/reviews/{review.pk}/close", {"closed": "1"}).status_code == 302
    answer = as_outsider.post(f"/reviews/{review.pk}/comments", {"text": "Hm."})
    assert answer.status_code == 422
    assert "closed the comments" in answer.content.decode()
    page = as_owner.post(f"/reviews/{review.pk}/close", {"closed": "0"}, headers=HTMX).content.decode()
    assert "Comments are open." in page
    assert not Comment.objects.exists()


# --- The page of an item --------------------------------------------------------------------------------------------


def test_the_page_of_an_item_shows_friends_first_and_sorts_the_rest(
    as_owner: Client, owner: User, review: Review, album_id: str
) -> None:
    friend = ReviewFactory(spotify_id=album_id, text="From a friend.")
    FollowFactory(follower=owner, followed=friend.author)
    liked, newest = ReviewFactory(spotify_id=album_id), ReviewFactory(spotify_id=album_id)
    LikeFactory(review=liked, person=owner)

    def order(query: str) -> list[int]:
        page = as_owner.get(f"/albums/{album_id}{query}").content.decode()
        assert "From people you follow" in page
        places = [(page.index(f'id="review-{one.pk}"'), one.pk) for one in (friend, liked, newest)]
        return [pk for _, pk in sorted(places)]

    assert order("") == [friend.pk, newest.pk, liked.pk]
    assert order("?sort=liked") == [friend.pk, liked.pk, newest.pk]


def test_an_album_shows_the_averages_of_its_tracks(client: Client, sandbox: SandboxProcess, album_id: str) -> None:
    client.get(f"/albums/{album_id}")
    album = get_repository().album(album_id).value
    assert album is not None
    assert album.track_ids
    ReviewFactory.create_batch(3, item_type="track", spotify_id=album.track_ids[0], rating=4)
    page = client.get(f"/albums/{album_id}").content.decode()
    assert page.count("track__score") == 1


def test_few_ratings_are_counted_and_not_averaged(client: Client, review: Review, album_id: str) -> None:
    page = client.get(f"/albums/{album_id}").content.decode()
    assert "1 rating so far" in page
    assert "score__number" not in page


# --- Diary ----------------------------------------------------------------------------------------------------------


def test_a_diary_is_read_by_year_and_month(client: Client, owner: User, album_id: str) -> None:
    DiaryEntryFactory(author=owner, spotify_id=album_id, listened_on=datetime.date(2026, 11, 20), is_relisten=True)
    DiaryEntryFactory(author=owner, spotify_id=album_id, listened_on=datetime.date(2025, 1, 2))
    pages = {
        path: client.get(f"/u/owner/diary{path}").content.decode() for path in ("", "/2026", "/2026/11", "/2026/12")
    }
    days = {path: ("2026-11-20" in page, "2025-01-02" in page) for path, page in pages.items()}
    assert days == {"": (True, True), "/2026": (True, False), "/2026/11": (True, False), "/2026/12": (False, False)}
    assert "again" in pages["/2026/11"]


@pytest.mark.parametrize("path", ["/0", "/99999", "/2026/0", "/2026/13", "/2026/11/3", "/x"])
def test_a_month_that_is_none_is_404(client: Client, owner: User, path: str) -> None:
    assert client.get(f"/u/owner/diary{path}").status_code == 404


@pytest.mark.parametrize("how_many", [1, 25])
@pytest.mark.parametrize(("place", "number"), [("diary", 4), ("shelf", 3)])
def test_diary_and_shelf_are_a_fixed_number_of_queries_and_one_round_trip(
    client: Client, owner: User, place: str, number: int, how_many: int, redis_round_trips: Callable[[], Any]
) -> None:
    DiaryEntryFactory.create_batch(how_many, author=owner)
    ShelfItemFactory.create_batch(how_many, person=owner)
    client.get(f"/u/owner/{place}")
    with CaptureQueriesContext(connection) as queries, redis_round_trips() as trips:
        assert client.get(f"/u/owner/{place}").status_code == 200
    assert len(queries) == number, [query["sql"] for query in queries]
    assert trips.count == 1, trips


@pytest.mark.parametrize("place", ["diary", "shelf"])
def test_a_private_account_shows_neither_to_strangers(
    owner: User, follower: User, outsider: User, visitor: AnonymousUser, client_of: ClientOf, place: str
) -> None:
    User.objects.filter(pk=owner.pk).update(is_private=True)
    statuses = [client_of(one).get(f"/u/owner/{place}").status_code for one in (owner, follower, outsider, visitor)]
    assert statuses == [200, 200, 404, 404]
    assert client_of(owner).get(f"/u/nobody_here/{place}").status_code == 404


def test_an_entry_is_changed_and_deleted_on_a_page(as_owner: Client, owner: User, album_id: str) -> None:
    entry = DiaryEntryFactory(author=owner, spotify_id=album_id)
    url = f"/diary/{entry.pk}"
    assert "2026-11-01" in as_owner.get(url).content.decode()
    sent = {"rating": "3.5", "listened_on": "2026-10-31", "visibility": "only_me"}
    assert as_owner.post(url, sent)["Location"] == "/u/owner/diary/2026/10"
    entry.refresh_from_db()
    assert (str(entry.rating), entry.visibility, entry.is_relisten) == ("3.5", "only_me", False)
    for wrong in ({}, {"listened_on": "soon"}, {"listened_on": "2026-10-31", "rating": "9"}):
        assert as_owner.post(url, wrong).status_code == 422
    assert as_owner.post(f"{url}/delete").status_code == 302
    assert as_owner.post(f"{url}/delete").status_code == 404


def test_somebody_elses_entry_is_404_and_a_visitor_signs_in(as_outsider: Client, client: Client, owner: User) -> None:
    entry = DiaryEntryFactory(author=owner)
    for path in (f"/diary/{entry.pk}", f"/diary/{entry.pk}/delete"):
        assert as_outsider.post(path, {"listened_on": "2026-10-31"}).status_code == 404
        assert client.post(path)["Location"].startswith("/login")
    assert DiaryEntry.objects.filter(listened_on=entry.listened_on).exists()


# --- Shelf ----------------------------------------------------------------------------------------------------------


def test_an_album_is_put_on_the_shelf_and_taken_off(as_owner: Client, album_id: str) -> None:
    url = f"/shelf/album/{album_id}"
    for keep, count in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        assert as_owner.post(url, {"keep": keep})["Location"] == f"/albums/{album_id}"
        assert ShelfItem.objects.count() == count
    assert "On your shelf" in as_owner.post(url, {"keep": "1"}, headers=HTMX).content.decode()
    assert "On your shelf" in as_owner.get(f"/albums/{album_id}").content.decode()
    assert album_id in as_owner.get("/u/owner/shelf").content.decode()
    assert as_owner.post(url, {"keep": "0", "back": "shelf"})["Location"] == "/u/owner/shelf"


def test_a_shelf_takes_no_artists_and_nothing_unknown(
    as_owner: Client, client: Client, catalog: dict[str, Any], unknown_id: str, album_id: str
) -> None:
    assert as_owner.post(f"/shelf/artist/{catalog['artists'][0]}").status_code == 404
    assert as_owner.post(f"/shelf/album/{unknown_id}").status_code == 404
    assert as_owner.get(f"/shelf/album/{album_id}").status_code == 405
    assert client.post(f"/shelf/album/{album_id}")["Location"].startswith("/login")
    assert not ShelfItem.objects.exists()
