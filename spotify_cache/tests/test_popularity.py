"""What people read most, and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from spotify_cache import metrics, popularity, wants
from spotify_cache.gateway import Caller
from spotify_cache.popularity import HALF_LIFE, most_read, reads_by_hour
from spotify_cache.quota import Priority
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.tests.conftest import Person

NOON = datetime.datetime(2026, 11, 25, 12, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    metrics._tally.clear()
    popularity._noted.clear()
    yield
    popularity._noted.clear()


def _sent(repository: SpotifyCacheRepository) -> SpotifyCacheRepository:
    metrics.flush(repository.store, force=True)
    return repository


def test_what_people_read_is_counted_by_kind(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    first, second = catalog["tracks"][:2]
    album = catalog["albums"][0]
    repository.tracks([first, second])
    repository.track(first)
    repository.album(album)
    repository.albums([album])
    repository.search("  Moon ", ["track"])
    repository.new_releases()
    store = _sent(repository).store
    tracks = most_read(store, "track", 10)
    assert [recipe for recipe, _ in tracks] == [("track", first), ("track", second)]
    assert [score for _, score in tracks] == pytest.approx([2, 1], rel=1e-3)
    assert {recipe for recipe, _ in most_read(store, "album", 10)} == {("album", album, "whole"), ("album", album)}
    assert [recipe for recipe, _ in most_read(store, "search", 10)] == [("search", "moon", "track", "10", "0")]
    assert [recipe for recipe, _ in most_read(store, "recommendations", 10)] == [("new-releases",)]
    assert [recipe for recipe, _ in most_read(store, "track", 1)] == [("track", first)]


def test_every_recipe_that_is_counted_can_be_fetched_again(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    repository.catalog(tracks=catalog["tracks"][:1], albums=catalog["albums"][:1], artists=catalog["artists"][:1])
    repository.artist_page(catalog["artists"][0])
    repository.search('he said "moon, river"', ["album", "track"])
    repository.new_releases()
    store = _sent(repository).store
    recipes = {recipe for kind in popularity.COUNTED_KINDS for recipe, _ in most_read(store, kind, 10)}
    assert len(recipes) == 7
    assert {wants.from_recipe(recipe).recipe for recipe in recipes} == recipes


def test_what_workers_and_warming_fetch_is_not_counted(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    for number, priority in enumerate((Priority.WORKER, Priority.WARMING)):
        want = wants.item("track", catalog["tracks"][number])
        repository.refresh([want], Caller(priority))
        repository._reader.read([want], Caller(priority))
        repository._reader.read_one(want, Caller(priority))
    assert most_read(_sent(repository).store, "track", 10) == []


def test_peoples_own_data_and_what_is_made_for_their_taste_is_not_counted(
    repository: SpotifyCacheRepository, person: Person
) -> None:
    dashboard = repository.listener(person).dashboard()
    repository.recommendations(genres=["jazz"])
    assert dashboard.profile.value is not None
    store = _sent(repository).store
    assert all(most_read(store, kind, 10) == [] for kind in popularity.COUNTED_KINDS)


def test_a_page_that_reads_twice_what_was_not_there_counts_it_once(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    for _ in range(2):
        repository.artist_page(catalog["artists"][0])
    artists = dict(most_read(_sent(repository).store, "artist", 10))
    assert artists["artist", catalog["artists"][0]] == pytest.approx(2, rel=1e-3)


def test_a_read_of_a_week_ago_counts_half(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    old, new = catalog["tracks"][:2]
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            repository.track(old)
        _sent(repository)
        clock.shift(HALF_LIFE)
        for _ in range(2):
            repository.track(new)
        counted = most_read(_sent(repository).store, "track", 10)
    assert counted == [(("track", new), pytest.approx(2)), (("track", old), pytest.approx(1.5))]


@pytest.mark.parametrize("year", [2044, 2060])
def test_scores_last_for_years_and_break_nothing_after(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], year: int
) -> None:
    with time_machine.travel(datetime.datetime(year, 5, 1, tzinfo=datetime.UTC), tick=False):
        popularity.note([wants.item("track", catalog["tracks"][0])] * 1000)
        metrics.call_made("track", "ok")
        (counted,) = most_read(_sent(repository).store, "track", 10)
    assert counted[1] == pytest.approx(1000)


def test_reads_are_known_by_the_hour(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    today, yesterday = NOON.date(), NOON.date() - datetime.timedelta(days=1)
    with time_machine.travel(NOON - datetime.timedelta(days=1), tick=False) as clock:
        repository.tracks(catalog["tracks"][:3])
        repository.search("moon")
        _sent(repository)
        clock.move_to(NOON)
        repository.tracks(catalog["tracks"][:2])
        _sent(repository)
        clock.shift(datetime.timedelta(hours=1))
        repository.tracks(catalog["tracks"][:1])
        store = _sent(repository).store
        assert reads_by_hour(store, 14) == {
            (yesterday, 12): {"track": 3, "search": 1},
            (today, 12): {"track": 2},
            (today, 13): {"track": 1},
        }
        assert set(reads_by_hour(store, 1)) == {(today, 12), (today, 13)}


def test_all_of_it_is_sent_and_read_in_one_round_trip(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    repository.catalog(tracks=catalog["tracks"][:5], albums=catalog["albums"][:5])
    with redis_round_trips() as trips:
        _sent(repository)
    assert trips.count == 1, trips
    with redis_round_trips() as trips:
        assert len(most_read(repository.store, "track", 10)) == 5
        assert reads_by_hour(repository.store, 30)
    assert trips.count == 2, trips


def test_a_process_that_cannot_send_holds_on_to_little(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    for _ in range(2 * popularity._BATCHES):
        popularity.note([wants.item("track", catalog["tracks"][0])])
    assert len(popularity._noted) == popularity._BATCHES


def test_a_query_that_is_a_book_is_not_counted(repository: SpotifyCacheRepository) -> None:
    repository.search("moon " * 100)
    assert most_read(_sent(repository).store, "search", 10) == []
