"""A connected person's own data."""

from __future__ import annotations

from typing import Any

import pytest

from spotify_cache import background
from spotify_cache.answers import State
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store
from spotify_cache.tests.conftest import Person
from spotify_cache.tests.worker import run_worker

QUOTA_MODES = ("development", "extended")


@pytest.mark.parametrize("mode", QUOTA_MODES)
def test_the_dashboard_is_read_whole_in_either_quota_mode(
    mode: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    sandbox.config(quota_mode=mode)
    dashboard = repository.listener(person).dashboard("short_term")
    assert dashboard.profile.value is not None
    assert dashboard.profile.value.account_id
    assert dashboard.recent.value is not None
    assert dashboard.recent.value.plays
    assert dashboard.top_artists.value is not None
    assert dashboard.top_artists.value.artists
    assert dashboard.top_tracks.value is not None
    assert dashboard.top_tracks.value.tracks
    assert dashboard.playlists.value is not None
    assert dashboard.playlists.value.playlists
    assert all(playlist.total_tracks for playlist in dashboard.playlists.value.playlists[:1])


def test_a_warm_dashboard_is_one_round_trip_and_no_call(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person, redis_round_trips: Any
) -> None:
    repository.listener(person).dashboard()
    calls = sandbox.calls()
    with redis_round_trips() as trips:
        repository.listener(person).dashboard()
    assert trips.count == 1, trips
    assert sandbox.calls() == calls


def test_one_persons_data_never_answers_another(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    other_id = sandbox.control("catalog")["listeners"][1]["id"]
    granted = sandbox.control("token", {"listener": other_id, "scopes": "user-read-private user-top-read"})
    other = Person("2", granted["refresh_token"])
    mine, theirs = (repository.listener(who).profile().value for who in (person, other))
    assert mine is not None
    assert theirs is not None
    assert mine.account_id != theirs.account_id


def test_forgetting_a_person_drops_all_of_theirs_and_nothing_else(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    repository.listener(person).dashboard("long_term")
    repository.search("moon")
    calls = sandbox.calls()
    repository.invalidate_user(person.cache_id)
    repository.search("moon")
    assert sandbox.calls() == calls
    repository.listener(person).dashboard("long_term")
    assert sandbox.calls() == calls + 5


def test_a_revoked_connection_is_marked_and_its_data_unavailable(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    sandbox.control("revoke", {"listener": sandbox.control("catalog")["listeners"][0]["id"]})
    dashboard = repository.listener(person).dashboard()
    assert dashboard.recent.state is State.UNAVAILABLE
    assert person.is_revoked


def test_a_rotated_refresh_token_is_kept_and_an_unrotated_one_stays(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    first = person.token
    repository.listener(person).profile()
    assert person.rotations == []
    assert person.token == first
    sandbox.config(rotate_refresh_tokens=True)
    repository.tokens.forget_person(person)
    repository.listener(person).top_artists()
    assert len(person.rotations) == 1
    assert person.token != first


def test_an_access_token_is_asked_for_once(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    listener = repository.listener(person)
    listener.profile()
    listener.top_tracks("short_term")
    listener.top_tracks("long_term")
    assert sandbox.stats()["accounts"]["token"] == {"200": 1}


def test_access_tokens_are_sealed_in_redis(
    repository: SpotifyCacheRepository, person: Person, test_servers: Any
) -> None:
    repository.listener(person).profile()
    repository.search("moon")
    store = Store()
    for name in ("app", "user:1"):
        kept = store.value(f"muse:token:{name}")
        assert kept is not None
        assert not kept.startswith(b"BQ")
    assert repository.tokens.of_person(person).startswith("BQ")


def test_harvested_tracks_of_a_person_cost_no_call(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    top = repository.listener(person).top_tracks().value
    assert top is not None
    calls = sandbox.calls()
    assert len(repository.tracks(track.id for track in top.tracks)) == len(top.tracks)
    assert sandbox.calls() == calls


def test_warming_a_person_makes_their_dashboard_cost_no_call(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    before = list(background._token_sources)
    background.register_token_sources({person.cache_id: person}.get)
    try:
        repository.listener(person).warm()
        assert sandbox.calls() == 0
        run_worker()
        calls = sandbox.calls()
        assert repository.listener(person).dashboard().recent.state is State.FRESH
        assert sandbox.calls() == calls == 9, "top artists and tracks of all three periods among them"
    finally:
        background._token_sources[:] = before
