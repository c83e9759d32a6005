"""Reviews in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.tests.cast import ClientOf
from reviews.models import Review
from reviews.tests.factories import (
    CommentFactory,
    DiaryEntryFactory,
    LikeFactory,
    ReviewFactory,
    ShelfItemFactory,
)

pytestmark = pytest.mark.django_db
LIST = "admin:reviews_review_changelist"


def test_a_moderator_finds_reviews_by_author_and_spotify_id(moderator: User, owner: User, client_of: ClientOf) -> None:
    mine = ReviewFactory(author=owner, text="To be found.")
    ReviewFactory(text="Not to be found.")
    for wanted in (owner.username, mine.spotify_id):
        page = client_of(moderator).get(reverse(LIST), {"q": wanted}).content.decode()
        assert "To be found." in page
        assert "Not to be found." not in page


def test_a_moderator_changes_words_but_not_whose_they_are(
    moderator: User, owner: User, outsider: User, client_of: ClientOf
) -> None:
    review = ReviewFactory(author=owner)
    url = reverse("admin:reviews_review_change", args=[review.pk])
    sent = {"rating": "2.5", "text": "Removed.", "author": outsider.pk, "spotify_id": "z" * 22}
    assert client_of(moderator).post(url, sent).status_code == 302
    changed = Review.objects.get(pk=review.pk)
    assert (changed.author, changed.spotify_id, changed.text) == (owner, review.spotify_id, "Removed.")


@pytest.mark.parametrize(
    "sent", [{"rating": "7", "text": ""}, {"rating": "3.7", "text": ""}, {"rating": "", "text": ""}]
)
def test_the_rules_hold_in_the_admin_too(moderator: User, client_of: ClientOf, sent: dict[str, str]) -> None:
    review = ReviewFactory()
    url = reverse("admin:reviews_review_change", args=[review.pk])
    assert client_of(moderator).post(url, sent).status_code == 200
    assert Review.objects.get(pk=review.pk).rating == review.rating


def test_nobody_writes_a_review_in_the_admin(moderator: User, client_of: ClientOf) -> None:
    assert client_of(moderator).get(reverse("admin:reviews_review_add")).status_code == 403


@pytest.mark.parametrize("factory", [CommentFactory, DiaryEntryFactory, LikeFactory, ShelfItemFactory, ReviewFactory])
def test_what_people_did_is_listed_and_opened(moderator: User, client_of: ClientOf, factory: Any) -> None:
    name = factory.create()._meta.model_name
    browser = client_of(moderator)
    for wanted in (reverse(f"admin:reviews_{name}_changelist"), reverse("admin:reviews_itemstats_changelist")):
        assert browser.get(wanted).status_code == 200
    made = factory._meta.model.objects.get()
    assert browser.get(reverse(f"admin:reviews_{name}_change", args=[made.pk])).status_code == 200


def test_a_moderator_deletes_a_comment(moderator: User, client_of: ClientOf) -> None:
    comment = CommentFactory()
    url = reverse("admin:reviews_comment_delete", args=[comment.pk])
    assert client_of(moderator).post(url, {"post": "yes"}).status_code == 302
    comment.review.refresh_from_db()
    assert comment.review.comment_count == 0


def test_others_do_not_get_in(outsider: User, client_of: ClientOf) -> None:
    assert client_of(outsider).get(reverse(LIST)).status_code == 302
