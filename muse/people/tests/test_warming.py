"""Signing in has fetched what a person looks at next."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import warming
from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, FollowFactory, UserFactory
from accounts.tests.spotify_walk import MIRA, Walk
from muse.people.warming import listed
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory, ShelfItemFactory
from spotify_cache import metrics
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.tests.worker import run_worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    metrics._tally.clear()


@pytest.fixture
def catalog(sandbox: SandboxProcess) -> dict[str, Any]:
    return sandbox.control("catalog")


def _queued() -> int:
    with current_app.connection_or_acquire() as connection:
        return int(connection.default_channel.client.llen("celery"))


@pytest.mark.parametrize("period", ["short_term", "medium_term", "long_term", ""])
def test_after_signing_in_the_dashboard_costs_no_call(
    walk: Walk, sandbox: SandboxProcess, tasks_at_once: None, period: str
) -> None:
    walk.sign_in(MIRA)
    calls = sandbox.calls()
    page = walk.client.get("/dashboard", {"period": period})
    assert "Data and artwork from Spotify" in page.content.decode()
    assert sandbox.calls() == calls
    assert warming.ONCE_IN_SECONDS < 15 * 60, "signing in again warms before the data is past its lifetime"


def test_a_worker_does_it_and_each_call_once(
    walk: Walk, sandbox: SandboxProcess, transactional_db: None, django_capture_on_commit_callbacks: Any
) -> None:
    walk.sign_in(MIRA)
    before = sandbox.calls()
    run_worker()
    assert sandbox.calls() - before == 9, "profile, recent, playlists, and top artists and tracks of three periods"
    walk.client.get("/dashboard")
    assert sandbox.calls() - before == 9


def test_how_many_dashboards_cost_no_call_is_counted(walk: Walk, sandbox: SandboxProcess, tasks_at_once: None) -> None:
    walk.sign_in(MIRA)
    store = get_repository().store
    # What the way here has counted is sent and forgotten.
    metrics.flush(store, force=True)
    store.delete([metrics._KEY])
    walk.client.get("/dashboard")
    get_repository().invalidate_user(str(User.objects.get().pk))
    walk.client.get("/dashboard")
    metrics.flush(store, force=True)
    counts = metrics.counts(store)
    assert (counts["dashboards", "cached"], counts["dashboards", "fetched"]) == (1, 1)
    told = StringIO()
    call_command("cache_stats", stdout=told)
    assert "Dashboards of listeners: 2, without a call 50%" in told.getvalue()


def test_signing_in_again_and_again_queues_one_warm_up(sandbox: SandboxProcess, client: Client) -> None:
    person = UserFactory.create()
    for _ in range(3):
        warming.warm_listener(User, person)
    assert _queued() == 1
    warming.warm_listener(User, UserFactory.create())
    assert _queued() == 2, "another person's is another"


def test_a_device_that_signs_in_by_the_api_is_one_sign_in(
    sandbox: SandboxProcess, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    person = UserFactory.create()
    body = {"username": person.username, "password": PASSWORD, "device": "phone"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/api/v1/auth/token", body, content_type="application/json")
    assert answer.status_code == 201
    assert _queued() == 1


def test_connecting_spotify_later_is_a_warm_up_of_its_own(walk: Walk, sandbox: SandboxProcess) -> None:
    person = UserFactory.create()
    walk.client.force_login(person)
    queued = _queued()
    walk.sign_in(MIRA)
    assert person.spotify_connection
    assert _queued() == queued + 1


def test_without_redis_one_signs_in_all_the_same(sandbox: SandboxProcess) -> None:
    get_repository().store._down_until = float("inf")
    warming.warm_listener(User, UserFactory.create())
    assert _queued() == 0


def test_feed_shelf_and_dashboard_of_somebody_without_spotify_cost_no_call(
    sandbox: SandboxProcess, client_of: ClientOf, catalog: dict[str, Any], settings: Any
) -> None:
    person, friend = UserFactory.create(), UserFactory.create()
    FollowFactory.create(follower=person, followed=friend)
    album, artist = catalog["albums"][0], catalog["artists"][0]
    track, shelved = catalog["tracks"][:2]
    ReviewFactory.create(author=friend, item_type="album", spotify_id=album)
    ReviewFactory.create(author=friend, item_type="artist", spotify_id=artist)
    PlaylistFactory.create(owner=friend, track_ids=[track])
    ShelfItemFactory.create(person=person, item_type="track", spotify_id=shelved)
    told = StringIO()
    call_command("warm_user", f"@{person.username}", stdout=told)
    assert told.getvalue() == "Looked at: 5. Fetched: 5. The rest was fresh, or is not to be had.\n"
    calls = sandbox.calls()
    browser = client_of(person)
    for address in ("/dashboard", "/feed", f"/u/{person.username}/shelf"):
        assert browser.get(address).status_code == 200, address
    assert sandbox.calls() == calls


def test_what_fails_to_say_what_it_shows_is_left_out(
    sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch, catalog: dict[str, Any]
) -> None:
    def broken(person: User) -> list[Any]:
        raise RuntimeError("no table")

    monkeypatch.setattr(warming, "_shown", {"broken": broken, "one": lambda person: [("track", catalog["tracks"][0])]})
    assert [want.recipe for want in warming.wants_of(UserFactory.create())] == [("track", catalog["tracks"][0])]


def test_pictures_of_public_playlists_are_popular(catalog: dict[str, Any]) -> None:
    PlaylistFactory.create(track_ids=catalog["tracks"][:2])
    assert listed(10) == [("track", track_id) for track_id in catalog["tracks"][:2]]


# --- warm_user -------------------------------------------------------------------------------------------------------
def test_warming_somebody_who_is_not_there_is_an_error() -> None:
    with pytest.raises(CommandError, match="There is no nobody"):
        call_command("warm_user", "nobody")
    with pytest.raises(CommandError, match="username"):
        call_command("warm_user")


def test_warming_while_spotify_says_stop_is_an_error(sandbox: SandboxProcess, catalog: dict[str, Any]) -> None:
    person = UserFactory.create()
    ShelfItemFactory.create(person=person, item_type="track", spotify_id=catalog["tracks"][0])
    get_repository().quota.close_gate(600)
    with pytest.raises(CommandError, match="No answer from Spotify for 2"):
        call_command("warm_user", person.username, stdout=StringIO())
    assert sandbox.calls() == 0


def test_warming_without_redis_is_an_error(sandbox: SandboxProcess) -> None:
    get_repository().store._down_until = float("inf")
    with pytest.raises(CommandError, match="Redis does not answer"):
        call_command("warm_user", UserFactory.create().username)


def test_the_mark_of_a_warm_up_ends(sandbox: SandboxProcess) -> None:
    person = UserFactory.create()
    warming.warm_listener(User, person)
    ends = get_repository().store.script("return redis.call('TTL', KEYS[1])", [f"muse:warm-up:{person.pk}:"], ())
    assert 0 < int(ends) <= warming.ONCE_IN_SECONDS
