"""Reviews in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.tests.cast import ClientOf
from reviews.models import Review
from reviews.tests.factories import ReviewFactory

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


def test_others_do_not_get_in(outsider: User, client_of: ClientOf) -> None:
    assert client_of(outsider).get(reverse(LIST)).status_code == 302
