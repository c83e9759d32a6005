"""What people see while the Redis of the sessions is down (R74)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD
from muse.testing.servers import TestServers

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions_hang(test_servers: TestServers) -> Iterator[Any]:
    """Call it to freeze the Redis of the sessions; call its result to wake it again with everything it held."""
    pid = test_servers.keeping.child.pid

    def freeze() -> Any:
        os.kill(pid, signal.SIGSTOP)
        return lambda: os.kill(pid, signal.SIGCONT)

    yield freeze
    os.kill(pid, signal.SIGCONT)


def test_visitor_reads_on(client: Client, test_servers: TestServers, owner: User) -> None:
    test_servers.keeping.stop()
    try:
        for path in ("/login", "/signup", "/u/owner"):
            assert client.get(path).status_code == 200
    finally:
        test_servers.keeping.start()


def test_signed_in_person_reads_public_pages_with_a_notice(
    owner: User, client_of: ClientOf, sessions_hang: Any
) -> None:
    client = client_of(owner)
    sessions_hang()
    answer = client.get("/u/owner")
    assert answer.status_code == 200
    assert "as a visitor does. You are not signed out" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_own_pages_are_a_clear_503(owner: User, client_of: ClientOf, sessions_hang: Any) -> None:
    client = client_of(owner)
    sessions_hang()
    for path in ("/settings", "/dashboard"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "We cannot reach your session right now" in answer.content.decode()
        assert answer["Retry-After"] == "10"


def test_nobody_is_signed_out_by_an_outage(owner: User, client_of: ClientOf, sessions_hang: Any) -> None:
    client = client_of(owner)
    wake = sessions_hang()
    client.get("/u/owner")
    client.get("/settings")
    client.post("/settings/profile", {"username": "other"})
    wake()
    assert client.get("/settings").status_code == 200
    owner.refresh_from_db()
    assert owner.username == "owner"


def test_writing_is_a_clear_503(owner: User, client_of: ClientOf, sessions_hang: Any) -> None:
    client = client_of(owner)
    sessions_hang()
    answer = client.post("/settings/profile", {"username": "other"})
    assert answer.status_code == 503
    assert "nothing was changed" in answer.content.decode()


def test_signing_in_is_a_clear_503(client: Client, owner: User, test_servers: TestServers) -> None:
    test_servers.keeping.stop()
    try:
        answer = client.post("/login", {"username": "owner", "password": PASSWORD})
        assert answer.status_code == 503
        assert "sessionid" not in answer.cookies
        assert client.post("/login/spotify/").status_code == 503
    finally:
        test_servers.keeping.start()


def test_api_says_it_in_json(owner: User, client_of: ClientOf, sessions_hang: Any) -> None:
    client = client_of(owner)
    sessions_hang()
    answer = client.post("/api/v1/reviews")
    assert answer.status_code == 503
    assert "Sessions cannot be reached" in answer.json()["detail"]


def test_cookie_of_a_session_that_is_gone_is_put_away(client: Client) -> None:
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/login").cookies["sessionid"]["max-age"] == 0


def test_unreadable_session_is_no_session(owner: User, client_of: ClientOf) -> None:
    from django.core.cache import caches

    client = client_of(owner)
    redis = caches["sessions"].client.get_client()
    for key in redis.scan_iter("*"):
        redis.set(key, b"\x80\x04not json")
    assert client.get("/settings").status_code == 302


def test_sessions_are_json_in_redis(owner: User, client_of: ClientOf) -> None:
    from django.core.cache import caches

    client_of(owner)
    redis = caches["sessions"].client.get_client()
    [key] = [key for key in redis.scan_iter("*") if b"session:" in key]
    assert redis.get(key).startswith(b"{")
