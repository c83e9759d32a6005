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
from reviews.models import Review
from reviews.tests.factories import ReviewFactory

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
        # A refusal (429) is reported by the browser and by htmx; what the page makes of it is tested.
        if message.type == "error" and not re.search("Failed to load resource|Error Code 429", message.text):
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


@only_with_scripts
def test_axe_finds_nothing(page: Page, person: User, album_id: str) -> None:
    ReviewFactory.create_batch(3, spotify_id=album_id)
    ReviewFactory(author=person, spotify_id=album_id)
    for path in (f"/reviews/album/{album_id}", f"/albums/{album_id}"):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
