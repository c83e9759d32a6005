"""Cache-first reads against the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django_redis import get_redis_connection

from spotify_cache import kinds, wants
from spotify_cache.answers import State
from spotify_cache.quota import _WINDOW_KEY
from spotify_cache.repository import SEARCH_LIMIT, SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store
from spotify_cache.tests.worker import run_worker
from spotify_cache.wants import SEARCH_TYPES

Repositories = Callable[[], SpotifyCacheRepository]
QUOTA_MODES = ("development", "extended")


@pytest.mark.parametrize("mode", QUOTA_MODES)
def test_every_kind_of_item_is_read_in_either_quota_mode(
    mode: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.config(quota_mode=mode)
    album, artist, track = catalog["albums"][0], catalog["artists"][0], catalog["tracks"][0]
    whole, tracks = repository.album_with_tracks(album)
    assert whole.state is State.FRESH
    assert whole.value is not None
    assert whole.value.track_ids == tuple(tracks)
    assert len(tracks) == whole.value.total_tracks
    assert all(found.album and found.album.id == album for found in tracks.values())
    page = repository.artist_page(artist)
    assert page.artist.value is not None
    assert page.artist.value.id == artist
    assert page.discography.value is not None
    assert page.discography.value.releases
    assert page.top_tracks.value is not None
    assert page.top_tracks.value.tracks
    one = repository.track(track)
    assert one.value is not None
    assert one.value.artists
    assert one.value.artwork.large.startswith("http")


@pytest.mark.parametrize("mode", QUOTA_MODES)
def test_a_second_read_costs_no_call(
    mode: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.config(quota_mode=mode)
    ids = catalog["tracks"][:10]
    first = repository.tracks(ids)
    calls = sandbox.calls()
    assert repository.tracks(ids).answers.keys() == first.answers.keys()
    assert {sid: repository.tracks(ids)[sid] for sid in ids} == dict(first)
    assert sandbox.calls() == calls


def test_a_batch_of_warm_tracks_is_one_round_trip(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    sandbox.config(quota_mode="extended")
    repository.tracks(catalog["tracks"][:100])
    with redis_round_trips() as trips:
        assert len(repository.tracks(catalog["tracks"][:100])) == 100
    assert trips.count == 1, trips


def test_items_of_all_types_are_one_round_trip(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    asked = {"tracks": catalog["tracks"][:3], "albums": catalog["albums"][:3], "artists": catalog["artists"][:3]}
    repository.catalog(**asked)
    with redis_round_trips() as trips:
        found = repository.catalog(**asked)
    assert trips.count == 1, trips
    assert (len(found.tracks), len(found.albums), len(found.artists)) == (3, 3, 3)
    assert found.get("album", asked["albums"][0]) is found.albums[asked["albums"][0]]


def test_extended_mode_asks_for_a_hundred_tracks_in_two_calls(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.config(quota_mode="extended")
    assert len(repository.tracks(catalog["tracks"][:100])) == 100
    assert sandbox.calls() == 2


def test_the_quota_mode_is_found_out_once_for_the_deployment(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, new_repository: Repositories, catalog: dict[str, Any]
) -> None:
    assert len(repository.tracks(catalog["tracks"][:4])) == 4
    assert sandbox.calls("tracks") == 1, "one batch was tried and refused"
    assert sandbox.calls("track") == 4
    assert len(new_repository().tracks(catalog["tracks"][4:8])) == 4
    assert sandbox.calls("tracks") == 1, "another process knows already"


def test_a_batch_endpoint_that_is_gone_means_development_mode(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.faults({"endpoint": "tracks", "fault": "not_found"})
    assert len(repository.tracks(catalog["tracks"][:4])) == 4
    assert len(repository.tracks(catalog["tracks"][4:8])) == 4
    assert sandbox.calls("tracks") == 1


def test_a_read_of_very_many_cold_items_leaves_the_rest_pending_and_the_worker_brings_it(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_QUOTA_MODE = "development"
    ids = catalog["tracks"][:40]
    batch = repository.tracks(ids)
    assert 0 < len(batch) < 40
    assert len(batch) + len(batch.pending) == 40
    run_worker()
    calls = sandbox.calls()
    assert len(repository.tracks(ids)) == 40
    assert sandbox.calls() == calls


def test_after_a_search_no_track_or_artist_of_it_costs_a_call(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    found = repository.search("night").value
    assert found is not None
    assert found.tracks
    assert found.artists
    assert found.albums
    calls = sandbox.calls()
    assert all(repository.track(track.id).value == track for track in found.tracks)
    assert all(repository.artist(artist.id).value == artist for artist in found.artists)
    assert len(repository.albums(album.id for album in found.albums)) == len(found.albums)
    assert sandbox.calls() == calls


def test_after_an_album_none_of_its_tracks_costs_a_call(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    album = repository.album(catalog["albums"][3]).value
    assert album is not None
    assert album.track_ids
    calls = sandbox.calls()
    assert all(repository.track(track_id).value is not None for track_id in album.track_ids)
    assert sandbox.calls() == calls


def test_a_short_form_does_not_overwrite_a_full_one(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], sandbox: SandboxProcess
) -> None:
    sandbox.config(quota_mode="extended")
    track_id = catalog["tracks"][0]
    full = repository.track(track_id).value
    assert full is not None
    assert full.isrc
    assert full.album
    repository.album(full.album.id)
    assert repository.track(track_id).value == full


def test_tracks_past_their_lifetime_are_fresh_again_once_an_album_carries_them(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    album_id = catalog["albums"][0]
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        _, tracks = repository.album_with_tracks(album_id)
    get_redis_connection("default").delete(kinds.key(kinds.ALBUM_THING, album_id))
    with time_machine.travel("2026-11-03T12:00:00Z", tick=False):
        _, again = repository.album_with_tracks(album_id)
        assert {again.state(track_id) for track_id in tracks} == {State.FRESH}
    assert sandbox.calls() == 2


def test_a_short_album_replaces_a_short_one_past_its_lifetime_and_never_a_whole_one(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    artist_id, redis = catalog["artists"][0], get_redis_connection("default")
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        listed = repository.discography(artist_id).value
        assert listed is not None
        whole_id, short_id = (release.album.id for release in listed.releases[:2])
        repository.album(whole_id)
    with time_machine.travel("2026-11-03T12:00:00Z", tick=False):
        redis.delete(kinds.key(kinds.DISCOGRAPHY, artist_id))
        repository.discography(artist_id)
        albums = repository.albums([whole_id, short_id])
        assert albums[whole_id].is_full
        assert albums.state(short_id) is State.FRESH


@pytest.mark.parametrize("mode", QUOTA_MODES)
def test_an_album_past_its_lifetime_and_its_tracks_come_back_by_one_call(
    mode: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.config(quota_mode=mode)
    album_id = catalog["albums"][0]
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        repository.album_with_tracks(album_id)
    with time_machine.travel("2026-11-03T12:00:00Z", tick=False):
        answer, tracks = repository.album_with_tracks(album_id)
        assert answer.state is State.STALE
        assert {tracks.state(track_id) for track_id in tracks} == {State.STALE}
        run_worker()
        answer, tracks = repository.album_with_tracks(album_id)
        assert {answer.state, *(tracks.state(track_id) for track_id in tracks)} == {State.FRESH}
    assert sandbox.calls() == 2


def test_an_album_read_before_is_one_round_trip_with_its_tracks(
    repository: SpotifyCacheRepository, catalog: dict[str, Any], redis_round_trips: Any
) -> None:
    repository.album_with_tracks(catalog["albums"][0])
    with redis_round_trips() as trips:
        answer, tracks = repository.album_with_tracks(catalog["albums"][0])
    assert trips.count == 1, trips
    assert answer.value is not None
    assert answer.value.track_ids == tuple(tracks)


def test_an_album_of_more_than_fifty_tracks_is_whole(
    repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    long = catalog["long_album"]
    album, tracks = repository.album_with_tracks(long["id"])
    assert album.value is not None
    assert len(album.value.track_ids or ()) == long["tracks"] > 50
    assert len(tracks) == long["tracks"]


def test_equal_searches_are_one_call(sandbox: SandboxProcess, repository: SpotifyCacheRepository) -> None:
    first = repository.search("Moon ")
    assert repository.search("  mOOn").value == first.value
    assert sandbox.calls("search") == 1


def test_an_empty_search_asks_nobody(sandbox: SandboxProcess, repository: SpotifyCacheRepository) -> None:
    answer = repository.search(" \n\t ")
    assert answer.value is not None
    assert answer.value.is_empty
    assert sandbox.calls() == 0


def test_an_unknown_id_is_asked_for_once_in_ten_minutes(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    unknown = catalog["unknown_id"]
    for _ in range(10):
        assert repository.track(unknown).state is State.GONE
        assert repository.tracks([unknown]).gone == {unknown}
    assert sandbox.calls() == 1


@pytest.mark.parametrize(
    "malformed", ["", "x", "0" * 21, "0" * 23, "../../me/player/play00", "4aawyAB9vmqN3uQ7FjRGT\n", "é" * 22]
)
def test_a_malformed_id_never_leaves_the_process(
    malformed: str, sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    assert repository.track(malformed).state is State.GONE
    assert repository.album(malformed).state is State.GONE
    assert repository.discography(malformed).state is State.GONE
    assert repository.artist_page(malformed).artist.state is State.GONE
    assert repository.tracks([malformed]).gone == {malformed}
    assert sandbox.calls() == 0


def test_an_entry_past_its_lifetime_is_answered_at_once_and_refreshed_in_the_background(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    track_id = catalog["tracks"][0]
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        before = repository.track(track_id).value
    sandbox.control("change", {"type": "track", "id": track_id, "name": "Another Name"})
    with time_machine.travel("2026-11-02T12:00:01Z", tick=False):
        late = repository.track(track_id)
        assert (late.state, late.value, late.age) == (State.STALE, before, 24 * 3600 + 1)
    assert sandbox.calls("track") == 1
    run_worker()
    now = repository.track(track_id)
    assert now.state is State.FRESH
    assert now.value is not None
    assert now.value.name == "Another Name"


def test_stale_tracks_of_one_album_come_back_by_one_call_for_the_album_in_development_mode(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_QUOTA_MODE = "development"
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        album = repository.album(catalog["albums"][5]).value
        assert album is not None
        assert album.track_ids
        assert len(album.track_ids) > 3
        lonely = repository.track(catalog["tracks"][0]).value
        assert lonely is not None
        assert lonely.album
        assert lonely.album.id != album.id
        before = dict(repository.tracks(album.track_ids))
    asked = [*album.track_ids, lonely.id]
    calls = sandbox.calls()
    with time_machine.travel("2026-11-03T12:00:00Z", tick=False):
        assert len(repository.tracks(asked)) == len(asked)
    run_worker()
    assert sandbox.calls() == calls + 2, "the album, and the one track that is on another"
    batch = repository.tracks(asked)
    assert {batch.state(track_id) for track_id in asked} == {State.FRESH}
    assert {track_id: batch[track_id] for track_id in album.track_ids} == before


def test_popular_tracks_past_their_lifetime_are_searched_by_the_name_that_is_cached(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_QUOTA_MODE = "development"
    artist_id = catalog["artists"][0]
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        first = repository.artist_page(artist_id).top_tracks
    assert first.value is not None
    with time_machine.travel("2026-11-03T12:00:00Z", tick=False):
        assert repository.artist_page(artist_id).top_tracks.state is State.STALE
    run_worker()
    again = repository.artist_page(artist_id)
    assert (again.artist.state, again.top_tracks.state) == (State.FRESH, State.FRESH)
    assert again.top_tracks.value == first.value
    assert sandbox.calls("artist") == 2, "once a lifetime, and none for the name alone"


def test_within_its_lifetime_an_entry_is_fresh(repository: SpotifyCacheRepository, catalog: dict[str, Any]) -> None:
    artist_id = catalog["artists"][0]
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        repository.artist(artist_id)
    with time_machine.travel("2026-11-01T23:23:00Z", tick=False):  # 12 h less the most that jitter takes
        assert repository.artist(artist_id).state is State.FRESH
    with time_machine.travel("2026-11-02T00:00:00Z", tick=False):
        assert repository.artist(artist_id).state is State.STALE


def test_dropping_an_item_asks_spotify_again(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    track_id = catalog["tracks"][0]
    repository.track(track_id)
    repository.invalidate("track", [track_id])
    assert repository.track(track_id).state is State.FRESH
    assert sandbox.calls("track") == 2


def test_dropping_searches_by_pattern_drops_those_alone(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    for query in ("moon river", "moonlight", "sunrise"):
        repository.search(query)
    assert repository.invalidate_search("Moon*") == 2
    assert repository.invalidate_search("moon*") == 0
    calls = sandbox.calls("search")
    repository.search("sunrise")
    assert sandbox.calls("search") == calls
    repository.search("moonlight")
    assert sandbox.calls("search") == calls + 1


@pytest.mark.parametrize("pattern", ["[ab]*", "a\\*", "moo[n-o]", "moon^", "m?on^"])
def test_only_star_and_question_mark_are_wildcards(
    repository: SpotifyCacheRepository, sandbox: SandboxProcess, pattern: str
) -> None:
    for query in ("a song", "moon", pattern.replace("*", "x")):
        repository.search(query)
    assert repository.invalidate_search(pattern) == 1


def test_searches_are_dropped_without_a_walk_through_the_keys(repository: SpotifyCacheRepository) -> None:
    client = get_redis_connection("default")
    client.mset({f"other:{number}": "x" for number in range(5_000)})
    repository.search("moon river")
    client.config_resetstat()
    assert repository.invalidate_search("moon*") == 1
    commands = {name.removeprefix("cmdstat_") for name in client.info("commandstats")}
    assert not commands & {"scan", "keys"}


def test_a_search_that_was_dropped_while_it_was_fetched_does_not_come_back(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository
) -> None:
    repository.search("warms the token")
    sandbox.config(latency_ms=400)
    key = wants.search("moon river", SEARCH_TYPES, SEARCH_LIMIT, 0).key
    client = get_redis_connection("default")
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(repository.search, "moon river")
        while client.zcard(_WINDOW_KEY) < 2:  # the token's search was the first
            assert not under_way.done()
        assert repository.invalidate_search("moon*") == 0, "it is not there yet"
        assert under_way.result().state is State.FRESH
    assert Store().read([key]) == [None]
    repository.search("moon river")
    assert Store().read([key]) != [None]


def test_a_track_takes_at_most_400_bytes_in_redis_on_average(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, catalog: dict[str, Any]
) -> None:
    sandbox.config(quota_mode="extended")
    ids = catalog["tracks"][:250]
    repository.tracks(ids)
    entries = Store().read([kinds.key(kinds.TRACK_THING, spotify_id) for spotify_id in ids])
    assert all(entries)
    assert sum(len(entry or b"") for entry in entries) / len(ids) <= 400
