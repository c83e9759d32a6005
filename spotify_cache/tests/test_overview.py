"""What staff are shown of the cache: counts by the hour, a sample of the memory, plots, what is read most."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from spotify_cache import hours, kinds, metrics, plots, popularity, survey
from spotify_cache.overview import overview
from spotify_cache.plots import Axes, Series
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess

NOON = datetime.datetime(2026, 11, 25, 12, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    metrics._tally.clear()
    popularity._noted.clear()
    yield
    metrics._tally.clear()
    popularity._noted.clear()


def test_reads_and_calls_are_known_by_the_hour(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    track = catalog["tracks"][0]
    with time_machine.travel(NOON - datetime.timedelta(hours=2), tick=False) as clock:
        repository.track(track)
        metrics.flush(repository.store, force=True)
        clock.move_to(NOON)
        repository.track(track)
        metrics.flush(repository.store, force=True)
        counted = hours.counted(repository.store, 1)
    before, now = counted[NOON.date(), 10], counted[NOON.date(), 12]
    assert before["reads", "track", "miss"] == 1
    assert sum(times for label, times in before.items() if label[0] == "calls") >= 1
    assert now == {("reads", "track", "hit"): 1, ("saved", "track", "track"): 1}


def test_counting_by_the_hour_costs_no_round_trip_more(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    repository.track(catalog["tracks"][0])
    with redis_round_trips() as trips:
        metrics.flush(repository.store, force=True)
    assert trips.count == 1, trips


def test_counts_by_the_hour_are_kept_for_five_weeks(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.track(catalog["tracks"][0])
    metrics.flush(repository.store, force=True)
    today = datetime.datetime.now(datetime.UTC).date()
    (left,) = repository.store.ask(("TTL", hours.day_key(today)))
    assert 34 * kinds.DAY < left <= 35 * kinds.DAY


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (kinds.key(kinds.TRACK_THING, "x"), "track"),
        (kinds.key(kinds.DISCOGRAPHY, "x"), "artist"),
        (kinds.key(kinds.SEARCH_PAGE, "x"), "search"),
        (kinds.user_key(kinds.PROFILE, "7"), "user_data"),
        ("muse:token:user:7", "access_token"),
        (kinds.key(kinds.TRACK_THING, "x") + ":lease", survey.BOOKKEEPING),
        (kinds.SEARCH_INDEX, survey.BOOKKEEPING),
        ("muse:1:template.cache.home", survey.OTHER),
        ("something else", survey.OTHER),
    ],
)
def test_a_key_says_of_what_kind_it_is(key: str, kind: str) -> None:
    assert survey.kind_of(key) == kind


def test_memory_is_told_from_two_round_trips(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    repository.tracks(catalog["tracks"][:40])
    with redis_round_trips() as trips:
        memory = survey.memory(repository.store, sample=600)
    assert trips.count == 2, trips
    shares = {share.kind: share for share in memory.shares}
    assert 30 <= shares["track"].entries <= 80
    assert shares["track"].bytes > 1_000
    assert memory.used_bytes > 100_000


def test_an_empty_cache_has_an_overview(repository: SpotifyCacheRepository) -> None:
    shown = overview(repository)
    assert shown.hit_ratios == []
    assert shown.most_read == []
    assert shown.window.used == 0


@pytest.mark.parametrize("span", ["day", "fortnight", "nonsense"])
def test_overview_says_what_was_read_without_calling_spotify(
    repository: SpotifyCacheRepository,
    catalog: dict[str, Any],
    sandbox: SandboxProcess,
    redis_round_trips: Any,
    span: str,
) -> None:
    for _ in range(3):
        repository.artist_page(catalog["artists"][0])
        repository.albums(catalog["albums"][:2])
        repository.search("moon")
        repository.new_releases()
    metrics.flush(repository.store, force=True)
    calls = sandbox.calls()
    with redis_round_trips() as trips:
        shown = overview(repository, span)
    assert sandbox.calls() == calls
    assert trips.count == 9, trips
    assert {plot.title for plot in shown.hit_ratios} >= {"Albums", "Artists", "Searches"}
    read = dict(shown.most_read)
    assert len(read["Albums"]) == 2
    assert all(entry.name for entries in read.values() for entry in entries)
    assert [entry.query for entry in read["Searches"]] == ["moon"]
    assert len(read["Artists"]) == 1


def test_what_is_read_most_and_not_cached_any_more_is_named_by_its_id(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    track = catalog["tracks"][0]
    repository.track(track)
    metrics.flush(repository.store, force=True)
    repository.invalidate("track", [track])
    ((_, (entry,)),) = overview(repository).most_read
    assert (entry.name, entry.spotify_id) == ("", track)


def test_plots_stay_in_their_frame_and_carry_their_numbers() -> None:
    for values in ([0, 0], [1, 3], [1e9, 5], [0.4, 17]):
        plot = plots.columns("n", "t", "s", Axes("Hour", ["a", "b"], "reads"), [Series("x", "plot-1", values)], limit=9)
        assert all(rect.y >= 0 and rect.y + rect.height <= plot.height for rect in plot.rects)
        assert [row[0] for row in plot.rows] == ["a", "b"]
    line = plots.shares("n", "t", "s", Axes("Hour", ["a", "b", "c"], "share"), Series("x", "", [None, 0.5, None]))
    assert [row[1] for row in line.rows] == ["–", "50.0%", "–"]
    warm = plots.heat("n", "t", "s", "Hour", [("Mon", [0, 1] + [0] * 22), ("Tue", [0] * 24)])
    assert [rect.css for rect in warm.rects[:2]] == ["plot-heat-0", f"plot-heat-{plots.HEAT_STEPS}"]
