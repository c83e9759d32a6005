"""Redis memory of a cached track, all told, for Muse and each peer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import redis

from benchmarks import plots
from benchmarks.catalogue import some_track_ids
from benchmarks.peers.contestant import batches
from benchmarks.peers.everybody import MUSE, PEERS, makers
from benchmarks.peers.http_cache import HttpCache
from benchmarks.peers.spotipy_alone import SpotipyAlone
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import Servers
from spotify_cache import kinds

_HARVEST = "Muse, with what it keeps beside them"
_AT_ONCE = 400


def run(servers: Servers) -> Result:
    """Medians of rounds: Redis doubles its tables as keys come, leases among them, so figures move a little."""
    count = servers.repeat(5000, 500)
    rounds = [_round(servers, count) for _ in range(servers.repeat(3, 1))]
    found: dict[str, dict[str, Any]] = {}
    for name, last in rounds[-1].items():
        sizes = sorted(one[name]["bytes_per_track"] for one in rounds)
        found[name] = {**last, "bytes_per_track": sizes[len(sizes) // 2], "rounds": sizes}
    return _result(found, count)


def _round(servers: Servers, count: int) -> dict[str, dict[str, float]]:
    ids = some_track_ids(count)
    client: Any = redis.Redis.from_url(servers.cache_url())
    found: dict[str, dict[str, float]] = {}
    for name, make in makers(servers).items():
        if name == SpotipyAlone.name:
            continue  # it keeps nothing
        servers.flush()
        contestant = make()
        contestant.track(ids[0])  # its connections and the server's buffers are no entries
        servers.flush()
        before = _used(client)
        if name == HttpCache.name:
            # By ID as the others: what a batch call's address keeps answers that very batch alone.
            for spotify_id in ids:
                contestant.track(spotify_id)
        else:
            for batch in batches(ids, _AT_ONCE):
                contestant.tracks(batch)
        used = (_used(client) - before) / count
        found[name] = {"bytes_per_track": used}
        if name == MUSE:
            found[_HARVEST] = {"bytes_per_track": used}
            kept = _drop_all_but_tracks(client)
            found[name] = {"bytes_per_track": (_used(client) - before) / kept, "payload": _payload(client, ids)}
    servers.flush()
    return found


def _used(client: Any) -> int:
    """Bytes that the data takes, with the tables of keys and of expiries, without buffers of connections."""
    statistics = client.memory_stats()
    tables = (database for name, database in statistics.items() if name.startswith("db."))
    return int(statistics["dataset.bytes"]) + sum(sum(_numbers(table).values()) for table in tables)


def _numbers(table: Any) -> dict[str, int]:
    """What Redis answers for one database, which redis-py leaves as pairs where it knows no better."""
    pairs = table.items() if isinstance(table, dict) else zip(table[::2], table[1::2], strict=True)
    return {str(name): int(value) for name, value in pairs}


def _drop_all_but_tracks(client: Any) -> int:
    """Drop the albums that the answers carried, and the like; how many tracks are left."""
    prefix = kinds.key(kinds.TRACK_THING, "").encode()
    tracks, others = 0, []
    for key in client.scan_iter(count=1000):
        if key.startswith(prefix) and key.count(b":") == prefix.count(b":"):
            tracks += 1
        else:
            others.append(key)
    for start in range(0, len(others), 500):
        client.delete(*others[start : start + 500])
    return tracks


def _payload(client: Any, ids: list[str]) -> float:
    """Bytes of an entry's value, on average."""
    raws = client.mget([kinds.key(kinds.TRACK_THING, spotify_id) for spotify_id in ids])
    sizes = [len(raw) for raw in raws if raw]
    return sum(sizes) / len(sizes)


def _listed(sizes: Sequence[float]) -> str:
    return ", ".join(f"{size:.0f}" for size in sizes)


def _result(found: dict[str, dict[str, Any]], count: int) -> Result:
    result = Result(
        "memory",
        "Redis memory",
        f"Growth of Redis's memory over {count:,} tracks of the catalogue, divided by the tracks: values, keys and the "
        "tables of keys and of expiries, as the allocator rounds them (MEMORY STATS), without buffers of connections. "
        "Every contestant reads the tracks by ID. Muse also keeps the albums that the answers carry: the second row. "
        f"Medians of {len(found[MUSE]['rounds'])} rounds; Muse's were {_listed(found[MUSE]['rounds'])} bytes.",
        figures=found,
    )
    mine = found[MUSE]["bytes_per_track"]
    names = [MUSE, _HARVEST, *(peer for peer in PEERS if peer in found)]
    table = Table("Bytes per cached track", ["", "bytes", "to Muse"])
    for name in names:
        size = found[name]["bytes_per_track"]
        table.rows.append([name, number(size), f"{size / mine:.1f}x"])
    result.tables.append(table)
    payload = found[MUSE]["payload"]
    result.aims += [
        Aim(
            "memory of a track, of requests-cache's",
            mine / found[HttpCache.name]["bytes_per_track"],
            "at most",
            0.1,
            "x",
            "what Redis itself takes for a key with an expiry, and names and addresses that a page has to show",
        ),
        Aim(
            "value of a track entry",
            payload,
            "at most",
            400,
            " bytes",
            "names, IDs and artwork addresses of the catalogue, none of which a page can do without",
        ),
    ]
    plots.bars(
        "memory",
        "Redis memory of one cached track, bytes",
        {n: found[n]["bytes_per_track"] for n in names},
        highlight=MUSE,
    )
    result.plots["memory"] = "Redis memory of one cached track"
    return result
