"""Likes and comments in the API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Notification, User
from accounts.tests.at_once import at_once
from accounts.tests.factories import UserFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from reviews.models import MAX_COMMENT_LENGTH, Comment, Like, Review
from reviews.tests.factories import CommentFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

Counting = Callable[[], AbstractContextManager[RoundTrips]]
API = "/api/v1"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox")]


@pytest.fixture
def review(owner: User, sandbox: SandboxProcess) -> Review:
    return ReviewFactory(author=owner)


def like(client: Client, review: Review) -> Any:
    return client.put(f"{API}/reviews/{review.pk}/like")


def unlike(client: Client, review: Review) -> Any:
    return client.delete(f"{API}/reviews/{review.pk}/like")


def comments(client: Client, review: Review, **query: Any) -> Any:
    return client.get(f"{API}/reviews/{review.pk}/comments", query)


def comment_on(client: Client, review: Review, text: Any, **headers: str) -> Any:
    address = f"{API}/reviews/{review.pk}/comments"
    return client.post(address, {"text": text}, content_type="application/json", headers=headers)


def change(client: Client, comment: Comment, text: Any, **headers: str) -> Any:
    address = f"{API}/comments/{comment.pk}"
    return client.patch(address, {"text": text}, content_type="application/json", headers=headers)


def delete(client: Client, comment: Comment, **headers: str) -> Any:
    return client.delete(f"{API}/comments/{comment.pk}", headers=headers)


# --- Likes -----------------------------------------------------------------------------------------------------------
def test_a_like_is_one_however_often_it_is_put(outsider: User, review: Review) -> None:
    phone = phone_of(outsider)
    for _ in range(2):
        response = like(phone, review)
        assert response.status_code == 200
        body = documented(response)
        assert (body["id"], body["is_liked"], body["like_count"], body["is_mine"]) == (review.pk, True, 1, False)
    assert Notification.objects.filter(recipient=review.author).count() == 1


def test_a_like_is_taken_back_however_often(outsider: User, review: Review) -> None:
    phone = phone_of(outsider)
    like(phone, review)
    for _ in range(2):
        response = unlike(phone, review)
        assert response.status_code == 204
        documented(response)
    body = documented(phone.get(f"{API}/reviews/{review.pk}"))
    assert (body["is_liked"], body["like_count"]) == (False, 0)
    assert not Notification.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_likes_at_the_same_time_are_all_counted(review: Review) -> None:
    person = UserFactory.create()
    phones = [phone_of(person), phone_of(person), phone_of(UserFactory.create())]
    answers = at_once(*(lambda phone=phone: like(phone, review) for phone in phones))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    review.refresh_from_db()
    assert review.like_count == Like.objects.count() == 2


def test_nobody_likes_their_own(owner: User, review: Review) -> None:
    for response in (like(phone_of(owner), review), unlike(phone_of(owner), review)):
        assert response.status_code == 403
        documented(response)


def test_who_may_like_is_who_sees_it(
    client: Client, outsider: User, follower: User, moderator: User, review: Review
) -> None:
    assert like(client, review).status_code == 401
    assert like(phone_of(outsider, scopes=["read"]), review).status_code == 403
    Review.objects.update(visibility="followers")
    assert like(phone_of(outsider), review).status_code == 404
    assert like(phone_of(moderator), review).status_code == 404
    assert like(phone_of(follower), review).status_code == 200
    Review.objects.update(visibility="only_me")
    assert unlike(phone_of(follower), review).status_code == 404


# --- Reading comments ------------------------------------------------------------------------------------------------
def test_comments_come_first_one_first_or_as_asked(client: Client, owner: User, review: Review) -> None:
    said = [
        CommentFactory(review=review, text=f"*{number}*", created_at=NOON + timedelta(minutes=number)).pk
        for number in range(5)
    ]
    CommentFactory()
    body = documented(comments(client, review, limit=2))
    assert [one["id"] for one in body["results"]] == said[:2]
    assert body["results"][1]["text_html"] == "<p><em>1</em></p>\n"
    assert (body["results"][1]["review_id"], body["results"][1]["is_mine"]) == (review.pk, False)
    assert [one["id"] for one in documented(client.get(body["next"]))["results"]] == said[2:4]
    newest = documented(comments(client, review, ordering="newest"))
    assert [one["id"] for one in newest["results"]] == said[::-1]
    assert documented(comments(client, review, ordering="loudest"))["errors"]["ordering"]


@pytest.mark.parametrize("count", [1, 20])
def test_comments_are_two_queries_and_no_round_trip_whatever_their_number(
    count: int,
    client: Client,
    review: Review,
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    CommentFactory.create_batch(count, review=review)
    with redis_round_trips() as trips, django_assert_num_queries(2):
        assert len(documented(comments(client, review))["results"]) == count
    assert trips.count == 0, trips


def test_comments_on_what_one_may_not_see_are_404(client: Client, follower: User, review: Review) -> None:
    said = CommentFactory(review=review)
    Review.objects.update(visibility="followers")
    assert comments(client, review).status_code == 404
    assert client.get(f"{API}/comments/{said.pk}").status_code == 404
    assert comments(phone_of(follower), review).status_code == 200
    assert documented(phone_of(follower).get(f"{API}/comments/{said.pk}"))["text"] == said.text


# --- Writing comments ------------------------------------------------------------------------------------------------
def test_who_comments_gets_the_comment_and_its_address(outsider: User, review: Review) -> None:
    phone = phone_of(outsider)
    response = comment_on(phone, review, "  That *last* minute!\r\n")
    assert response.status_code == 201
    body = documented(response)
    comment = Comment.objects.get()
    assert response["Location"] == f"http://testserver{API}/comments/{comment.pk}"
    assert (body["text"], body["is_mine"], body["edited_at"]) == ("That *last* minute!", True, None)
    assert documented(phone.get(response["Location"])) == body
    assert documented(phone.get(f"{API}/reviews/{review.pk}"))["comment_count"] == 1
    assert Notification.objects.get().recipient == review.author


def test_the_same_words_twice_in_a_row_are_one_comment(outsider: User, review: Review) -> None:
    first, again = (comment_on(phone_of(outsider), review, "Yes.") for _ in range(2))
    assert documented(again)["id"] == documented(first)["id"]
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_words_at_the_same_time_are_one_comment(outsider: User, review: Review) -> None:
    phones = phone_of(outsider), phone_of(outsider)
    answers = at_once(*(lambda phone=phone: comment_on(phone, review, "Yes.") for phone in phones))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "comment_empty"),
        (" \n", "comment_empty"),
        (None, "null"),
        (7, "invalid"),
        (["a"], "invalid"),
        ("x" * (MAX_COMMENT_LENGTH + 1), "text_too_long"),
        ("a\x00b", "text_not_storable"),
        ("\ud800", "text_not_storable"),
    ],
)
def test_what_is_no_comment_is_refused(outsider: User, review: Review, text: Any, code: str) -> None:
    comment = CommentFactory(author=outsider, review=review)
    phone = phone_of(outsider)
    for response in (comment_on(phone, review, text), change(phone, comment, text)):
        assert response.status_code == 400
        assert [error["code"] for error in documented(response)["errors"]["text"]] == [code]
    assert Comment.objects.get().text == comment.text


def test_nobody_comments_once_the_author_has_closed_them(owner: User, outsider: User, review: Review) -> None:
    said = CommentFactory(review=review)
    phone = phone_of(owner)
    phone.patch(f"{API}/reviews/{review.pk}", {"comments_closed": True}, content_type="application/json")
    for person in (owner, outsider):
        response = comment_on(phone_of(person), review, "But!")
        assert response.status_code == 409
        assert documented(response)["detail"] == "The author has closed the comments."
    assert [one["id"] for one in documented(comments(phone, review))["results"]] == [said.pk]


def test_who_may_comment_is_who_sees_the_review(client: Client, outsider: User, follower: User, review: Review) -> None:
    assert comment_on(client, review, "Hm.").status_code == 401
    assert comment_on(phone_of(outsider, scopes=["read"]), review, "Hm.").status_code == 403
    Review.objects.update(visibility="followers")
    assert comment_on(phone_of(outsider), review, "Hm.").status_code == 404
    assert comment_on(phone_of(follower), review, "Hm.").status_code == 201
    User.objects.filter(pk=review.author_id).update(is_private=True)
    assert comment_on(phone_of(outsider), review, "Hm.").status_code == 404


def test_its_author_changes_a_comment(outsider: User, review: Review) -> None:
    comment = CommentFactory(author=outsider, review=review)
    body = documented(change(phone_of(outsider), comment, "On second thoughts."))
    assert body["text"] == "On second thoughts."
    assert body["edited_at"]


@pytest.mark.parametrize("who", ["owner", "follower", "moderator"])
def test_nobody_else_changes_a_comment(who: str, request: Any, outsider: User, review: Review) -> None:
    comment = CommentFactory(author=outsider, review=review, text="Mine.")
    response = change(phone_of(request.getfixturevalue(who)), comment, "Not yours.")
    assert response.status_code == 403
    documented(response)
    comment.refresh_from_db()
    assert comment.text == "Mine."


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 204), ("owner", 204), ("follower", 403), ("moderator", 403)], ids=str
)
def test_its_author_and_the_reviews_author_delete_a_comment(
    who: str, status: int, request: Any, outsider: User, review: Review
) -> None:
    comment = CommentFactory(author=outsider, review=review)
    phone = phone_of(request.getfixturevalue(who))
    response = delete(phone, comment)
    assert response.status_code == status
    documented(response)
    assert Comment.objects.exists() is (status == 403)
    if status == 204:
        assert delete(phone, comment).status_code == 404


def test_visitors_and_tokens_that_read_change_no_comment(client: Client, outsider: User, review: Review) -> None:
    comment = CommentFactory(author=outsider, review=review)
    for caller, status in ((client, 401), (phone_of(outsider, scopes=["read"]), 403)):
        assert change(caller, comment, "Hm.").status_code == status
        assert delete(caller, comment).status_code == status


def test_ones_own_comment_is_deleted_even_where_its_review_is_no_longer_to_be_seen(
    outsider: User, follower: User, review: Review
) -> None:
    comment = CommentFactory(author=outsider, review=review)
    Review.objects.update(visibility="only_me")
    assert change(phone_of(outsider), comment, "Hm.").status_code == 404
    assert delete(phone_of(follower), comment).status_code == 404
    assert delete(phone_of(outsider), comment).status_code == 204


def test_who_comes_late_to_a_comment_is_told(outsider: User, review: Review) -> None:
    phone = phone_of(outsider)
    comment_on(phone, review, "First.")
    comment = Comment.objects.get()
    seen = phone.get(f"{API}/comments/{comment.pk}")["ETag"]
    changed = change(phone, comment, "Second.", **{"If-Match": seen})
    assert changed.status_code == 200
    assert change(phone, comment, "Third.", **{"If-Match": seen}).status_code == 412
    assert delete(phone, comment, **{"If-Match": seen}).status_code == 412
    assert delete(phone, comment, **{"If-Match": changed["ETag"]}).status_code == 204
