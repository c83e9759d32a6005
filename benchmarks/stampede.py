"""Fifty cold readers at once: of one key, and of overlapping playlists."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any

from benchmarks import plots
from benchmarks.catalogue import some_track_ids
from benchmarks.crowd import PROCESSES, THREADS, Crowd, Read
from benchmarks.measuring import CALIBRATION, Series, interleaved, noise
from benchmarks.peers.contestant import Contestant
from benchmarks.peers.everybody import MUSE, PEERS, makers
from benchmarks.peers.spotipy_alone import SpotipyAlone
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import Servers

LATENCY_MS = 300
READERS = PROCESSES * THREADS
PLAYLIST, POOL = 60, 600
BATCH = 50


def run(servers: Servers) -> Result:
    everybody = makers(servers)
    rounds = servers.repeat(7, 2)
    keys = some_track_ids(rounds * (len(everybody) + 1) + 2, seed=2)
    with Crowd(everybody) as crowd:
        for name in everybody:  # connections and Muse's token are there, as in a server that has been up for a while
            crowd.read(name, "track", [keys[-1]] * READERS)
        servers.sandbox.config(latency_ms=LATENCY_MS)
        alone = _alone(everybody[SpotipyAlone.name](), keys[-2 - rounds : -1])
        one_key = _one_key(servers, crowd, list(everybody), keys[: -2 - rounds], rounds)
        playlists = _playlists(servers, crowd, list(everybody))
    servers.sandbox.reset()
    result = _result(one_key, playlists, alone)
    result.noise = noise([interleaved({}, seconds=1)[CALIBRATION]])
    return result


def _alone(spotipy_alone: Contestant, keys: list[str]) -> Series:
    """Spotify's own latency as a client sees it: one caller of spotipy, nobody else, the machine quiet."""
    series = []
    for key in keys:
        started = time.monotonic()
        spotipy_alone.track(key)
        series.append(time.monotonic() - started)
    return Series(series[1:])  # the first makes the connection


def _one_key(servers: Servers, crowd: Crowd, names: list[str], keys: list[str], rounds: int) -> dict[str, Any]:
    """Rounds by turns, a fresh key each; calls are those of one round, as the median of rounds."""
    calls: dict[str, list[int]] = {name: [] for name in names}
    reads: dict[str, list[Read]] = {name: [] for name in names}
    fresh = iter(keys)
    for _ in range(rounds):
        for name in names:
            before = servers.sandbox.calls()
            reads[name] += crowd.read(name, "track", [next(fresh)] * READERS)
            calls[name].append(servers.sandbox.calls() - before)
    return {
        name: {
            "calls": sorted(calls[name])[rounds // 2],
            "most_calls": max(calls[name]),
            "answered": sum(read.answered for read in reads[name]) / len(reads[name]),
            **Series([read.seconds for read in reads[name]]).as_json(),
        }
        for name in names
    }


def _playlists(servers: Servers, crowd: Crowd, names: list[str]) -> dict[str, Any]:
    """Fifty playlists of `PLAYLIST` tracks each out of `POOL`, all cold and all opened at once."""
    found: dict[str, Any] = {}
    for turn, name in enumerate(names):
        pool = some_track_ids(POOL, seed=100 + turn)
        draw = random.Random(turn)  # noqa: S311
        lists = [draw.sample(pool, PLAYLIST) for _ in range(READERS)]
        different = len({track for one in lists for track in one})
        servers.sandbox.control("clear")
        try:
            reads = crowd.read(name, "tracks", lists)
        except TimeoutError:
            found[name] = {"timed_out": True}
            break
        asked = _asked(servers)
        found[name] = {
            "calls": servers.sandbox.calls(),
            "least_calls": -(-different // BATCH),
            "different_tracks": different,
            "tracks_asked_for": sum(asked.values()),
            "asked_more_than_once": sum(times > 1 for times in asked.values()),
            "answered": sum(read.answered for read in reads) / READERS,
            **Series([read.seconds for read in reads]).as_json(),
        }
    return found


def _asked(servers: Servers) -> Counter[str]:
    """How often each track was asked for, alone or in a batch."""
    asked: Counter[str] = Counter()
    for call in servers.sandbox.stats(last=2000)["calls"]:
        if call["endpoint"] == "track":
            asked[call["path"].split("?")[0].rsplit("/", 1)[1]] += 1
        elif call["endpoint"] == "tracks":
            query = call["path"].split("ids=")[1].split("&")[0]
            asked.update(query.replace("%2C", ",").split(","))
    return asked


def _result(one_key: dict[str, Any], playlists: dict[str, Any], alone: Series) -> Result:
    result = Result(
        "stampede",
        "Stampedes",
        f"{PROCESSES} processes of {THREADS} threads each, Spotify at {LATENCY_MS} ms, everything cold, everybody at "
        "the same moment.",
        figures={"one key": one_key, "playlists": playlists, "one caller alone": alone.as_json()},
    )
    names = [MUSE, *PEERS]
    table = Table(f"{READERS} readers of one key", ["", *names])
    table.rows.append(["calls to Spotify", *(str(one_key[name]["calls"]) for name in names)])
    table.rows.append(["median, ms", *(number(one_key[name]["median_ms"]) for name in names)])
    table.rows.append(["95th percentile, ms", *(number(one_key[name]["p95_ms"]) for name in names)])
    table.rows.append(["answered", *(f"{one_key[name]['answered']:.0%}" for name in names)])
    table.note = f"One caller of spotipy alone, with nobody else about: {number(alone.median_ms)} ms."
    result.tables.append(table)
    lists = Table(f"{READERS} overlapping playlists of {PLAYLIST} tracks out of {POOL}", ["", *names])
    rows = {
        "calls to Spotify": "calls",
        "tracks asked for": "tracks_asked_for",
        "of these more than once": "asked_more_than_once",
        "median, ms": "median_ms",
        "95th percentile, ms": "p95_ms",
    }
    for title, field in rows.items():
        cells = [playlists.get(name, {}).get(field) for name in names]
        lists.rows.append([title, *("timed out" if cell is None else number(float(cell)) for cell in cells)])
    shares = [playlists.get(name, {}).get("answered") for name in names]
    lists.rows.append(["answered whole", *("0%" if share is None else f"{share:.0%}" for share in shares)])
    result.tables.append(lists)
    mine, shared = one_key[MUSE], playlists[MUSE]
    lists.note = f"Full batches of {BATCH} would need {shared['least_calls']} calls."
    per_call = shared["calls"] / shared["least_calls"]
    result.aims += [
        Aim("stampede: calls for one key", mine["most_calls"], "at most", 1, "", "two leases for one key: a fault"),
        Aim(
            "stampede: median wait, of Spotify's own latency to one caller alone",
            mine["median_ms"] / alone.median_ms,
            "at most",
            1.05,
            "x",
            "fifty threads that wake at once on two cores, after the one call's own time",
        ),
        Aim("overlapping playlists: tracks asked for twice", shared["asked_more_than_once"], "at most", 0),
        Aim(
            "overlapping playlists: calls, of full batches",
            per_call,
            "at most",
            4 / 3,
            "x",
            "whoever comes first asks at once, and a pool gathers for a moment only",
        ),
        Aim("overlapping playlists: answered whole", shared["answered"] * 100, "at least", 100, "%"),
    ]
    bars = {name: one_key[name]["median_ms"] for name in names}
    plots.bars("stampede", f"{READERS} cold readers of one key: median wait, ms", bars, highlight=MUSE)
    result.plots["stampede"] = "Median wait of fifty cold readers of one key"
    return result
