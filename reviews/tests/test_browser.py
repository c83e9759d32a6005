"""Rating and writing in a real browser under the real content security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from accounts import rate_limits
from accounts.models import User
from accounts.tests.factories import UserFactory
from reviews import pins
from reviews.models import DiaryEntry, Review
from reviews.tests.factories import CommentFactory, DiaryEntryFactory, ReviewFactory, ShelfItemFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> User:
    return UserFactory(username="owner")


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def page(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, settings: Any, person: User
) -> Iterator[Page]:
    """A page in which ``person`` is signed in. Whatever the browser complains about fails the test."""
    settings.BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    signed_in = Client()
    signed_in.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    has_scripts = request.param == "with JavaScript"
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, java_script_enabled=has_scripts
    )
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "sessionid", "value": signed_in.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A refusal (429) and a dropped connection are reported by the browser and by htmx; what the page makes of
        # them is tested.
        if message.type == "error" and not re.search(
            "Failed to load resource|Error Code 429|htmx:(sendError|afterRequest)", message.text
        ):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints


only_with_scripts = pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)


def test_a_review_is_written_changed_and_deleted(page: Page, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    page.locator("label[for=rating-9]").click()
    page.locator("#review-text").fill("First.\n\nSecond.")
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_role("button", name="Save changes")).to_be_visible()
    page.locator("#review-text").fill("Other words.")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Your changes are saved.").first).to_be_visible()
    assert str(Review.objects.get().rating) == "4.5"
    page.get_by_text("Delete your review…").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Your review is deleted.").first).to_be_visible()
    assert not Review.objects.exists()


@only_with_scripts
def test_a_click_on_a_star_saves_at_once_and_leaves_what_is_being_typed(page: Page, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    page.locator("#review-text").fill("Not ready yet")
    page.locator("label[for=rating-7]").click()
    expect(page.locator("#own-status")).to_have_text("Rating saved.")
    expect(page.locator("#review-stats")).to_contain_text("3.5")
    expect(page.locator("#review-text")).to_have_value("Not ready yet")
    review = Review.objects.get()
    assert (str(review.rating), review.text) == ("3.5", "")


@only_with_scripts
def test_past_the_limit_of_writes_a_click_on_a_star_says_so(page: Page, person: User, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    for _ in range(120):
        rate_limits.WRITE.count(str(person.pk))
    page.locator("label[for=rating-7]").click()
    expect(page.locator("#live")).to_have_text("That was too fast. Please wait a moment and try again.")
    expect(page.locator("#live")).to_be_visible()
    assert not Review.objects.exists()


@only_with_scripts
def test_stars_are_chosen_with_the_arrow_keys_and_the_last_one_counts(page: Page, person: User, album_id: str) -> None:
    ReviewFactory(author=person, spotify_id=album_id, rating=2)
    ReviewFactory.create_batch(2, spotify_id=album_id, rating=4)
    page.goto(f"/albums/{album_id}")
    page.locator("#rating-4").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#own-status")).to_have_text("Rating saved.")
    expect(page.locator("#review-stats")).to_contain_text("4.0")
    expect(page.locator("#rating-8")).to_be_focused()
    assert Review.objects.get(author=person).rating == 4


def test_a_mistake_keeps_what_was_typed(page: Page, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    page.locator("#review-text").evaluate("area => area.removeAttribute('maxlength')")
    page.locator("#review-text").fill("Too long. " * 1_100)
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_text("at most 10,000 characters")).to_be_visible()
    assert len(page.locator("#review-text").input_value()) == len("Too long. " * 1_100)


def test_a_track_is_logged_from_where_it_is_listed(page: Page, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    page.locator(".track a[href^='/log/track/']").first.click()
    form = page.locator("#log-form, .page--narrow #review-form")
    form.get_by_label("Listened on").fill("2026-11-20")
    form.get_by_label("I had heard it before").check()
    form.get_by_text("Tags, and who may see it").click()
    form.get_by_label("Tags").fill("Rain, late night")
    form.get_by_label("Who may see it").select_option("followers")
    form.get_by_label("Your review").fill("On a train.")
    form.get_by_role("button", name=re.compile("^Save")).click()
    expect(page.get_by_text("Saved, and in your diary.").first).to_be_visible()
    review, entry = Review.objects.get(), DiaryEntry.objects.get()
    assert (review.item_type, review.text, review.tags, review.visibility) == (
        "track",
        "On a train.",
        ["rain", "late night"],
        "followers",
    )
    assert (str(entry.listened_on), entry.is_relisten) == ("2026-11-20", True)


@only_with_scripts
def test_stars_in_the_dialog_save_at_once_by_keyboard(page: Page, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    page.get_by_role("link", name="Log it").focus()
    page.keyboard.press("Enter")
    page.locator("#log-rating-7").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#log-own-status")).to_have_text("Rating saved.")
    assert Review.objects.get().rating == 4
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Log it")).to_be_focused()


@only_with_scripts
def test_what_is_typed_outlives_the_page_and_the_network(page: Page, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    page.locator("#review-text").fill("Half a thought")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save review").click()
    expect(page.locator("#live")).to_contain_text("No connection.")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#review-text")).to_have_value("Half a thought")
    expect(page.locator(".restored")).to_contain_text("only in this browser")
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_role("button", name="Save changes")).to_be_visible()
    page.reload()
    expect(page.locator("#review-text")).to_have_value("Half a thought")
    expect(page.locator(".restored")).to_have_count(0)
    page.locator("#review-text").fill("Another thought")
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#review-text")).to_have_value("Half a thought")
    page.reload()
    expect(page.locator(".restored")).to_have_count(0)


def test_a_review_is_liked_and_commented_on(page: Page, person: User, album_id: str) -> None:
    review = ReviewFactory(spotify_id=album_id)
    page.goto(f"/albums/{album_id}")
    page.get_by_role("button", name="Like").click()
    expect(page.locator(".like button[aria-pressed=true]").first).to_contain_text("1")
    page.goto(review.get_absolute_url())
    page.get_by_label("Your comment").fill("Quite *so*.")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator(".comment em")).to_have_text("so")
    page.get_by_role("link", name="Edit").click()
    page.locator(".comment textarea").fill("Not so.")
    page.locator(".comment").get_by_role("button", name="Save").click()
    expect(page.locator(".comment")).to_contain_text("Not so.")
    page.locator(".comment summary").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("The comment is deleted.").first).to_be_visible()
    review.refresh_from_db()
    assert (review.like_count, review.comment_count) == (1, 0)


def test_an_album_waits_on_the_shelf(page: Page, album_id: str) -> None:
    page.goto(f"/albums/{album_id}")
    page.get_by_role("button", name="Listen later").click()
    expect(page.get_by_role("button", name="On your shelf")).to_be_visible()
    page.goto("/u/owner/shelf")
    page.get_by_role("button", name=re.compile("off the shelf")).click()
    expect(page.get_by_text("Your shelf is empty.")).to_be_visible()


@only_with_scripts
def test_axe_finds_nothing(page: Page, person: User, album_id: str) -> None:
    ReviewFactory.create_batch(3, spotify_id=album_id)
    review = ReviewFactory(author=person, spotify_id=album_id, tags=["rain"], visibility="followers")
    CommentFactory(review=review, author=person)
    entry = DiaryEntryFactory(author=person, spotify_id=album_id, rating=4, is_relisten=True)
    ShelfItemFactory(person=person, spotify_id=album_id)
    own = ("/u/owner/diary", "/u/owner/diary/2026/11", f"/diary/{entry.pk}", "/u/owner/shelf")
    for path in (f"/reviews/album/{album_id}", f"/albums/{album_id}", review.get_absolute_url(), *own):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_favourites_are_pinned_and_put_in_order(page: Page, person: User, catalog: dict[str, Any]) -> None:
    first, second = catalog["albums"][:2]
    pins.pin(person, "album", first)
    page.goto(f"/albums/{second}")
    page.get_by_role("button", name="Pin to your profile").click()
    expect(page.get_by_role("button", name="Take it off your profile")).to_be_visible()
    expect(page.get_by_text("Pinned to your profile.")).to_be_visible()
    page.goto("/u/owner")
    page.locator(".pin").nth(1).get_by_role("button", name=re.compile("forward$")).click()
    expect(page.get_by_text("Your favourites are in a new order.")).to_be_visible()
    assert [one.spotify_id for one in pins.pinned_by(person)] == [second, first]
    page.locator(".pin").nth(1).get_by_role("button", name=re.compile("off your profile$")).click()
    expect(page.locator(".pin")).to_have_count(1)
    assert [one.spotify_id for one in pins.pinned_by(person)] == [second]


@only_with_scripts
def test_moving_a_favourite_by_keyboard_keeps_the_focus(page: Page, person: User, catalog: dict[str, Any]) -> None:
    for spotify_id in catalog["albums"][:3]:
        pins.pin(person, "album", spotify_id)
    page.goto("/u/owner")
    page.locator(".pin").nth(2).get_by_role("button", name=re.compile("forward$")).focus()
    for place in (1, 0):
        page.keyboard.press("Enter")
        expect(page.locator(".pin").nth(place).get_by_role("button", name=re.compile("forward$"))).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Four favourites")).to_be_focused()
