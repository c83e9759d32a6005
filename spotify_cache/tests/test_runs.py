"""What is known of the warmer's runs, and what staff may tell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django_redis import get_redis_connection
from kombu.exceptions import OperationalError

from spotify_cache import metrics, popularity, runs, tasks, warming
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.runs import Account, Ended, Warming, how_it_stands
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.tests.test_warming import _are_fresh, _queued, _read_by_people, _tracks
from spotify_cache.tests.worker import run_worker
from spotify_cache.warming import warm_popular


@pytest.fixture(autouse=True)
def popular(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Iterator[list[str]]:
    """Three tracks that people read, each of which takes a call."""
    metrics._tally.clear()
    popularity._noted.clear()
    monkeypatch.setattr(warming, "_sources", {})
    settings.SPOTIFY_QUOTA_MODE = "development"
    tracks = list(catalog["tracks"][:3])
    _read_by_people(repository, _tracks(tracks))
    yield tracks
    popularity._noted.clear()


def test_nothing_is_known_of_runs_that_never_were(repository: SpotifyCacheRepository) -> None:
    stands = how_it_stands(repository.store)
    assert stands == Warming(None, [], 0, 0, False)
    assert stands.last is None


def test_a_run_leaves_an_account_of_itself(repository: SpotifyCacheRepository, sandbox: SandboxProcess) -> None:
    warm_popular(repository, force=True, limit=2)
    last = how_it_stands(repository.store).last
    assert last is not None
    assert (last.ended, last.fetched, last.calls, last.of, last.is_asked_for) == (Ended.LIMIT, 2, 2, 3, True)
    assert last.left > 0
    assert last.calls == sandbox.calls()
    assert last.why == "That was the limit."
    warm_popular(repository, force=True)
    (latest, before) = how_it_stands(repository.store).before
    assert (latest.ended, latest.fetched, latest.looked_at, latest.left) == (Ended.DONE, 1, 3, 0)
    assert before == last


def test_while_it_runs_it_says_how_far_it_has_come(
    repository: SpotifyCacheRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_GROUP", 1)
    seen: list[Warming] = []
    warm_popular(repository, force=True, progress=lambda done, of: seen.append(how_it_stands(repository.store)))
    assert all(stands.current is not None for stands in seen)
    # Told before a group is begun, so of the one before.
    assert [(stands.current.looked_at, stands.current.fetched) for stands in seen] == [(0, 0), (0, 0), (1, 1), (2, 2)]
    assert how_it_stands(repository.store).current is None


def test_a_runner_that_died_is_not_taken_for_one_that_works(repository: SpotifyCacheRepository) -> None:
    runs.begin(repository.store, Account(1_000.0, 1_000.0, of=5))
    redis = get_redis_connection("default")
    redis.set(f"{runs.RUNNER}:lease", "its own", px=30_000)
    assert how_it_stands(repository.store).current is not None
    redis.delete(f"{runs.RUNNER}:lease")
    for _ in range(2):
        stands = how_it_stands(repository.store)
        assert stands.current is None
        assert [account.ended for account in stands.before] == [Ended.BROKE_OFF]
    warm_popular(repository, force=True)
    assert [account.ended for account in how_it_stands(repository.store).before] == [Ended.DONE, Ended.BROKE_OFF]


def test_only_the_last_runs_are_remembered(repository: SpotifyCacheRepository) -> None:
    for at in range(12):
        runs.begin(repository.store, account := Account(at, at))
        account.ended = Ended.DONE
        runs.end(repository.store, account)
    assert [account.began for account in how_it_stands(repository.store).before] == list(range(11, 3, -1))


def test_what_another_release_left_counts_as_nothing(repository: SpotifyCacheRepository) -> None:
    redis = get_redis_connection("default")
    redis.set("muse:warming:latest", b"\xff")
    redis.lpush("muse:warming:ended", b'{"of": 3}', b"[1, 2]")
    (account,) = how_it_stands(repository.store).before
    assert (account.began, account.at, account.why) == (1, 2, "")


def test_a_run_is_held_at_once_and_let_go_again(
    repository: SpotifyCacheRepository, monkeypatch: pytest.MonkeyPatch, sandbox: SandboxProcess
) -> None:
    monkeypatch.setattr(warming, "_GROUP", 1)

    def hold(done: int, of: int) -> None:
        if done == 1:
            runs.hold(repository.store)

    run = warm_popular(repository, force=True, progress=hold)
    assert (run.ended, run.count("fetched"), run.left, run.goes_on) == (Ended.HELD, 1, 2, False)
    assert how_it_stands(repository.store).held_for > 3_500
    assert warm_popular(repository, force=True).ended is Ended.HELD
    assert [account.ended for account in how_it_stands(repository.store).before] == [Ended.HELD], "none began"
    assert sandbox.calls() == 1
    with pytest.raises(CommandError):
        call_command("warm_popular")
    call_command("warm_popular", "--now", verbosity=0)
    assert sandbox.calls() == 3
    assert how_it_stands(repository.store).held_for == 0


@pytest.mark.django_db(transaction=True)
def test_one_run_is_asked_for_and_a_worker_makes_it(
    repository: SpotifyCacheRepository, popular: list[str], sandbox: SandboxProcess
) -> None:
    runs.hold(repository.store)
    assert [tasks.ask_for_run(repository.store) for _ in range(3)] == [True, False, False]
    assert _queued() == 1
    stands = how_it_stands(repository.store)
    assert (stands.is_asked_for, stands.held_for) == (True, 0)
    run_worker()
    assert _are_fresh(repository, popular)
    stands = how_it_stands(repository.store)
    assert (stands.is_asked_for, stands.last.calls, stands.last.is_asked_for) == (False, 3, True)
    assert tasks.ask_for_run(repository.store)


def test_a_run_that_is_asked_for_leaves_people_their_half_of_the_window(
    repository: SpotifyCacheRepository, settings: Any, sandbox: SandboxProcess
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 4
    assert tasks.warm_popular(force=True) == Ended.WINDOW
    assert sandbox.calls() == 2
    stands = how_it_stands(repository.store)
    assert (stands.last.calls, stands.last.left) == (2, 3)
    assert 0 < stands.goes_on_in <= 31


def test_without_a_broker_nothing_is_asked_for(
    repository: SpotifyCacheRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_broker(*args: Any, **options: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(current_app.tasks["spotify_cache.warm_popular"], "apply_async", no_broker)
    with pytest.raises(OperationalError):
        tasks.ask_for_run(repository.store)
    assert not how_it_stands(repository.store).is_asked_for
