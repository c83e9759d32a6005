"""On whose clock times are read."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from playwright.sync_api import Browser

from accounts import services
from accounts.models import User, UserPreferences
from accounts.notifications import Verb, notify
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, PreferencesFactory, UserFactory
from accounts.time_zones import zone_of, zones_by_region
from reviews.models import Review
from reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 1, 31, 22, 30, tzinfo=datetime.UTC)


@pytest.fixture
def review(owner: User) -> Review:
    return ReviewFactory(author=owner, created_at=AT)


def day_of(client: Client) -> str:
    """The day that a profile gives the review of."""
    page = client.get("/u/owner").content.decode()
    return next(day for day in ("31 January 2026", "1 February 2026") if day in page)


def test_a_person_reads_times_in_the_zone_they_chose(review: Review, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    assert day_of(client) == "31 January 2026"
    client.post("/settings/preferences", {"theme": "system", "time_zone": "Asia/Tokyo"})
    assert day_of(client) == "1 February 2026"
    client.post("/settings/preferences", {"theme": "system", "time_zone": ""})
    assert day_of(client) == "31 January 2026"


def test_signing_in_brings_the_zone(review: Review, outsider: User, client: Client) -> None:
    PreferencesFactory(user=outsider, time_zone="Asia/Tokyo")
    client.post("/login", {"username": "outsider", "password": PASSWORD})
    assert day_of(client) == "1 February 2026"


def test_without_a_choice_it_is_the_browsers(review: Review, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    client.cookies["time_zone"] = "Asia/Tokyo"
    assert day_of(client) == "1 February 2026"
    client.post("/settings/preferences", {"theme": "system", "time_zone": "America/New_York"})
    assert day_of(client) == "31 January 2026"


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "x" * 4000, "", "\x00", "posix"]
)
def test_a_cookie_that_names_no_zone_is_left_alone(
    review: Review, outsider: User, client_of: ClientOf, zone: str
) -> None:
    assert zone_of(zone) is None
    client = client_of(outsider)
    client.cookies["time_zone"] = zone
    assert day_of(client) == "31 January 2026"


def test_visitors_pages_are_the_same_for_all_and_may_be_kept(review: Review, client: Client) -> None:
    client.cookies["time_zone"] = "Asia/Tokyo"
    assert day_of(client) == "31 January 2026"
    assert "public" in client.get("/u/owner")["Cache-Control"]


def test_one_persons_zone_is_not_the_next_ones(review: Review, client_of: ClientOf, client: Client) -> None:
    far = client_of(PreferencesFactory(time_zone="Asia/Tokyo").user)
    assert day_of(far) == "1 February 2026"
    assert day_of(client) == "31 January 2026"


def test_the_api_stays_in_utc(review: Review, client_of: ClientOf) -> None:
    far = client_of(PreferencesFactory(time_zone="Asia/Tokyo").user)
    assert "2026-01-31T22:30:00Z" in far.get("/api/v1/reviews").content.decode()


def test_what_depends_on_nobody_does_not_vary_by_cookie(client_of: ClientOf) -> None:
    far = client_of(PreferencesFactory(time_zone="Asia/Tokyo").user)
    assert "Cookie" not in far.get("/manifest.webmanifest").get("Vary", "")


def test_no_zone_that_there_is_not_can_be_kept(owner: User) -> None:
    with pytest.raises(ValidationError):
        services.save_preferences(owner, time_zone="Mars/Olympus")


def test_utc_can_be_chosen_over_the_browsers(review: Review, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    client.cookies["time_zone"] = "Asia/Tokyo"
    client.post("/settings/preferences", {"theme": "system", "time_zone": "UTC"})
    assert day_of(client) == "31 January 2026"


def test_a_kept_zone_that_is_gone_breaks_nothing(review: Review, outsider: User, client: Client) -> None:
    PreferencesFactory(user=outsider)
    UserPreferences.objects.filter(user=outsider).update(time_zone="Gone/Zone")
    client.post("/login", {"username": "outsider", "password": PASSWORD})
    assert day_of(client) == "31 January 2026"
    assert "Gone/Zone" not in client.get("/settings").content.decode()
    for address, form in (
        ("/theme", {"theme": "dark"}),
        ("/settings/privacy", {"default_visibility": "followers"}),
        ("/settings/preferences", {"theme": "dark"}),
    ):
        UserPreferences.objects.filter(user=outsider).update(time_zone="Gone/Zone")
        assert client.post(address, form).status_code == 302
        assert UserPreferences.objects.get(user=outsider).time_zone == ""
    kept = UserPreferences.objects.get(user=outsider)
    assert (kept.theme, kept.default_visibility) == ("dark", "followers")
    assert client.post("/settings/preferences", {"theme": "dark", "time_zone": "Gone/Zone"}).status_code == 200


def test_the_choice_is_of_places() -> None:
    regions = dict(zones_by_region())
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in regions["America"]
    assert "Etc" not in regions


@pytest.mark.django_db(transaction=True)
def test_a_visitors_browser_puts_times_right_and_keeps_no_cookie(browser: Browser, live_server: object) -> None:
    ReviewFactory(author=UserFactory(username="owner"), created_at=AT)
    with browser.new_context(timezone_id="Asia/Tokyo", locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{live_server}/")
        page.wait_for_selector("time[data-local]", state="attached")
        assert "1 February 2026" in (page.locator("time[data-local][title]").first.get_attribute("title") or "")
        assert "time_zone" not in {cookie["name"] for cookie in context.cookies()}


@pytest.mark.django_db(transaction=True)
def test_a_persons_browser_tells_its_zone(browser: Browser, live_server: object, client_of: ClientOf) -> None:
    person = UserFactory.create()
    notify(person, UserFactory.create(), Verb.FOLLOWED)
    person.notifications.update(created_at=AT)
    session = client_of(person).cookies["sessionid"].value
    with browser.new_context(timezone_id="Asia/Tokyo") as context:
        context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
        page = context.new_page()
        page.goto(f"{live_server}/notifications")
        page.goto(f"{live_server}/notifications")
        assert page.locator(".note__when").get_attribute("title") == "1 February 2026, 07:30 JST"
