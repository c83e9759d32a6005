"""How fast one person may write reviews and playlists (R73)."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts import rate_limits
from accounts.middleware import WriteLimitMiddleware
from accounts.models import User
from accounts.tests.cast import ClientOf
from muse.testing.servers import TestServers
from playlists.models import Playlist

pytestmark = pytest.mark.django_db


def _write_much(person: User, count: int = 120) -> None:
    for _ in range(count):
        assert rate_limits.WRITE.count(str(person.pk))


def _make(client: Client) -> int:
    return client.post("/playlists/new", {"title": "One more"}).status_code


@pytest.mark.parametrize(
    "path",
    [
        "/playlists/new",
        "/notifications/read",
        "/playlists/1/tracks",
        "/playlists/1/tracks/1/remove",
        "/playlists/add/0000000000000000000001",
        "/reviews/album/0000000000000000000001",
        "/reviews/1/delete",
        "/reviews/1/like",
        "/reviews/1/comments",
        "/log/album/0000000000000000000001",
        "/shelf/album/0000000000000000000001",
        "/diary/1",
        "/u/outsider/follow",
        "/followers/outsider/accept",
        "/settings/privacy",
        "/settings/profile",
        "/settings/preferences",
        "/settings/artists",
        "/settings/spotify/disconnect",
        "/settings/delete",
        "/pins/album/0000000000000000000001",
    ],
)
def test_past_120_writes_a_minute_the_answer_is_a_clear_429(owner: User, client_of: ClientOf, path: str) -> None:
    _write_much(owner)
    answer = client_of(owner).post(path, {"title": "One more", "text": "x"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "no-store" in answer["Cache-Control"]
    assert b"This one was not saved." in answer.content


def test_the_120th_write_is_made_and_the_next_is_not(owner: User, client_of: ClientOf) -> None:
    _write_much(owner, 119)
    client = client_of(owner)
    assert [_make(client), _make(client)] == [302, 429]
    assert Playlist.objects.count() == 1


def test_writes_of_one_person_leave_others_alone(owner: User, outsider: User, client_of: ClientOf) -> None:
    _write_much(owner)
    assert _make(client_of(outsider)) == 302


def test_reading_is_not_counted(owner: User, client_of: ClientOf) -> None:
    _write_much(owner)
    assert client_of(owner).get("/playlists/new").status_code == 200


def test_forged_writes_are_not_counted(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert _make(client) == 403
    _write_much(owner)


def test_the_limit_stops_nobody_while_redis_is_down(owner: User, test_servers: TestServers) -> None:
    rate_limits._local_limiter.cache_clear()
    _write_much(owner)
    request: HttpRequest = RequestFactory().post("/playlists/new")
    request.user = owner
    middleware = WriteLimitMiddleware(lambda request: HttpResponse())
    test_servers.keeping.stop()
    try:
        assert middleware.process_view(request) is None
    finally:
        test_servers.keeping.start()
        rate_limits._local_limiter.cache_clear()
