"""The REST API, warm, beside a bare Django view that returns the same bytes from memory, each through gunicorn."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from urllib.parse import quote

from benchmarks import plots, website
from benchmarks.catalogue import an_album_of, catalogue, some_track_ids
from benchmarks.measuring import CALIBRATION, Series, interleaved, noise
from benchmarks.peers.everybody import MUSE
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import Servers
from benchmarks.website import Site

BARE = "bare view"
BEHIND = "bare view behind Muse's middleware"
AIM = 3.0
_LIMIT = "what is above the bare view: middleware, one query, a round trip to Redis, and the writing of the JSON"


def run(servers: Servers) -> Result:
    website.prepare(servers)
    paths = _paths(servers)
    answers = servers.directory / "answers"
    answers.mkdir()
    with ExitStack() as stack:
        muse = stack.enter_context(website.running())
        for path in paths.values():
            muse.answer(path)  # fills the cache
            (answers / quote(path, safe="")).write_bytes(muse.answer(path))
        bare = stack.enter_context(website.running("benchmarks.bare_site", BENCHMARK_ANSWERS=str(answers)))
        behind = stack.enter_context(
            website.running("benchmarks.bare_site", "benchmarks.bare_settings", BENCHMARK_ANSWERS=str(answers))
        )
        sites = {MUSE: muse, BARE: bare, BEHIND: behind}
        measured = {name: _measure(servers, sites, path) for name, path in paths.items()}
        sizes = {name: len(bare.answer(path)) for name, path in paths.items()}
    return _result(measured, sizes)


def _paths(servers: Servers) -> dict[str, str]:
    person, _ = website.connected_person(servers)
    album = an_album_of(12)
    first = catalogue().albums[catalogue().album_by_id[album]].first_track
    playlist = website.playlist_of(person, some_track_ids(100, seed=6)).removeprefix("/")
    return {
        "track": f"/api/v1/tracks/{catalogue().tracks[first].id}",
        "album": f"/api/v1/albums/{album}",
        "album, its screen": f"/api/v1/albums/{album}?include=tracks,reviews",
        "search": "/api/v1/search?q=love",
        "playlist": f"/api/v1/{playlist}",
        "its tracks": f"/api/v1/{playlist}/tracks",
    }


def _measure(servers: Servers, sites: dict[str, Site], path: str) -> dict[str, Series]:
    contestants = {name: partial(site.answer, path) for name, site in sites.items()}
    return interleaved(contestants, seconds=2 if servers.quick else 15)


def _result(measured: dict[str, dict[str, Series]], sizes: dict[str, int]) -> Result:
    result = Result(
        "api",
        "The REST API",
        "Warm answers through gunicorn with Muse's own configuration, a new connection for each request, by turns, "
        "milliseconds, median / 95th percentile. The bare view is Django without any middleware that answers the same "
        "bytes out of a dictionary; beside it the same view behind all of Muse's middleware.",
    )
    table = Table(
        "Answers of the API, ms", ["", "bytes", BARE, BEHIND, MUSE, "Muse to bare view", "behind the same middleware"]
    )
    for name, series in measured.items():
        ratio = series[MUSE].median_ms / series[BARE].median_ms
        fair = series[MUSE].median_ms / series[BEHIND].median_ms
        columns = (BARE, BEHIND, MUSE)
        cells = [f"{number(series[who].median_ms)} / {number(series[who].percentile(95))}" for who in columns]
        table.rows.append([name, str(sizes[name]), *cells, f"{ratio:.2f}x", f"{fair:.2f}x"])
        result.aims.append(Aim(f"API, {name}: above a bare view", ratio, "at most", AIM, "x", _LIMIT))
    result.tables.append(table)
    result.figures = {name: {who: one.as_json() for who, one in series.items()} for name, series in measured.items()}
    result.noise = noise([series[CALIBRATION] for series in measured.values()])
    ratios = {name: series[MUSE].median_ms / series[BARE].median_ms for name, series in measured.items()}
    plots.bars("api", "Answer of the API to that of a bare view, times slower", ratios, highlight="", unit="x")
    result.plots["api"] = "How many times a bare view's time an answer takes"
    return result
