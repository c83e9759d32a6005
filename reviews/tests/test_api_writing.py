"""Reviews are written by the API: the same rules as on pages, for those who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Follow, IdempotencyKey, User
from accounts.services import delete_account
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PreferencesFactory, UserFactory
from accounts.tests.tokens import phone_of
from accounts.visibility import Visibility
from muse.testing.openapi import documented
from reviews.models import MAX_TEXT_LENGTH, Review
from reviews.tests.factories import ReviewFactory, ShelfItemFactory
from spotify_cache.sandbox.process import SandboxProcess

REVIEWS = "/api/v1/reviews"
JSON = "application/json"

pytestmark = pytest.mark.django_db


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(REVIEWS, body, content_type=JSON, headers=headers)


def patch(client: Client, review: Review, body: Any, **headers: str) -> Any:
    return client.patch(f"{REVIEWS}/{review.pk}", body, content_type=JSON, headers=headers)


def delete(client: Client, review: Review, **headers: str) -> Any:
    return client.delete(f"{REVIEWS}/{review.pk}", headers=headers)


def of_album(album_id: str, **said: Any) -> dict[str, Any]:
    return {"item_type": "album", "spotify_id": album_id, **said}


def codes(response: Any) -> dict[str, list[str]]:
    """What is wrong, by field."""
    assert response.status_code == 400, response.content
    return {name: [error["code"] for error in errors] for name, errors in documented(response)["errors"].items()}


# --- Writing ---------------------------------------------------------------------------------------------------------
def test_who_reviews_gets_the_review_and_its_address(owner: User, album_id: str) -> None:
    said = {"rating": 4.5, "text": "One *long* exhale.", "tags": ["Ferries", "#late"], "visibility": "followers"}
    response = post(phone_of(owner), of_album(album_id, **said))
    assert response.status_code == 201
    body = documented(response)
    review = Review.objects.get(author=owner)
    assert response["Location"] == f"http://testserver{REVIEWS}/{review.pk}"
    assert response["Cache-Control"] == "private, no-cache"
    assert (body["id"], body["rating"], body["text"], body["tags"]) == (
        review.pk,
        4.5,
        "One *long* exhale.",
        ["ferries", "late"],
    )
    assert body["text_html"] == "<p>One <em>long</em> exhale.</p>\n"
    assert (body["visibility"], body["is_mine"], body["is_liked"]) == ("followers", True, False)
    assert (body["like_count"], body["comment_count"], body["comments_closed"]) == (0, 0, False)
    assert body["item"]["name"]
    assert documented(phone_of(owner).get(response["Location"])) == body


def test_a_second_review_of_an_item_changes_the_first_and_leaves_what_is_not_sent(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    first = documented(post(phone, of_album(album_id, rating=4, text="Fine.", tags=["sea"])))
    response = post(phone, of_album(album_id, rating=2.5))
    assert response.status_code == 200
    assert "Location" not in response
    second = documented(response)
    assert (second["id"], second["rating"], second["text"], second["tags"]) == (first["id"], 2.5, "Fine.", ["sea"])
    assert Review.objects.count() == 1


def test_a_new_review_is_for_whom_the_preferences_say(owner: User, album_id: str) -> None:
    PreferencesFactory(user=owner, default_visibility=Visibility.ONLY_ME)
    assert documented(post(phone_of(owner), of_album(album_id, rating=3)))["visibility"] == "only_me"


def test_what_is_reviewed_leaves_the_shelf(owner: User, album_id: str) -> None:
    ShelfItemFactory(person=owner, spotify_id=album_id)
    post(phone_of(owner), of_album(album_id, rating=3))
    assert not owner.shelf.exists()


def test_fields_that_there_are_not_are_passed_over(owner: User, outsider: User, album_id: str) -> None:
    sent = of_album(album_id, rating=3, author="outsider", id=7, like_count=99, comments_closed=True)
    body = documented(post(phone_of(owner), sent))
    assert (body["author"]["username"], body["like_count"], body["comments_closed"]) == ("owner", 0, False)


def test_a_request_sent_again_with_its_key_writes_once(owner: User, album_id: str) -> None:
    phone, sent = phone_of(owner), of_album(album_id, rating=3)
    first = post(phone, sent, **{"Idempotency-Key": "one"})
    again = post(phone, sent, **{"Idempotency-Key": "one"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Location"] == first["Location"]
    assert documented(again) == documented(first)


def test_what_spotify_says_in_an_answer_is_not_kept_in_postgresql(owner: User, album_id: str) -> None:
    body = documented(post(phone_of(owner), of_album(album_id, rating=3), **{"Idempotency-Key": "one"}))
    assert body["item"]["name"] not in str(IdempotencyKey.objects.values().get())


def test_who_asks_again_for_an_answer_that_redis_lost_hears_that_it_is_done(owner: User, album_id: str) -> None:
    phone, sent = phone_of(owner), of_album(album_id, rating=3)
    first = post(phone, sent, **{"Idempotency-Key": "one"})
    cache.clear()
    again = post(phone, sent, **{"Idempotency-Key": "one"})
    assert (again.status_code, documented(again)["type"]) == (409, "/api/problems/conflict")
    removed = [phone.delete(first["Location"], headers={"Idempotency-Key": "two"})]
    cache.clear()
    removed.append(phone.delete(first["Location"], headers={"Idempotency-Key": "two"}))
    assert [answer.status_code for answer in removed] == [204, 204]


def test_without_redis_a_write_with_a_key_is_carried_out_once(owner: User, album_id: str, settings: Any) -> None:
    gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": gone}
    phone, sent = phone_of(owner), of_album(album_id, rating=3)
    statuses = [post(phone, sent, **{"Idempotency-Key": "one"}).status_code for _ in range(2)]
    assert statuses == [201, 409]
    assert Review.objects.count() == 1


def test_who_leaves_leaves_no_answer_behind(
    owner: User, album_id: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    post(phone_of(owner), of_album(album_id, text="Mine."), **{"Idempotency-Key": "one"})
    kept = IdempotencyKey.objects.get()
    place = f"answer:{owner.pk}:one:{kept.fingerprint}"
    assert cache.get(place) is not None
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(owner)
    assert cache.get(place) is None


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_leave_one_review(owner: User, album_id: str) -> None:
    phones = phone_of(owner), phone_of(owner)
    answers = at_once(
        lambda: post(phones[0], of_album(album_id, rating=3)),
        lambda: post(phones[1], of_album(album_id, text="Both of me.")),
    )
    assert {answer.status_code for answer in answers} <= {200, 201}
    review = Review.objects.get()
    assert (review.rating, review.text) == (3, "Both of me.")


def test_what_spotify_does_not_know_cannot_be_reviewed(owner: User, unknown_id: str) -> None:
    assert codes(post(phone_of(owner), of_album(unknown_id, rating=3))) == {"spotify_id": ["unknown_item"]}
    assert not Review.objects.exists()


def test_while_spotify_is_away_a_review_is_kept_and_its_item_said_to_be_unavailable(
    owner: User, album_id: str, sandbox: SandboxProcess
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    response = post(phone_of(owner), of_album(album_id, rating=3))
    assert response.status_code == 201
    assert documented(response)["item"]["state"] == "unavailable"
    assert documented(patch(phone_of(owner), Review.objects.get(), {"rating": 4}))["rating"] == 4


# --- What is refused -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sent", [{}, {"rating": None}, {"text": "  \n"}, {"rating": None, "text": "", "tags": ["a"]}])
def test_a_review_that_says_nothing_is_refused(owner: User, album_id: str, sent: dict[str, Any]) -> None:
    assert codes(post(phone_of(owner), of_album(album_id, **sent))) == {"request": ["empty_review"]}
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"rating": 3.7}, {"rating": ["invalid_rating"]}),
        ({"rating": 0}, {"rating": ["invalid_rating"]}),
        ({"rating": 5.5}, {"rating": ["invalid_rating"]}),
        ({"rating": 10**400}, {"rating": ["invalid_rating"]}),
        ({"rating": "4.5"}, {"rating": ["invalid"]}),
        ({"rating": True}, {"rating": ["invalid"]}),
        ({"rating": [4]}, {"rating": ["invalid"]}),
        ({"text": None}, {"text": ["null"]}),
        ({"text": 4}, {"text": ["invalid"]}),
        ({"text": {"html": "<b>"}}, {"text": ["invalid"]}),
        ({"text": "x" * (MAX_TEXT_LENGTH + 1)}, {"text": ["text_too_long"]}),
        ({"text": "a\x00b"}, {"text": ["text_not_storable"]}),
        ({"text": "\ud800"}, {"text": ["text_not_storable"]}),
        ({"rating": 3, "tags": "sea"}, {"tags": ["invalid"]}),
        ({"rating": 3, "tags": [1]}, {"tags": ["invalid"]}),
        ({"rating": 3, "tags": ["\x00"]}, {"tags": ["text_not_storable"]}),
        ({"rating": 3, "tags": ["x" * 31]}, {"tags": ["tag_too_long"]}),
        ({"rating": 3, "tags": [str(number) for number in range(11)]}, {"tags": ["too_many_tags"]}),
        ({"rating": 3, "visibility": "friends"}, {"visibility": ["invalid_choice"]}),
        ({"rating": 3, "visibility": []}, {"visibility": ["invalid_choice"]}),
        ({"rating": 7, "text": 1, "tags": 2}, {"rating": ["invalid_rating"], "text": ["invalid"], "tags": ["invalid"]}),
        ({"rating": 3, "item_type": "playlist"}, {"item_type": ["invalid_choice"]}),
        ({"rating": 3, "item_type": None}, {"item_type": ["null"]}),
        ({"rating": 3, "spotify_id": "too short"}, {"spotify_id": ["invalid_spotify_id"]}),
        ({"rating": 3, "spotify_id": 22}, {"spotify_id": ["invalid"]}),
    ],
)
def test_what_is_wrong_is_named_by_field(
    owner: User, album_id: str, sent: dict[str, Any], wrong: dict[str, list[str]]
) -> None:
    assert codes(post(phone_of(owner), of_album(album_id, **sent))) == wrong
    assert not Review.objects.exists()


@pytest.mark.parametrize("method", ["post", "patch"])
@pytest.mark.parametrize("body", ["{", "[]", "null", '"text"', "7", "", '{"rating": NaN}', "[" * 5_000, b"\xff\xfe"])
def test_a_body_that_is_no_object_is_refused(owner: User, sandbox: SandboxProcess, method: str, body: Any) -> None:
    review = ReviewFactory(author=owner)
    write = post if method == "post" else lambda client, sent: patch(client, review, sent)
    response = write(phone_of(owner), body)
    if method == "patch" and body == "":
        assert response.status_code == 200  # nothing sent, nothing changed
    else:
        assert response.status_code == 400, response.content
    documented(response)


def test_a_form_is_no_json(owner: User, album_id: str) -> None:
    assert phone_of(owner).post(REVIEWS, of_album(album_id, rating=3)).status_code == 415


# --- Changing --------------------------------------------------------------------------------------------------------
def test_a_change_leaves_what_is_not_sent(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner, rating=3, text="Before.", tags=["sea"])
    body = documented(patch(phone_of(owner), review, {"text": "After.", "visibility": "only_me"}))
    assert (body["rating"], body["text"], body["tags"], body["visibility"]) == (3, "After.", ["sea"], "only_me")
    review.refresh_from_db()
    assert (review.text, review.visibility) == ("After.", "only_me")
    assert body["updated_at"] > body["created_at"]


def test_nothing_sent_changes_nothing(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner)
    before = review.updated_at
    assert patch(phone_of(owner), review, {}).status_code == 200
    review.refresh_from_db()
    assert review.updated_at == before


def test_a_rating_is_taken_back_where_a_text_stays(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner, rating=3, text="Words.")
    phone = phone_of(owner)
    assert documented(patch(phone, review, {"rating": None}))["rating"] is None
    assert codes(patch(phone, review, {"text": ""})) == {"request": ["empty_review"]}
    review.refresh_from_db()
    assert review.text == "Words."


def test_its_author_closes_and_opens_the_comments(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner)
    phone = phone_of(owner)
    assert documented(patch(phone, review, {"comments_closed": True}))["comments_closed"] is True
    assert documented(patch(phone, review, {"comments_closed": False}))["comments_closed"] is False
    assert codes(patch(phone, review, {"comments_closed": "never"})) == {"comments_closed": ["invalid"]}


def test_a_review_is_deleted_once(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner)
    phone = phone_of(owner)
    response = delete(phone, review)
    assert (response.status_code, response.content) == (204, b"")
    documented(response)
    assert not Review.objects.exists()
    assert delete(phone, review).status_code == 404


# --- Two devices -----------------------------------------------------------------------------------------------------
def test_who_comes_late_is_told(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner)
    phone, tablet = phone_of(owner), phone_of(owner)
    seen = phone.get(f"{REVIEWS}/{review.pk}")["ETag"]
    changed = patch(tablet, review, {"text": "From the tablet."}, **{"If-Match": seen})
    assert changed.status_code == 200
    assert patch(phone, review, {"text": "From the phone."}, **{"If-Match": seen}).status_code == 412
    assert delete(phone, review, **{"If-Match": seen}).status_code == 412
    review.refresh_from_db()
    assert review.text == "From the tablet."
    assert delete(phone, review, **{"If-Match": changed["ETag"]}).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_at_once_one_is_in_time(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner)
    phone, tablet = phone_of(owner), phone_of(owner)
    seen = phone.get(f"{REVIEWS}/{review.pk}")["ETag"]
    answers = at_once(
        lambda: patch(phone, review, {"text": "From the phone."}, **{"If-Match": seen}),
        lambda: patch(tablet, review, {"text": "From the tablet."}, **{"If-Match": seen}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


@pytest.mark.django_db(transaction=True)
def test_who_likes_or_comments_while_it_is_deleted_is_in_time_or_told_that_it_is_gone(
    owner: User, sandbox: SandboxProcess
) -> None:
    review = ReviewFactory(author=owner)
    author, first, second = phone_of(owner), phone_of(UserFactory.create()), phone_of(UserFactory.create())
    address, said = f"{REVIEWS}/{review.pk}", {"text": "Oh."}
    deleted, liked, commented = at_once(
        lambda: delete(author, review),
        lambda: first.put(f"{address}/like"),
        lambda: second.post(f"{address}/comments", said, content_type=JSON),
    )
    assert deleted.status_code == 204
    assert liked.status_code in (200, 404)
    assert commented.status_code in (201, 404)
    assert not Review.objects.exists()


def test_closing_the_comments_is_no_change_of_what_was_said(owner: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner)
    seen = phone_of(owner).get(f"{REVIEWS}/{review.pk}")["ETag"]
    assert patch(phone_of(owner), review, {"comments_closed": True}).status_code == 200
    assert patch(phone_of(owner), review, {"rating": 1}, **{"If-Match": seen}).status_code == 200


def test_the_answer_to_a_new_review_has_the_tag_to_change_it_with(owner: User, album_id: str) -> None:
    phone = phone_of(owner)
    tag = post(phone, of_album(album_id, rating=3))["ETag"]
    assert patch(phone, Review.objects.get(), {"rating": 4}, **{"If-Match": tag}).status_code == 200


def test_what_others_do_to_a_review_is_no_change_of_it(owner: User, outsider: User, sandbox: SandboxProcess) -> None:
    review = ReviewFactory(author=owner)
    seen = phone_of(owner).get(f"{REVIEWS}/{review.pk}")["ETag"]
    review.likes.create(person=outsider)
    assert patch(phone_of(owner), review, {"rating": 1}, **{"If-Match": seen}).status_code == 200


# --- Who may ---------------------------------------------------------------------------------------------------------
def test_a_visitor_signs_in_first(client: Client, album_id: str) -> None:
    review = ReviewFactory()
    for response in (
        post(client, of_album(album_id, rating=3)),
        patch(client, review, {"rating": 1}),
        delete(client, review),
    ):
        assert response.status_code == 401
        documented(response)
    assert Review.objects.get() == review


def test_a_token_that_may_only_read_writes_nothing(owner: User, album_id: str) -> None:
    review = ReviewFactory(author=owner, rating=3)
    phone = phone_of(owner, scopes=["read"])
    assert documented(phone.get(f"{REVIEWS}/{review.pk}"))["is_mine"] is True
    for response in (
        post(phone, of_album(album_id, rating=3)),
        patch(phone, review, {"rating": 1}),
        delete(phone, review),
    ):
        assert response.status_code == 403
    review.refresh_from_db()
    assert review.rating == 3


@pytest.mark.parametrize("who", ["outsider", "follower", "moderator"])
def test_what_one_sees_and_does_not_own_is_403(who: str, request: Any, owner: User, sandbox: SandboxProcess) -> None:
    person = request.getfixturevalue(who)
    review = ReviewFactory(author=owner, rating=3)
    phone = phone_of(person)
    assert documented(phone.get(f"{REVIEWS}/{review.pk}"))["is_mine"] is False
    for response in (patch(phone, review, {"rating": 1}), delete(phone, review)):
        assert response.status_code == 403
        documented(response)
    review.refresh_from_db()
    assert review.rating == 3


@pytest.mark.parametrize(
    ("visibility", "seeing"), [("followers", ["owner", "follower"]), ("only_me", ["owner"])], ids=str
)
def test_what_one_may_not_see_is_404(
    visibility: str, seeing: list[str], request: Any, owner: User, sandbox: SandboxProcess
) -> None:
    review = ReviewFactory(author=owner, visibility=visibility)
    for who in ("follower", "outsider", "moderator"):
        phone = phone_of(request.getfixturevalue(who))
        expected = (200, 403, 403) if who in seeing else (404, 404, 404)
        answers = (phone.get(f"{REVIEWS}/{review.pk}"), patch(phone, review, {"rating": 1}), delete(phone, review))
        assert tuple(answer.status_code for answer in answers) == expected, who


def test_reviews_of_a_private_account_are_404_for_who_does_not_follow(
    owner: User, follower: User, outsider: User, sandbox: SandboxProcess
) -> None:
    review = ReviewFactory(author=owner)
    User.objects.filter(pk=owner.pk).update(is_private=True)
    assert patch(phone_of(outsider), review, {"rating": 1}).status_code == 404
    assert patch(phone_of(follower), review, {"rating": 1}).status_code == 403
    Follow.objects.update(status="requested", accepted_at=None)
    assert patch(phone_of(follower), review, {"rating": 1}).status_code == 404


def test_a_browser_without_its_csrf_token_writes_nothing(owner: User, album_id: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert post(browser, of_album(album_id, rating=3)).status_code == 403
    assert not Review.objects.exists()


def test_a_signed_in_browser_writes_as_well(client_of: ClientOf, owner: User, album_id: str) -> None:
    assert post(client_of(owner), of_album(album_id, rating=3)).status_code == 201
