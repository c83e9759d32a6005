"""What visitors wrote is kept over their sign-in, and can fill nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from accounts import rate_limits
from accounts.models import User
from accounts.tests.factories import PASSWORD
from muse.testing.servers import TestServers

pytestmark = pytest.mark.django_db

ADDRESS = "127.0.0.1"
FORMS: list[tuple[str, dict[str, str]]] = [
    ("/reviews/album/0000000000000000000001", {"text": "An hour’s work."}),
    ("/playlists/new", {"title": "An idea"}),
    ("/playlists/1/edit", {"title": "An idea"}),
    ("/playlists/1/tracks", {"tracks": "0000000000000000000001"}),
]
DAY = 24 * 60 * 60


def _use_up() -> None:
    while rate_limits.DRAFT.count(ADDRESS):
        pass


def _session_seconds() -> list[int]:
    """Of every session that Redis holds, how long it will."""
    redis: Any = caches["sessions"].client.get_client()
    return [redis.ttl(key) for key in redis.scan_iter("*session*")]


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_a_visitor_is_told_that_the_draft_is_kept(path: str, form: dict[str, str]) -> None:
    browser = Client()
    page = browser.post(path, form, follow=True).content.decode()
    assert "What you wrote is kept." in page
    assert len(browser.session["drafts"]) == 1


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_past_the_limit_a_visitor_is_told_that_it_is_not_kept(path: str, form: dict[str, str]) -> None:
    _use_up()
    browser = Client()
    page = browser.post(path, form, follow=True).content.decode()
    assert "What you wrote could not be kept" in page
    assert "What you wrote is kept." not in page
    assert not _session_seconds()


def test_sixty_sessions_an_hour_can_be_made_from_one_address_and_others_are_left_alone() -> None:
    for _ in range(62):
        Client().post(*FORMS[1])
    assert len(_session_seconds()) == 60
    Client(REMOTE_ADDR="203.0.113.7").post(*FORMS[1])
    assert len(_session_seconds()) == 61


def test_the_session_of_a_visitor_lives_a_day_and_that_of_a_person_thirty(owner: User) -> None:
    browser = Client()
    answer = browser.post(*FORMS[1])
    assert answer.cookies["sessionid"]["max-age"] == DAY
    (seconds,) = _session_seconds()
    assert 0 < seconds <= DAY
    signed_in = browser.post("/login", {"username": "owner", "password": PASSWORD})
    assert signed_in.cookies["sessionid"]["max-age"] == 30 * DAY
    (seconds,) = _session_seconds()
    assert 29 * DAY < seconds <= 30 * DAY
    assert browser.session["drafts"]
    browser.post("/logout")
    assert not _session_seconds()


def test_a_draft_of_a_visitor_is_a_clear_503_while_sessions_cannot_be_written(test_servers: TestServers) -> None:
    test_servers.keeping.stop()
    try:
        assert Client().post(*FORMS[1]).status_code == 503
    finally:
        test_servers.keeping.start()
