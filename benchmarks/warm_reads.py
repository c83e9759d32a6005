"""Warm reads: one track, 100 tracks, an album, a search page; Muse beside each peer and the floor."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import plots
from benchmarks.catalogue import an_album_of, some_track_ids
from benchmarks.measuring import CALIBRATION, Series, interleaved, noise
from benchmarks.peers.contestant import SEARCH_LIMIT, Contestant
from benchmarks.peers.everybody import MUSE, PEERS, makers
from benchmarks.peers.floor import Floor
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import Servers

QUERY = "love"
ALBUM_TRACKS = 12
FLOOR = Floor.name
_LIMITS = {
    "1 track": "what is left above Redis's own round trip is the judging of the entry and the making of the answer",
    "100 tracks": "after the one MGET, each entry is decoded, judged and wrapped in Python",
    "album": "the peers keep short tracks inside the album; Muse reads whole ones, in a second round trip",
    "search": "the round trip to Redis is most of it for everybody",
}


def _tasks() -> dict[str, Callable[[Contestant], object]]:
    ids = some_track_ids(100)
    album = an_album_of(ALBUM_TRACKS)
    return {
        "1 track": lambda contestant: contestant.track(ids[0]),
        "100 tracks": lambda contestant: contestant.tracks(ids),
        "album": lambda contestant: contestant.album(album),
        "search": lambda contestant: contestant.search(QUERY),
    }


def run(servers: Servers) -> Result:
    contestants: dict[str, Contestant] = {name: make() for name, make in makers(servers).items()}
    for contestant in contestants.values():
        for task in _tasks().values():
            task(contestant)
    # The floor reads what Muse has just stored.
    contestants[FLOOR] = Floor(servers.cache_url())
    measured: dict[str, dict[str, Series]] = {}
    for name, task in _tasks().items():
        works = {who: (lambda c=contestant, t=task: t(c)) for who, contestant in contestants.items()}
        measured[name] = interleaved(works, seconds=3 if servers.quick else 20)
    return _result(measured)


def _result(measured: dict[str, dict[str, Series]]) -> Result:
    result = Result(
        "warm_reads",
        "Warm reads",
        "Everything is cached (spotipy alone asks a sandbox that answers at once). Milliseconds, median / 95th "
        f"percentile; the album has {ALBUM_TRACKS} tracks, the search page {SEARCH_LIMIT}. Redis on loopback TCP, one "
        "thread, by turns. The floor is redis-py with hiredis and msgspec over Muse's own entries.",
    )
    columns = [FLOOR, MUSE, *PEERS]
    table = Table("Warm reads, ms", ["", *columns, "Muse to floor", "best peer to Muse"])
    for name, series in measured.items():
        mine = series[MUSE].median_ms
        best_peer = min(series[peer].median_ms for peer in PEERS)
        over_floor, ahead = mine / series[FLOOR].median_ms, best_peer / mine
        cells = [f"{number(series[who].median_ms)} / {number(series[who].percentile(95))}" for who in columns]
        table.rows.append([name, *cells, f"{over_floor:.2f}x", f"{ahead:.2f}x"])
        wanted = 5.0 if name == "100 tracks" else 1.0
        result.aims.append(Aim(f"{name}: faster than the best peer", ahead, "at least", wanted, "x", _LIMITS[name]))
        if name == "100 tracks":
            result.aims.append(Aim(f"{name}: above the floor", over_floor, "at most", 2.0, "x", _LIMITS[name]))
    result.tables.append(table)
    result.figures = {name: {who: one.as_json() for who, one in series.items()} for name, series in measured.items()}
    result.noise = noise([series[CALIBRATION] for series in measured.values()])
    for name, series in measured.items():
        slug = f"warm_reads_{name.replace(' ', '_')}"
        bars = {who: series[who].median_ms for who in columns}
        plots.bars(slug, f"Warm read of {name}, milliseconds (median)", bars, highlight=MUSE)
        result.plots[slug] = f"Warm read of {name}"
    return result
