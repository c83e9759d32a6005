"""``manage.py warm_popular``, also killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django_redis import get_redis_connection

from spotify_cache import metrics, popularity, wants, warming
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.tests.test_killed_worker import until_there
from spotify_cache.tests.test_warming import NOON, _read_by_people, _tracks
from spotify_cache.warming import Ended, warm_popular


@pytest.fixture(autouse=True)
def nothing_popular(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    popularity._noted.clear()
    monkeypatch.setattr(warming, "_sources", {})
    settings.SPOTIFY_QUOTA_MODE = "development"
    yield
    popularity._noted.clear()


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def _told(*arguments: str, terminal: bool = False) -> str:
    output = _Terminal() if terminal else StringIO()
    call_command("warm_popular", *arguments, stdout=output)
    return output.getvalue()


def test_it_says_what_it_did(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    _read_by_people(repository, _tracks([*catalog["tracks"][:3], catalog["unknown_id"]]))
    assert _told("--now", "--limit", "3") == (
        "Fetched: 3. Unknown to Spotify: 0. Failed: 0. Let go, as nobody read them: 0. To look at: 4.\n"
        "That was the limit.\n"
    )
    assert "Fetched: 0. Unknown to Spotify: 1." in _told("--now")
    assert _told("--now").endswith("All that is popular is there.\n")


def test_it_shows_how_far_it_has_come_on_a_terminal(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:3]))
    shown = _told("--now", terminal=True)
    assert "\r0 of 3 entries looked at" in shown
    assert "\r3 of 3 entries looked at" in shown


def test_what_it_did_is_counted(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:3]))
    _told("--now")
    assert metrics.counts(repository.store)["warmed", "track", "fetched"] == 3


def test_in_busy_hours_it_says_when_it_would(repository: SpotifyCacheRepository) -> None:
    with time_machine.travel(NOON, tick=False), pytest.raises(CommandError, match=r"1, 2, 3, 4, 5 \(UTC\)\. --now"):
        _told()


def test_another_runner_at_work_is_an_error(repository: SpotifyCacheRepository) -> None:
    get_redis_connection("default").set("muse:warming:lease", "another")
    with pytest.raises(CommandError, match="Another runner"):
        _told("--now")


def test_spotify_away_is_an_error(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:1]))
    repository.quota.close_gate(600)
    with pytest.raises(CommandError, match="goes on from here"):
        _told("--now")


def test_redis_away_is_an_error(repository: SpotifyCacheRepository, without_redis: None) -> None:
    with pytest.raises(CommandError, match="Redis does not answer"):
        _told("--now")


@pytest.mark.parametrize("arguments", [("--limit", "0"), ("--limit", "-3"), ("--limit", "many"), ("--later",)])
def test_bad_arguments_are_named(sandbox: SandboxProcess, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=arguments[0]):
        _told("--now", *arguments)
    assert sandbox.calls() == 0


def test_killed_in_the_middle_it_loses_nothing_and_the_next_goes_on(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    artist, track = wants.item("artist", catalog["artists"][0]), wants.item("track", catalog["tracks"][0])
    _read_by_people(repository, [artist, track])
    sandbox.faults({"endpoint": "track", "fault": "timeout", "seconds": 30, "times": 1})
    process = subprocess.Popen(
        [sys.executable, "manage.py", "warm_popular", "--now"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "muse.testing.impatient", "SPOTIFY_QUOTA_MODE": "development"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until_there(f"{track.key}:lease")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    redis = get_redis_connection("default")
    assert [raw is not None for raw in repository.store.read([artist.key, track.key])] == [True, False]
    assert warm_popular(repository, force=True).ended is Ended.BUSY
    assert 0 < redis.pttl("muse:warming:lease") <= warming.LEASE_SECONDS * 1000
    redis.delete("muse:warming:lease")  # as time would
    with repository.store.watch([track.key]) as released:
        for _ in range(20):
            assert warm_popular(repository, force=True).ended is Ended.DONE
            if repository.store.read([track.key]) != [None]:
                break
            released(0.2)  # the dead one's lease of the track ends soon
    assert repository.store.read([track.key]) != [None]
    assert sandbox.calls("artist") == 1, "what it had fetched was kept"
