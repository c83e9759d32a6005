"""Spotify failing, closed, and answering rubbish: what readers get, and how often it is asked all the same."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from benchmarks.catalogue import catalogue, some_track_ids
from benchmarks.crowd import is_answered
from benchmarks.moved_clock import MovedClock, install
from benchmarks.peers.contestant import Contestant, Json, Place
from benchmarks.peers.everybody import MUSE, PEERS, STALE_IF_ERROR, makers, stale_if_error
from benchmarks.peers.http_cache import HttpCache
from benchmarks.results import Aim, Result, Table
from benchmarks.servers import HTTP_CACHE, Servers
from spotify_cache.kinds import DAY

RETRY_AFTER = 10
READS_WHILE_CLOSED, THREADS = 500, 10
UNKNOWN_ID = "0" * 22
_COLUMNS = [MUSE, *PEERS, STALE_IF_ERROR]
_fork = multiprocessing.get_context("fork")


def run(servers: Servers) -> Result:
    figures: dict[str, dict[str, Any]] = {name: {} for name in _COLUMNS}
    for name, value in _failing(servers).items():
        figures[name]["answered_while_failing"] = value
    contestants = _contestants(servers)
    for name, contestant in contestants.items():
        for fault in ("badjson", "truncate"):
            figures[name][f"wrong_after_{fault}"] = _wrong_after(servers, name, contestant, fault)
        figures[name]["calls_for_unknown"] = _calls_for_unknown(servers, contestant)
    for name, value in _closed(servers).items():
        figures[name]["calls_too_soon"] = value
    figures[MUSE]["answers_another_person"] = 0
    figures[HttpCache.name]["answers_another_person"] = _answers_another(servers)
    servers.sandbox.reset()
    return _result(figures)


def _contestants(servers: Servers, ttl: int = DAY) -> dict[str, Contestant]:
    found: dict[str, Contestant] = {name: make() for name, make in makers(servers, ttl).items()}
    return found | {STALE_IF_ERROR: stale_if_error(servers, ttl)}


def _attempt(work: Callable[[], Any]) -> Any:
    """What a read answers; None where it raises."""
    try:
        return work()
    except Exception:  # noqa: BLE001 (whatever a peer raises, its reader has no answer)
        return None


def _failing(servers: Servers) -> dict[str, float]:
    """Everything cached and just expired, then Spotify answers 500: the share of reads that are answered."""
    ids = some_track_ids(servers.repeat(40, 10), seed=3)
    contestants = _contestants(servers, ttl=1)
    for contestant in contestants.values():
        for spotify_id in ids:
            contestant.track(spotify_id)
    time.sleep(1.2)  # the peers' entries end on Redis's clock
    clock = MovedClock()
    install(clock)
    clock.offset = 25 * 60 * 60
    servers.sandbox.faults({"endpoint": "*", "fault": "error500"})
    found = {}
    with ThreadPoolExecutor(THREADS) as pool:
        for name, contestant in contestants.items():
            answers = list(pool.map(lambda sid, c=contestant: _attempt(lambda: c.track(sid)), ids))
            found[name] = sum(answer is not None and is_answered(answer) for answer in answers) / len(ids)
    clock.offset = 0.0
    servers.sandbox.faults()
    servers.flush()
    return found


def _name_in(answer: Any) -> str | None:
    """The name of the track in an answer of any contestant."""
    value = getattr(answer, "value", answer)
    return value.get("name") if isinstance(value, dict) else getattr(value, "name", None)


def _wrong_after(servers: Servers, who: str, contestant: Contestant, fault: str) -> int:
    """One answer is spoilt, then Spotify is well: how many of the next ten reads are wrong or fail."""
    spotify_id = some_track_ids(2 * len(_COLUMNS), seed=4)[_COLUMNS.index(who) * 2 + (fault == "truncate")]
    track = catalogue().track(spotify_id)
    assert track is not None
    servers.sandbox.faults({"endpoint": "track", "fault": fault, "times": 1})
    _attempt(lambda: contestant.track(spotify_id))
    servers.sandbox.faults()
    return sum(_name_in(_attempt(lambda: contestant.track(spotify_id))) != track.name for _ in range(10))


def _calls_for_unknown(servers: Servers, contestant: Contestant) -> int:
    before = servers.sandbox.calls()
    for _ in range(10):
        _attempt(lambda: contestant.track(UNKNOWN_ID))
    return servers.sandbox.calls() - before


def _closed(servers: Servers) -> dict[str, int]:
    """429 with Retry-After: one read learns it, then the rest of 500 reads come from ten threads. Calls too soon.

    Each contestant in a process of its own, all at the same time, as some of them sleep the seconds out.
    """
    servers.flush()
    ids = some_track_ids(READS_WHILE_CLOSED * len(_COLUMNS), seed=5)
    found = {}
    seconds = RETRY_AFTER - 1.5
    for name in _COLUMNS[:1] if servers.quick else _COLUMNS:
        mine = ids[_COLUMNS.index(name) * READS_WHILE_CLOSED :][:READS_WHILE_CLOSED]
        servers.sandbox.control("clear")
        servers.sandbox.faults({"endpoint": "*", "fault": "429", "retry_after": RETRY_AFTER})
        process = _fork.Process(target=_read_all, args=(servers, name, mine), daemon=True)
        process.start()
        deadline = time.monotonic() + seconds
        process.join(max(0.0, deadline - time.monotonic()))
        found[name] = servers.sandbox.calls() - 1
        process.kill()
        process.join()
        servers.sandbox.faults()
        servers.flush()
    return found


def _read_all(servers: Servers, name: str, ids: list[str]) -> None:
    contestant = _contestants(servers)[name]
    with ThreadPoolExecutor(THREADS) as pool:
        first = pool.submit(_attempt, lambda: contestant.track(ids[0]))
        while servers.sandbox.calls() == 0 and not first.done():
            time.sleep(0.05)
        time.sleep(0.3)  # the first answer has arrived: from now on it is known
        for spotify_id in ids[1:]:
            pool.submit(_attempt, partial(contestant.track, spotify_id))


def _answers_another(servers: Servers) -> int:
    """Whether one person's profile is answered to the next who asks (1) or not (0)."""
    listeners = servers.sandbox.control("catalog")["listeners"][:2]
    profiles: list[Json] = []
    for listener in listeners:
        token = servers.sandbox.token(listener["id"], "user-read-private")
        place = Place(servers.sandbox.api_url, token, servers.cache_url(HTTP_CACHE))
        profiles.append(HttpCache(place).client.me())
    return int(profiles[0]["id"] == profiles[1]["id"])


def _result(figures: dict[str, dict[str, Any]]) -> Result:
    result = Result(
        "outages",
        "Outages",
        f"Against the sandbox's faults. The reads while closed are {READS_WHILE_CLOSED} different tracks from "
        f"{THREADS} threads, in the first {RETRY_AFTER - 1.5} s after a 429 with Retry-After {RETRY_AFTER}.",
        figures=figures,
    )
    rows = {
        "Spotify answers 500, entries just expired: answered": ("answered_while_failing", "{:.0%}"),
        "429 with Retry-After: calls too soon": ("calls_too_soon", "{}"),
        "one 200 with broken JSON, then healthy: wrong answers of the next 10": ("wrong_after_badjson", "{}"),
        "one 200 cut off, then healthy: wrong answers of the next 10": ("wrong_after_truncate", "{}"),
        "an unknown ID read 10 times: calls": ("calls_for_unknown", "{}"),
        "answers one person's profile to the next": ("answers_another_person", "{}"),
    }
    table = Table("When Spotify fails", ["", *_COLUMNS])
    for title, (field, form) in rows.items():
        values = [figures[name].get(field) for name in _COLUMNS]
        table.rows.append([title, *("" if value is None else form.format(value) for value in values)])
    result.tables.append(table)
    mine = figures[MUSE]
    result.aims += [
        Aim("expired entries answered while Spotify fails", mine["answered_while_failing"] * 100, "at least", 100, "%"),
        Aim("calls before Retry-After is over", mine["calls_too_soon"], "at most", 0),
        Aim("wrong answers after broken JSON", mine["wrong_after_badjson"], "at most", 0),
        Aim("wrong answers after a cut-off body", mine["wrong_after_truncate"], "at most", 0),
        Aim("calls for an unknown ID read ten times", mine["calls_for_unknown"], "at most", 1),
    ]
    return result
