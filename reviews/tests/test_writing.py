"""Writing, changing and deleting a review by the pages' forms."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD
from reviews.models import MAX_TEXT_LENGTH, Review
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def save_url(spotify_id: str, item_type: str = "album") -> str:
    return reverse("review_save", args=[item_type, spotify_id])


@pytest.fixture
def browser_of_owner(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)


def test_a_rating_and_a_text_are_saved(browser_of_owner: Client, owner: User, album_id: str) -> None:
    answer = browser_of_owner.post(save_url(album_id), {"rating": "3.5", "text": "Well.\r\nWell."})
    assert answer.status_code == 302
    assert answer["Location"] == f"/albums/{album_id}#reviews"
    review = Review.objects.get()
    assert (review.author, review.item_type, review.spotify_id) == (owner, "album", album_id)
    assert (review.rating, review.text) == (Decimal("3.5"), "Well.\nWell.")


def test_a_body_that_is_no_form_takes_no_rating_back(browser_of_owner: Client, owner: User, album_id: str) -> None:
    ReviewFactory(author=owner, item_type="album", spotify_id=album_id, rating=Decimal("4.0"), text="")
    answer = browser_of_owner.post(save_url(album_id), '{"text": "Well."}', content_type="application/json")
    assert answer.status_code == 422
    assert Review.objects.get().rating == Decimal("4.0")


@pytest.mark.parametrize("item_type", ["album", "artist", "track"])
def test_albums_artists_and_tracks_can_be_reviewed(
    browser_of_owner: Client, catalog: dict[str, Any], item_type: str
) -> None:
    answer = browser_of_owner.post(save_url(catalog[f"{item_type}s"][0], item_type), {"rating": "5", "text": ""})
    assert answer.status_code == 302
    assert Review.objects.get().item_type == item_type


@pytest.mark.parametrize(
    ("sent", "kept"),
    [({"rating": "4", "text": ""}, (Decimal(4), "")), ({"rating": "", "text": "Words."}, (None, "Words."))],
)
def test_a_rating_or_a_text_alone_is_enough(
    browser_of_owner: Client, album_id: str, sent: dict[str, str], kept: tuple[Decimal | None, str]
) -> None:
    assert browser_of_owner.post(save_url(album_id), sent).status_code == 302
    review = Review.objects.get()
    assert (review.rating, review.text) == kept


def test_a_second_save_changes_the_first(browser_of_owner: Client, album_id: str) -> None:
    browser_of_owner.post(save_url(album_id), {"rating": "2", "text": "No."})
    first = Review.objects.get()
    browser_of_owner.post(save_url(album_id), {"rating": "4.5", "text": "It grew on me."})
    second = Review.objects.get()
    assert (second.pk, second.created_at) == (first.pk, first.created_at)
    assert (second.rating, second.text) == (Decimal("4.5"), "It grew on me.")
    assert second.updated_at > first.updated_at


def test_a_click_on_the_stars_leaves_the_text_alone(browser_of_owner: Client, owner: User, album_id: str) -> None:
    ReviewFactory(author=owner, spotify_id=album_id, rating=2, text="Kept.")
    answer = browser_of_owner.post(save_url(album_id), {"rating": "5"}, headers=HTMX)
    assert answer.status_code == 200
    review = Review.objects.get()
    assert (review.rating, review.text) == (Decimal(5), "Kept.")
    page = answer.content.decode()
    assert 'id="review-stats"' in page
    assert "<textarea" not in page


def test_a_rating_can_be_taken_away_where_there_is_a_text(browser_of_owner: Client, owner: User, album_id: str) -> None:
    ReviewFactory(author=owner, spotify_id=album_id, rating=2, text="Kept.")
    browser_of_owner.post(save_url(album_id), {"rating": ""}, headers=HTMX)
    assert Review.objects.get().rating is None


def test_a_rating_alone_that_is_taken_away_leaves_no_review(
    browser_of_owner: Client, owner: User, album_id: str
) -> None:
    ReviewFactory(author=owner, spotify_id=album_id, rating=2, text="")
    for _ in range(2):
        answer = browser_of_owner.post(save_url(album_id), {"rating": ""}, headers=HTMX)
        assert answer.status_code == 200
        assert "Delete your review" not in answer.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_click_that_is_no_rating_is_refused(browser_of_owner: Client, album_id: str, headers: dict[str, str]) -> None:
    answer = browser_of_owner.post(save_url(album_id), {"rating": "7"}, headers=headers)
    assert answer.status_code == 422
    assert "Rate in half stars, from 0.5 to 5." in answer.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("rating", ["7", "0", "3.7", "-2", "five", "NaN", "9" * 400])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_rating_outside_the_scale_is_refused_and_the_text_stays(
    browser_of_owner: Client, album_id: str, rating: str, headers: dict[str, str]
) -> None:
    answer = browser_of_owner.post(save_url(album_id), {"rating": rating, "text": "My words."}, headers=headers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Rate in half stars, from 0.5 to 5." in page
    assert "My words." in page
    assert not Review.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_text_that_is_too_long_is_refused_and_stays(
    browser_of_owner: Client, album_id: str, headers: dict[str, str]
) -> None:
    text = "long " * 2_000 + "end it here"
    assert len(text) > MAX_TEXT_LENGTH
    answer = browser_of_owner.post(save_url(album_id), {"rating": "4", "text": text}, headers=headers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "at most 10,000 characters" in page
    assert "end it here</textarea>" in page
    assert 'value="4" id="rating-8" autocomplete="off" checked' in page.replace("4.0", "4")


def test_nothing_at_all_is_refused(browser_of_owner: Client, album_id: str) -> None:
    answer = browser_of_owner.post(save_url(album_id), {"rating": "", "text": "  \r\n "})
    assert answer.status_code == 422
    assert "Give a rating, write something, or both." in answer.content.decode()


def test_null_bytes_are_refused(browser_of_owner: Client, album_id: str) -> None:
    answer = browser_of_owner.post(save_url(album_id), {"rating": "4", "text": "nul \x00 byte"})
    assert answer.status_code == 422
    assert not Review.objects.exists()


def test_html_in_a_review_is_shown_as_text(
    browser_of_owner: Client, outsider: User, client_of: ClientOf, album_id: str
) -> None:
    evil = "<script>alert(1)</script>\n</textarea><img src=x onerror=alert(2)> & <b>bold</b>"
    answer = browser_of_owner.post(save_url(album_id), {"rating": "", "text": evil}, headers=HTMX)
    for page in (answer.content.decode(), client_of(outsider).get(f"/albums/{album_id}").content.decode()):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>bold" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert Review.objects.get().text == evil


def test_an_unknown_item_is_404_and_nothing_is_kept(browser_of_owner: Client, unknown_id: str) -> None:
    assert browser_of_owner.post(save_url(unknown_id), {"rating": "4", "text": ""}).status_code == 404
    assert browser_of_owner.get(save_url(unknown_id)).status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/reviews/album/short",
        "/reviews/album/" + "!" * 22,
        "/reviews/genre/" + "a" * 22,
        "/reviews/album/" + "a" * 23,
        "/reviews/album/" + "a" * 22 + "%0A",
        "/reviews/album/" + "é" * 22,
    ],
)
def test_a_malformed_address_is_404(browser_of_owner: Client, path: str) -> None:
    assert browser_of_owner.post(path, {"rating": "4", "text": ""}).status_code == 404


def test_a_review_is_kept_while_spotify_does_not_answer(
    browser_of_owner: Client, sandbox: SandboxProcess, album_id: str
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    assert browser_of_owner.post(save_url(album_id), {"rating": "4", "text": "Later."}).status_code == 302
    assert Review.objects.get().text == "Later."


def test_a_review_can_be_changed_though_its_item_is_gone(
    browser_of_owner: Client, owner: User, unknown_id: str
) -> None:
    ReviewFactory(author=owner, spotify_id=unknown_id, rating=2)
    assert browser_of_owner.post(save_url(unknown_id), {"rating": "3", "text": ""}).status_code == 302
    assert Review.objects.get().rating == 3


def test_htmx_gets_the_section_and_no_page(browser_of_owner: Client, album_id: str) -> None:
    answer = browser_of_owner.post(save_url(album_id), {"rating": "4", "text": "Words."}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.strip().startswith("<section")
    assert "<html" not in page
    assert "Your review is saved." in page
    assert "Delete your review" in page


def test_the_page_to_write_on_shows_what_was_said(browser_of_owner: Client, owner: User, album_id: str) -> None:
    ReviewFactory(author=owner, spotify_id=album_id, rating=2, text="So far.")
    page = browser_of_owner.get(save_url(album_id)).content.decode()
    assert "So far.</textarea>" in page


def test_other_methods_are_refused(browser_of_owner: Client, album_id: str) -> None:
    assert browser_of_owner.put(save_url(album_id)).status_code == 405
    assert browser_of_owner.get(reverse("review_delete", args=[1])).status_code == 405


def test_a_form_without_its_token_is_refused(owner: User, album_id: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(save_url(album_id), {"rating": "4", "text": ""}).status_code == 403
    assert not Review.objects.exists()


# --- When the session has ended -------------------------------------------------------------------------------------


def test_a_visitor_is_sent_to_sign_in_and_finds_the_text_again(owner: User, album_id: str) -> None:
    browser = Client()
    answer = browser.post(save_url(album_id), {"rating": "4.5", "text": "An hour’s work."})
    assert answer.status_code == 302
    assert answer["Location"] == f"/login?next={save_url(album_id)}"
    signed_in = browser.post(answer["Location"], {"username": "owner", "password": PASSWORD}, follow=True)
    page = signed_in.content.decode()
    assert "An hour’s work.</textarea>" in page
    assert "It is not saved yet" in page
    browser.post(save_url(album_id), {"rating": "4.5", "text": "An hour’s work."})
    assert Review.objects.get().text == "An hour’s work."
    assert "It is not saved yet" not in browser.get(save_url(album_id)).content.decode()


def test_htmx_leaves_the_page_to_sign_in(album_id: str) -> None:
    answer = Client().post(save_url(album_id), {"rating": "4", "text": "x"}, headers=HTMX)
    assert answer["HX-Redirect"] == f"/login?next={save_url(album_id)}"


def test_drafts_of_a_visitor_are_few_and_bounded(catalog: dict[str, Any]) -> None:
    browser = Client()
    for album_id in catalog["albums"][:8]:
        browser.post(save_url(album_id), {"rating": "", "text": "x" * 50_000})
    drafts = browser.session["drafts"]
    assert len(drafts) == 5
    assert max(len(draft["text"]) for draft in drafts.values()) == 20_000


# --- Deleting -------------------------------------------------------------------------------------------------------


def test_the_author_deletes_a_review(browser_of_owner: Client, owner: User, album_id: str) -> None:
    review = ReviewFactory(author=owner, spotify_id=album_id)
    answer = browser_of_owner.post(reverse("review_delete", args=[review.pk]))
    assert answer.status_code == 302
    assert answer["Location"] == f"/albums/{album_id}#reviews"
    assert not Review.objects.exists()


def test_deleting_twice_is_404(browser_of_owner: Client, owner: User) -> None:
    review = ReviewFactory(author=owner)
    url = reverse("review_delete", args=[review.pk])
    browser_of_owner.post(url)
    assert browser_of_owner.post(url).status_code == 404


def test_htmx_gets_the_section_after_deleting(browser_of_owner: Client, owner: User, album_id: str) -> None:
    review = ReviewFactory(author=owner, spotify_id=album_id)
    answer = browser_of_owner.post(reverse("review_delete", args=[review.pk]), headers=HTMX)
    page = answer.content.decode()
    assert "Your review is deleted." in page
    assert "Delete your review" not in page


@pytest.mark.parametrize("who", ["outsider", "follower", "moderator"])
def test_somebody_elses_review_is_404_to_delete(
    who: str, owner: User, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    review = ReviewFactory(author=owner)
    answer = client_of(request.getfixturevalue(who)).post(reverse("review_delete", args=[review.pk]))
    assert answer.status_code == 404
    assert Review.objects.filter(pk=review.pk).exists()


def test_a_visitor_deletes_nothing(owner: User, visitor: AnonymousUser, client_of: Callable[..., Client]) -> None:
    review = ReviewFactory(author=owner)
    assert client_of(visitor).post(reverse("review_delete", args=[review.pk])).status_code == 302
    assert Review.objects.filter(pk=review.pk).exists()


def test_a_number_past_every_key_is_404(browser_of_owner: Client) -> None:
    assert browser_of_owner.post(f"/reviews/{10**30}/delete").status_code == 404


def test_saving_never_touches_somebody_elses(browser_of_owner: Client, outsider: User, album_id: str) -> None:
    theirs = ReviewFactory(author=outsider, spotify_id=album_id, rating=1, text="Mine.")
    browser_of_owner.post(save_url(album_id), {"rating": "5", "text": "Mine too."})
    theirs.refresh_from_db()
    assert (theirs.rating, theirs.text) == (1, "Mine.")
    assert Review.objects.count() == 2
