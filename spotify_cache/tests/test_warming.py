"""Popular content is fetched before people come."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import time_machine
from django_redis import get_redis_connection

from spotify_cache import kinds, metrics, popularity, runs, tasks, wants, warming
from spotify_cache.answers import State
from spotify_cache.kinds import HOUR, encode_entry
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Write
from spotify_cache.tests.worker import run_worker
from spotify_cache.wants import Recipe, Want
from spotify_cache.warming import Ended, Run, register_popular_source, warm_popular

#: An hour that is quiet without anything learned, before a peak from 6 to 1 o'clock.
NIGHT = datetime.datetime(2026, 11, 25, 2, 10, tzinfo=datetime.UTC)
NOON = datetime.datetime(2026, 11, 25, 12, 10, tzinfo=datetime.UTC)
DAWN = datetime.datetime(2026, 11, 25, 5, 50, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nothing_popular(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    metrics._tally.clear()
    popularity._noted.clear()
    monkeypatch.setattr(warming, "_sources", {})
    settings.SPOTIFY_QUOTA_MODE = "development"
    yield
    popularity._noted.clear()


@pytest.fixture
def night() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT, tick=False) as clock:
        yield clock


def _read_by_people(repository: SpotifyCacheRepository, popular: Sequence[Want], times: int = 5) -> None:
    popularity.note([*popular] * times)
    metrics.call_made("nothing", "ok")
    metrics.flush(repository.store, force=True)


def _tracks(ids: Sequence[str]) -> list[Want]:
    return [wants.item("track", track_id) for track_id in ids]


def _are_fresh(repository: SpotifyCacheRepository, track_ids: Sequence[str]) -> bool:
    batch = repository.tracks(track_ids)
    return {batch.state(track_id) for track_id in track_ids} == {State.FRESH}


def _fetched(run: Run) -> int:
    return run.count("fetched")


@pytest.mark.parametrize("mode", ["development", "extended"])
def test_what_people_read_is_there_before_they_come(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
    settings: Any,
    mode: str,
) -> None:
    sandbox.config(quota_mode=mode)
    settings.SPOTIFY_QUOTA_MODE = mode
    tracks, albums, artists = catalog["tracks"][:3], catalog["albums"][:2], catalog["artists"][:2]
    _read_by_people(repository, [*_tracks(tracks), *(wants.item("album", album, whole=True) for album in albums)])
    _read_by_people(repository, [wants.item("artist", artists[0]), wants.discography(artists[0])])
    _read_by_people(repository, [wants.artist_top_tracks(artists[0], ""), wants.new_releases()])
    night.move_to(DAWN)
    assert warm_popular(repository).ended is Ended.DONE
    calls = sandbox.calls()
    night.shift(datetime.timedelta(hours=1))
    page = repository.artist_page(artists[0])
    assert all(repository.album(album).value.is_full for album in albums)
    assert len(repository.tracks(tracks)) == 3
    assert None not in (page.artist.value, page.discography.value)
    assert page.top_tracks.value
    assert page.top_tracks.value.tracks
    assert repository.new_releases().value
    assert sandbox.calls() == calls


def test_the_fewest_calls_are_made_for_it(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
    settings: Any,
) -> None:
    sandbox.config(quota_mode="extended")
    settings.SPOTIFY_QUOTA_MODE = "extended"
    _read_by_people(repository, [*_tracks(catalog["tracks"][:60])])
    _read_by_people(repository, [wants.item("album", album) for album in catalog["albums"][:20]])
    warm_popular(repository)
    assert sandbox.calls() == 2, "albums bring their tracks along"
    assert _are_fresh(repository, catalog["tracks"][:60])
    assert sandbox.calls() == 2


def test_stale_tracks_of_one_album_come_by_one_call_in_development_mode(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    album, tracks = repository.album_with_tracks(catalog["albums"][0])
    assert album.value is not None
    assert len(tracks) > 1
    night.shift(datetime.timedelta(hours=24))
    _read_by_people(repository, _tracks(list(tracks)))
    calls = sandbox.calls()
    assert _fetched(warm_popular(repository)) == len(tracks)
    assert sandbox.calls() == calls + 1


def test_what_would_expire_in_busy_hours_is_fetched_anew_and_the_rest_left_alone(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    soon, late, gone, absent = _tracks(catalog["tracks"][:4])
    now = int(NIGHT.timestamp())
    known = repository.tracks([soon.spotify_id, late.spotify_id])
    popularity._noted.clear()
    for want, fresh_for in ((soon, 10 * HOUR), (late, 23 * HOUR)):
        raw = encode_entry(known[want.spotify_id], now, now + fresh_for)
        repository.store.write([Write(want.key, raw, 600)])
    repository.store.write([Write(gone.key, encode_entry(None, now, now + 600), 600)])
    _read_by_people(repository, [soon, late, gone, absent])
    assert _fetched(warm_popular(repository)) == 2
    night.move_to(datetime.datetime(2026, 11, 25, 23, 59, tzinfo=datetime.UTC))
    assert _are_fresh(repository, [soon.spotify_id, late.spotify_id, absent.spotify_id])


def test_what_lives_shortly_is_fetched_just_before_people_come(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, night: time_machine.Traveller
) -> None:
    _read_by_people(repository, [wants.search("moon", ["track"], 10, 0)])
    assert _fetched(warm_popular(repository)) == 0
    night.move_to(DAWN)
    assert _fetched(warm_popular(repository)) == 1
    night.shift(datetime.timedelta(minutes=11))
    calls = sandbox.calls()
    assert repository.search("Moon", ["track"]).value is not None
    assert sandbox.calls() == calls


def test_in_busy_hours_nothing_is_fetched_unless_it_is_asked_for(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    with time_machine.travel(NOON, tick=False):
        _read_by_people(repository, _tracks(catalog["tracks"][:2]))
        assert warm_popular(repository).ended is Ended.PEAK
        assert sandbox.calls() == 0
        run = warm_popular(repository, force=True)
    assert (run.ended, _fetched(run)) == (Ended.DONE, 2)


def test_a_run_ends_when_people_come(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:2]))
    run = warm_popular(repository, progress=lambda done, of: night.move_to(NOON))
    assert (run.ended, run.left, sandbox.calls()) == (Ended.PEAK, 2, 0)


def test_people_keep_half_of_the_rate_window_and_the_rest_is_fetched_later(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
    settings: Any,
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 8
    popular, others = catalog["tracks"][:10], catalog["tracks"][10:14]
    _read_by_people(repository, _tracks(popular))
    run = warm_popular(repository)
    assert (run.ended, run.goes_on, sandbox.calls()) == (Ended.WINDOW, True, 4)
    assert 0 < run.retry_after <= 30
    assert len(repository.tracks(others)) == 4, "people have the other half"
    assert warm_popular(repository).ended is Ended.WINDOW
    assert sandbox.calls() == 8
    for _ in range(2):
        night.shift(31)
        run = warm_popular(repository)
    assert run.ended is Ended.DONE
    assert sandbox.calls() == 14, "nothing twice"


def test_a_closed_gate_ends_the_run(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:2]))
    repository.quota.close_gate(600)
    run = warm_popular(repository)
    assert (run.ended, run.goes_on, run.left, sandbox.calls()) == (Ended.SPOTIFY, False, 2, 0)


def test_spotify_away_ends_the_run_and_nothing_counts_as_fetched(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    new_repository: Any,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:2]))
    sandbox.faults({"endpoint": "*", "fault": "error500", "times": 4})
    assert warm_popular(repository).ended is Ended.SPOTIFY
    sandbox.faults()
    assert _fetched(warm_popular(new_repository())) == 2


def test_one_runner_at_a_time(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    new_repository: Any,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:2]))
    other: list[Run] = []
    run = warm_popular(repository, progress=lambda done, of: other.append(warm_popular(new_repository())))
    assert {one.ended for one in other} == {Ended.BUSY}
    assert (run.ended, _fetched(run)) == (Ended.DONE, 2)
    assert warm_popular(new_repository()).ended is Ended.DONE, "the lease was given back"


def test_a_runner_that_lost_its_lease_ends(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    _read_by_people(repository, _tracks(catalog["tracks"][:2]))
    redis = get_redis_connection("default")
    run = warm_popular(repository, progress=lambda done, of: redis.set("muse:warming:lease", "another"))
    assert (run.ended, sandbox.calls()) == (Ended.BUSY, 0)
    assert redis.get("muse:warming:lease") == b"another"


def test_what_nobody_read_since_is_let_go(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    liked, forgotten = _tracks(catalog["tracks"][:2])
    _read_by_people(repository, [liked, forgotten], times=20)
    assert _fetched(warm_popular(repository)) == 2
    night.shift(datetime.timedelta(hours=12))
    _read_by_people(repository, [liked], times=1)
    night.shift(datetime.timedelta(hours=12))
    run = warm_popular(repository)
    assert dict(run.results) == {("track", "fetched"): 1, ("track", "read"): 1, ("track", "unread"): 1}
    night.shift(datetime.timedelta(hours=24))
    run = warm_popular(repository)
    assert dict(run.results) == {("track", "unread"): 1}, "what was let go is told once"
    _read_by_people(repository, [forgotten], times=1)
    assert _fetched(warm_popular(repository)) == 1
    metrics.flush(repository.store, force=True)
    counts = metrics.counts(repository.store)
    assert counts["warmed", "track", "fetched"] == 4
    assert counts["warmed", "track", "read"] == counts["warmed", "track", "unread"] == 2
    assert counts["warming_runs", "done"] == 4


@pytest.mark.parametrize(
    ("mode", "times", "is_popular"),
    [("extended", 1, False), ("extended", 2, True), ("development", 3, False), ("development", 4, True)],
)
def test_what_is_read_seldom_is_not_popular_the_less_if_it_takes_a_call_by_itself(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
    settings: Any,
    mode: str,
    times: int,
    is_popular: bool,
) -> None:
    sandbox.config(quota_mode=mode)
    settings.SPOTIFY_QUOTA_MODE = mode
    _read_by_people(repository, _tracks(catalog["tracks"][:1]), times=times)
    warm_popular(repository)
    assert sandbox.calls() == is_popular


def test_the_apps_above_say_what_else_is_popular(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    chart: list[Recipe] = [("album", album, "whole") for album in catalog["albums"][:2]]

    def broken(limit: int) -> list[Recipe]:
        raise RuntimeError("no table")

    register_popular_source("broken", broken)
    register_popular_source("charts", lambda limit: [*chart, ("album", chart[0][1]), ("of", "another release")])
    assert _fetched(warm_popular(repository)) == 2
    night.shift(datetime.timedelta(hours=24))
    assert _fetched(warm_popular(repository)) == 0, "in the charts, and nobody looked"
    assert repository.album(chart[0][1]).value
    metrics.flush(repository.store, force=True)
    assert _fetched(warm_popular(repository)) == 1


def test_a_limit_is_kept_and_the_next_run_goes_on(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
) -> None:
    _read_by_people(repository, [*_tracks(catalog["tracks"][:3]), wants.item("artist", catalog["artists"][0])])
    runs = [warm_popular(repository, limit=limit) for limit in (1, 2, 2)]
    assert [(run.ended, _fetched(run)) for run in runs] == [(Ended.LIMIT, 1), (Ended.LIMIT, 2), (Ended.DONE, 1)]


def test_the_task_goes_on_by_itself_when_the_window_is_full(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 4
    settings.SPOTIFY_WARMING_HOURS = frozenset(range(24))
    _read_by_people(repository, _tracks(catalog["tracks"][:5]))
    assert tasks.warm_popular() == Ended.WINDOW
    assert tasks.warm_popular() == Ended.WINDOW
    redis = get_redis_connection("default")
    assert 0 < redis.pttl(runs.GOES_ON) <= 31_000
    assert _queued() == 1, "two runs ended so, one goes on"


def _queued() -> int:
    with tasks.warm_popular.app.connection_or_acquire() as connection:
        return int(connection.default_channel.client.llen("celery"))


def test_a_worker_runs_it(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_WARMING_HOURS = frozenset(range(24))
    _read_by_people(repository, _tracks(catalog["tracks"][:2]))
    tasks.warm_popular.delay()
    run_worker()
    calls = sandbox.calls()
    assert _are_fresh(repository, catalog["tracks"][:2])
    assert sandbox.calls() == calls == 2


def test_without_redis_there_is_nothing_to_do(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, without_redis: None
) -> None:
    assert tasks.warm_popular() == "Redis does not answer"
    assert sandbox.calls() == 0


def test_every_thing_that_is_counted_has_its_place_in_the_order() -> None:
    assert set(warming._ORDER) == set(popularity._KINDS)
    assert kinds.PROFILE.name not in warming._ORDER


def test_a_cache_that_was_lost_is_warmed_at_once_with_what_people_had_read(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], night: time_machine.Traveller
) -> None:
    night.move_to(NOON)
    track_ids = catalog["tracks"][:3]
    _read_by_people(repository, [*_tracks(track_ids), wants.search("what somebody typed", ["album"], 10, 0)])
    assert warm_popular(repository).ended is Ended.PEAK
    get_redis_connection("default").flushdb()
    _read_by_people(repository, _tracks(track_ids[:1]), times=1)
    assert warm_popular(repository, limit=1).ended is Ended.LIMIT
    run = warm_popular(repository)
    assert (run.ended, run.is_forced, _fetched(run)) == (Ended.DONE, True, 2), "one that was cut short is gone on with"
    assert _are_fresh(repository, track_ids)
    scores = dict(popularity.most_read(repository.store, "track", 10))
    assert {recipe: round(score, 3) for recipe, score in scores.items()} == {
        ("track", track_id): 5.0 for track_id in track_ids
    }
    night.shift(datetime.timedelta(minutes=10))
    assert warm_popular(repository).ended is Ended.PEAK, "once"


def test_what_people_search_for_is_in_no_copy(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], night: time_machine.Traveller
) -> None:
    _read_by_people(
        repository, [*_tracks(catalog["tracks"][:1]), wants.search("what somebody typed", ["album"], 10, 0)]
    )
    warm_popular(repository)
    kept = get_redis_connection("sessions")
    assert kept.zcard(popularity.popular_key("track")) == 1
    assert [key for key in kept.scan_iter() if b"typed" in key or b"popular" in key] == [b"muse:popular:track"]


def test_nothing_lost_means_nothing_to_do_in_busy_hours(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], night: time_machine.Traveller
) -> None:
    night.move_to(NOON)
    for _ in range(3):
        _read_by_people(repository, _tracks(catalog["tracks"][:2]))
        run = warm_popular(repository)
        assert (run.ended, run.is_forced) == (Ended.PEAK, False)
        night.shift(datetime.timedelta(minutes=61))
    assert sandbox.calls() == 0


def test_without_the_redis_of_sessions_warming_goes_on(
    sandbox: SandboxProcess,
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    night: time_machine.Traveller,
    settings: Any,
) -> None:
    gone = {**settings.CACHES["sessions"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "sessions": gone}
    _read_by_people(repository, _tracks(catalog["tracks"][:2]))
    assert _fetched(warm_popular(repository)) == 2
