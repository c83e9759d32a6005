"""How it grows: warm reads and pages with 1,000 to 1,000,000 cached entities, and with 10, 100 and 1,000 tracks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from benchmarks import plots, website
from benchmarks.catalogue import some_track_ids
from benchmarks.measuring import CALIBRATION, Series, interleaved, noise
from benchmarks.peers.muse_repository import MuseRepository
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import Servers
from benchmarks.website import Site
from spotify_cache import kinds
from spotify_cache.entities import SearchPage
from spotify_cache.kinds import TRACK_THING, digest, encode_entry
from spotify_cache.spotify_ids import ID_LENGTH
from spotify_cache.store import Write

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LENGTHS = (10, 100, 1_000)
_PIPELINE = 5_000
_TRACKS = 100
_SEARCHES = 1_000


def run(servers: Servers) -> Result:
    sizes = SIZES[:3] if servers.quick else SIZES
    seconds = 1.0 if servers.quick else 4.0
    muse = MuseRepository()
    ids = some_track_ids(max(LENGTHS), seed=8)
    muse.tracks(ids[: _TRACKS * 7])
    muse.tracks(ids)
    client = website.cache_client(servers)
    template = _template(ids[0])
    calibrations = []
    lengths, by_entities = {}, {}
    with _site(servers, ids) as (site, paths):
        for length in LENGTHS:
            wanted = ids[:length]
            series = interleaved({"read": partial(muse.tracks, wanted)}, seconds=seconds)
            calibrations.append(series[CALIBRATION])
            pages = _pages(site, paths[length], servers.repeat(40, 8))
            lengths[length] = {"read": series["read"].as_json(), "page": pages.as_json()}
        for size in sizes:
            _fill(client, size, template)
            client.config_resetstat()
            series = interleaved({"read": lambda: muse.tracks(ids[:_TRACKS])}, seconds=seconds)
            calibrations.append(series[CALIBRATION])
            mget = client.info("commandstats")["cmdstat_mget"]
            by_entities[size] = {
                "drop": _drops(muse, servers.repeat(5, 2)).as_json(),
                "read": series["read"].as_json(),
                "page": _pages(site, paths[_TRACKS], servers.repeat(40, 8)).as_json(),
                "redis_us": float(mget["usec_per_call"]),
                "redis_megabytes": round(int(client.info("memory")["used_memory"]) / 1e6, 1),
            }
    servers.flush()
    result = _result(lengths, by_entities)
    result.noise = noise(calibrations)
    return result


@contextmanager
def _site(servers: Servers, ids: list[str]) -> Iterator[tuple[Site, dict[int, str]]]:
    """A site with a playlist of each of `LENGTHS`, and their paths by length."""
    website.prepare(servers)
    person, _ = website.connected_person(servers)
    paths = {length: website.playlist_of(person, ids[:length]) for length in LENGTHS}
    with website.running() as site:
        yield site, paths


def _pages(site: Site, path: str, times: int) -> Series:
    for _ in range(4):
        site.get(path)
    return Series([site.get(path) for _ in range(times)])


def _drops(muse: MuseRepository, times: int) -> Series:
    """Seconds in which `_SEARCHES` searches are dropped by pattern."""
    store, value, series = muse.repository.store, encode_entry(SearchPage(), 0, 0), []
    queries = [f"moon {place}" for place in range(_SEARCHES)]
    for _ in range(times):
        keys = {query: kinds.key(kinds.SEARCH_PAGE, digest(query)) for query in queries}
        for query, key in keys.items():
            store.index_search(query, key, int(time.time()) + kinds.DAY, time.time())
            store.write([Write(key, value, kinds.DAY)])
        started = time.perf_counter()
        dropped = muse.repository.invalidate_search("moon*")
        series.append(time.perf_counter() - started)
        assert dropped == _SEARCHES
    return Series(series)


def _template(track_id: str) -> bytes:
    """An entry of the usual size, for others that differ in their ID alone to be made of."""
    now = int(time.time())
    track = MuseRepository().repository.track(track_id).value
    assert track is not None
    return encode_entry(msgspec.structs.replace(track, id="0" * ID_LENGTH), now, now + kinds.DAY)


def _fill(client: Any, size: int, template: bytes) -> None:
    """Bring the number of keys up to ``size`` with tracks that nobody reads."""
    unset = b"0" * ID_LENGTH
    there = int(client.dbsize())
    while there < size:
        upto = min(size, there + _PIPELINE)
        pipeline = client.pipeline(transaction=False)
        for place in range(there, upto):
            spotify_id = f"{place:0{ID_LENGTH}d}"
            raw = template.replace(unset, spotify_id.encode(), 1)
            pipeline.set(kinds.key(TRACK_THING, spotify_id), raw, ex=7 * kinds.DAY)
        pipeline.execute()
        there = upto


def _result(lengths: dict[int, dict[str, Any]], by_entities: dict[int, dict[str, Any]]) -> Result:
    result = Result(
        "growth",
        "How it grows",
        "Warm reads in one process, and warm playlist pages through gunicorn, milliseconds, median / 95th percentile: "
        f"by the length of the list, then by how many entities the cache holds, for {_TRACKS} tracks.",
        figures={"tracks": lengths, "entities": by_entities},
    )
    table = Table("By the number of tracks", ["tracks", "read, ms", "page, ms"])
    for length, found in lengths.items():
        table.rows.append([f"{length:,}", _cell(found["read"]), _cell(found["page"])])
    table.note = "A page of a playlist shows at most 100 tracks: the page of 1,000 is the first of ten."
    result.tables.append(table)
    grown = Table(
        f"By cached entities, {_TRACKS} tracks",
        ["entities", "read, ms", "page, ms", f"{_SEARCHES:,} searches dropped, ms", "Redis, µs per MGET", "Redis, MB"],
    )
    for size, found in by_entities.items():
        cells = (_cell(found["read"]), _cell(found["page"]), _cell(found["drop"]))
        grown.rows.append([f"{size:,}", *cells, number(found["redis_us"]), number(found["redis_megabytes"])])
    result.tables.append(grown)
    smallest, largest = (by_entities[size] for size in (min(by_entities), max(by_entities)))
    ratio = largest["read"]["median_ms"] / smallest["read"]["median_ms"]
    result.aims.append(
        Aim(
            f"warm read with {max(by_entities):,} entities, of that with {min(by_entities):,}",
            ratio,
            "at most",
            1.5,
            "x",
            "memory that no longer fits into the processor's caches",
        )
    )
    slower = largest["drop"]["median_ms"] / smallest["drop"]["median_ms"]
    name = f"{_SEARCHES:,} searches dropped among {max(by_entities):,} entities, of that among {min(by_entities):,}"
    result.aims.append(Aim(name, slower, "at most", 1.5, "x", "noise: only the index of searches is walked"))
    lines = {
        "page": [(size, found["page"]["median_ms"]) for size, found in by_entities.items()],
        "read": [(size, found["read"]["median_ms"]) for size, found in by_entities.items()],
        "Redis": [(size, found["redis_us"] / 1000) for size, found in by_entities.items()],
    }
    plots.lines("growth", f"{_TRACKS} tracks, milliseconds", lines, x_title="cached entities", logarithmic_x=True)
    result.plots["growth"] = "Warm times by the number of cached entities"
    return result


def _cell(series: dict[str, Any]) -> str:
    return f"{number(series['median_ms'])} / {number(series['p95_ms'])}"
