"""Pages through gunicorn: without the cache, with each peer in its place, and with Muse's warm."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from benchmarks import plots, website
from benchmarks.catalogue import an_album_of, catalogue, some_track_ids
from benchmarks.measuring import Series, fixed_work, noise, timed
from benchmarks.peers.everybody import MUSE, PEERS
from benchmarks.peers.spotipy_alone import SpotipyAlone
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import DOGPILE, HTTP_CACHE, Servers
from benchmarks.website import Site

UNCACHED = "uncached"
AIM = 10.0
_PROBE_MS = 100
#: Warm requests of a round: to Muse, and to each peer.
_WARM_OF_MUSE, _WARM_OF_PEERS = 10, 3
_LIMIT = "the page's own work: middleware, queries, template; Redis and the read layer are the smaller part of it"


@dataclass(frozen=True)
class Page:
    """``stated_ms`` is what the page takes without a cache in Muse's design document; ``floor`` is R21's."""

    name: str
    path: str
    stated_ms: float
    floor: float
    cookie: str = ""


def run(servers: Servers) -> Result:
    website.prepare(servers)
    pages = _pages(servers)
    client = website.cache_client(servers)
    with ExitStack() as stack:
        sites = {MUSE: stack.enter_context(website.running())}
        for name in () if servers.quick else PEERS:
            sites[name] = stack.enter_context(
                website.running(
                    "benchmarks.peers.site",
                    "benchmarks.settings",
                    BENCHMARK_PEER=name,
                    BENCHMARK_HTTP_CACHE=servers.cache_url(HTTP_CACHE),
                    BENCHMARK_DOGPILE=servers.cache_url(DOGPILE),
                )
            )
        latencies = {page.name: _latency(servers, sites[MUSE], client, page) for page in pages}
        measured, calibration = _measure(servers, sites, client, pages, latencies)
    result = _result(pages, measured, latencies, list(sites))
    result.noise = noise([calibration])
    return result


def _pages(servers: Servers) -> list[Page]:
    person, cookie = website.connected_person(servers)
    album = an_album_of(12)
    first = catalogue().albums[catalogue().album_by_id[album]].first_track
    tracks = some_track_ids(100, seed=6)
    return [
        Page("playlist of 25", website.playlist_of(person, tracks[:25]), 150, 3),
        Page("playlist of 100", website.playlist_of(person, tracks), 150, 3),
        Page("search", "/search?q=love", 800, 4),
        Page("album", f"/albums/{album}", 300, 3.75),
        Page("track", f"/tracks/{catalogue().tracks[first].id}", 300, 3.75),
        Page("dashboard", "/dashboard", 1200, 3, cookie),
    ]


def _cold(servers: Servers, site: Site, client: Any, page: Page, latency_ms: float) -> float:
    """Seconds of a page with nothing cached, Spotify taking ``latency_ms`` a call."""
    website.flush_entries(client)
    servers.sandbox.config(latency_ms=latency_ms)
    return site.get(page.path, page.cookie)


def _latency(servers: Servers, site: Site, client: Any, page: Page) -> float:
    """Milliseconds a call at which the uncached page takes what is stated: from its time with none and with some."""
    for _ in range(4):  # both workers have their tokens and templates
        _cold(servers, site, client, page, 0)
    tries = range(servers.repeat(5, 3))
    # Low percentiles: what the machine adds now and then is no work of the page.
    without = Series([_cold(servers, site, client, page, 0) for _ in tries]).percentile(25)
    with_probe = Series([_cold(servers, site, client, page, _PROBE_MS) for _ in tries]).percentile(25)
    calls_in_a_row = max(1.0, (with_probe - without) / _PROBE_MS)
    return round(max(0.0, (page.stated_ms - without) / calls_in_a_row), 1)


def _measure(
    servers: Servers, sites: dict[str, Site], client: Any, pages: list[Page], latencies: dict[str, float]
) -> tuple[dict[str, dict[str, Series]], Series]:
    """By turns: each page once without the cache, then warm from every site."""
    measured = {page.name: {who: Series() for who in (UNCACHED, *sites)} for page in pages}
    calibration = Series()
    for _ in range(servers.repeat(8, 2)):
        for page in pages:
            series = measured[page.name]
            latency = latencies[page.name]
            series[UNCACHED].seconds.append(_cold(servers, sites[MUSE], client, page, latency))
            for who, site in sites.items():
                if who != SpotipyAlone.name:
                    site.get(page.path, page.cookie)  # fills the cache, in the first round
            for turn in range(_WARM_OF_MUSE):
                for who, site in sites.items():
                    if turn < _turns(who):
                        series[who].seconds.append(site.get(page.path, page.cookie))
                calibration.seconds.append(timed(fixed_work))
    servers.sandbox.config(latency_ms=0)
    return measured, calibration


def _turns(who: str) -> int:
    """How many warm requests of a round a site gets; spotipy alone is never warm, and takes its time."""
    return {MUSE: _WARM_OF_MUSE, SpotipyAlone.name: 1}.get(who, _WARM_OF_PEERS)


def _result(
    pages: list[Page], measured: dict[str, dict[str, Series]], latencies: dict[str, float], sites: list[str]
) -> Result:
    result = Result(
        "pages",
        "Pages through gunicorn",
        "Real Muse with gunicorn's own configuration, DEBUG off, a new connection for each request, milliseconds, "
        "median / 95th percentile. Spotify's latency is set for each page so that the uncached page takes what the "
        "design document states. Uncached: every entry is dropped before the request, tokens stay. The peers stand in "
        "for Muse's read layer under the same pages: their JSON is made into the same entities at every read.",
    )
    columns = [UNCACHED, *sites]
    table = Table("Pages, ms", ["", "stated", "Spotify's latency", *columns, "uncached to Muse"])
    for page in pages:
        series = measured[page.name]
        ratio = series[UNCACHED].median_ms / series[MUSE].median_ms
        cells = [f"{number(series[who].median_ms)} / {number(series[who].percentile(95))}" for who in columns]
        latency = f"{latencies[page.name]:.0f} a call"
        table.rows.append([page.name, f"{page.stated_ms:.0f}", latency, *cells, f"{ratio:.1f}x"])
        result.aims.append(Aim(f"page, {page.name}: floor (R21)", ratio, "at least", page.floor, "x", _LIMIT))
        result.aims.append(Aim(f"page, {page.name}: aim", ratio, "at least", AIM, "x", _LIMIT))
        result.figures[page.name] = {
            "latency_ms": latencies[page.name],
            "stated_ms": page.stated_ms,
            "ratio": round(ratio, 2),
            **{who: one.as_json() for who, one in series.items()},
        }
    result.tables.append(table)
    ratios = {
        page.name: measured[page.name][UNCACHED].median_ms / measured[page.name][MUSE].median_ms for page in pages
    }
    plots.bars("pages", "Uncached page to warm page, times faster", ratios, highlight="", unit="x")
    result.plots["pages"] = "How many times faster a warm page is"
    return result
