"""A day of traffic: hit ratios and calls of the real repository, beside the best that its lifetimes allow."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from benchmarks import plots
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import Servers
from benchmarks.traffic import trace as traces
from benchmarks.traffic.best import BestCache
from benchmarks.traffic.in_process import CountingGateway
from benchmarks.traffic.muse import MuseUnderTrace, Warming, counted, muse
from benchmarks.traffic.pages import open_page
from benchmarks.traffic.people import Person, connected_people
from benchmarks.traffic.trace import DAY, Popularity, Visit
from benchmarks.traffic.writing import prepare_people
from spotify_cache import waits

EXPONENT = 1.0
EXPONENTS = (0.8, 1.0, 1.2)
MODES = ("extended", "development")
#: R20, in percent.
R20 = {"track": 90, "album": 85, "search": 70, "user_data": 60}
KINDS = ("track", "album", "artist", "search", "user_data", "recommendations")
_HITS = ("hit",)
_ANSWERED = ("hit", "stale", "negative")
_LONG_TAIL = (
    "the trace's long tail: lifetimes alone cannot reach it, as the best shows; warming and prediction are what can"
)


@dataclass
class Walked:
    """What Muse did on the second day of a trace, by kind."""

    reads: dict[str, int]
    hits: dict[str, float]
    answered: dict[str, float]
    #: Reads that had to wait for Spotify, or were left pending.
    waited: int
    #: Pages of which something had to wait, by page.
    pages_waited: dict[str, int]
    calls: int
    #: Of these the warmer's, in quiet hours.
    calls_of_warming: int
    calls_by_endpoint: dict[str, int]


@dataclass
class Outcome(Walked):
    """The same, beside what the best would have done."""

    visits: int
    best_hits: dict[str, float]
    window_hits: dict[str, float]
    best_calls: int
    best_by_endpoint: dict[str, int]
    seconds: float


def run(servers: Servers) -> Result:
    sessions = servers.repeat(500, 60)
    people = connected_people(servers)
    listeners = {person.cache_id: person.listener for person in people.values()}
    outcomes: dict[str, Outcome] = {}
    moved: dict[float, Outcome] = {}
    warmed: dict[str, dict[str, Walked]] = {}
    lost: dict[str, dict[str, Walked]] = {}
    prepare_people()
    for mode in MODES:
        gateway = CountingGateway(mode, listeners)
        for exponent in EXPONENTS if mode == MODES[0] else (EXPONENT,):
            outcome = _one(servers, people, gateway, exponent, sessions)
            if mode == MODES[0]:
                moved[exponent] = outcome
            if exponent == EXPONENT:
                outcomes[mode] = outcome
        popularity = Popularity(EXPONENT)
        days = _days(popularity, sessions)
        warmed[mode] = {
            Warming.NONE: _walked(servers, people, mode, popularity, *days, Warming.NONE),
            Warming.SIGN_IN: outcomes[mode],
            Warming.ALL: _walked(servers, people, mode, popularity, *days, Warming.ALL),
        }
        lost[mode] = {
            how: _walked(servers, people, mode, popularity, *days, how, loses_cache=True)
            for how in (Warming.SIGN_IN, Warming.ALL)
        }
    return _result(outcomes, moved, warmed, lost, sessions)


def _one(
    servers: Servers, people: dict[int, Person], gateway: CountingGateway, exponent: float, sessions: int
) -> Outcome:
    started = time.monotonic()
    popularity = Popularity(exponent)
    first, second = _days(popularity, sessions)
    walked = _walked(servers, people, gateway.quota_mode, popularity, first, second, Warming.SIGN_IN)
    best = _best(people, gateway, popularity, first, second)
    return Outcome(**vars(walked), visits=len(second), seconds=round(time.monotonic() - started, 1), **best)


def _days(popularity: Popularity, sessions: int) -> tuple[list[Visit], list[Visit]]:
    """Two days of a trace, of which the second counts: the first fills the cache."""
    visits = list(traces.trace(popularity, sessions, days=2))
    return [visit for visit in visits if visit.at < DAY], [visit for visit in visits if visit.at >= DAY]


def _walked(
    servers: Servers,
    people: dict[int, Person],
    mode: str,
    popularity: Popularity,
    first: list[Visit],
    second: list[Visit],
    warming: Warming,
    loses_cache: bool = False,
) -> Walked:
    """The second of two days; with ``loses_cache`` everything cached is lost at the midnight between them."""
    with muse(servers, mode, people, warming) as site:
        _walk(servers, site, first, popularity)
        if loses_cache:
            site.lose_cache(servers)
        reads_before = counted()
        servers.sandbox.control("clear")
        site.calls_of_warming = 0
        pages_waited = _walk(servers, site, second, popularity)
        reads = counted() - reads_before
        endpoints = {name: sum(by.values()) for name, by in servers.sandbox.stats(0)["endpoints"].items()}
    by_kind = _by_kind(reads)
    return Walked(
        reads={kind: sum(by_kind[kind].values()) for kind in KINDS},
        hits={kind: _share(by_kind[kind], _HITS) for kind in KINDS},
        answered={kind: _share(by_kind[kind], _ANSWERED) for kind in KINDS},
        waited=sum(times for (_, outcome), times in reads.items() if outcome not in _ANSWERED),
        pages_waited=dict(pages_waited),
        calls=sum(endpoints.values()),
        calls_of_warming=site.calls_of_warming,
        calls_by_endpoint=endpoints,
    )


def _walk(servers: Servers, site: MuseUnderTrace, visits: list[Visit], popularity: Popularity) -> Counter[str]:
    """Open the pages one after the other; how many of each sort had to wait for Spotify."""
    waited: Counter[str] = Counter()
    for visit in visits:
        site.come_to(visit.at, servers.sandbox.calls)
        with waits.measured() as measured:
            open_page(visit, site, popularity)
        waited[visit.page] += measured.times > 0
        site.write(visit)
    return waited


def _best(
    people: dict[int, Person], gateway: CountingGateway, popularity: Popularity, first: list[Visit], second: list[Visit]
) -> dict[str, Any]:
    settings.SPOTIFY_QUOTA_MODE = gateway.quota_mode
    cache = BestCache(gateway, people)
    for visits in (first, second):
        gateway.calls.clear()
        for counter in (cache.reads, cache.hits, cache.window_hits):
            counter.clear()
        for visit in visits:
            cache.now = visit.at
            open_page(visit, cache, popularity)
    return {
        "best_hits": {kind: 100 * cache.hits[kind] / max(1, cache.reads[kind]) for kind in KINDS},
        "window_hits": {kind: 100 * cache.window_hits[kind] / max(1, cache.reads[kind]) for kind in KINDS},
        "best_calls": gateway.calls.total(),
        "best_by_endpoint": dict(gateway.calls),
    }


def _by_kind(reads: Counter[tuple[str, str]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for (kind, outcome), times in reads.items():
        found.setdefault(kind, Counter())[outcome] += times
    return found


def _share(outcomes: Counter[str], wanted: tuple[str, ...]) -> float:
    """Percent of the reads with one of the outcomes."""
    return 100 * sum(outcomes[name] for name in wanted) / max(1, outcomes.total())


def _result(
    outcomes: dict[str, Outcome],
    moved: dict[float, Outcome],
    warmed: dict[str, dict[str, Walked]],
    lost: dict[str, dict[str, Walked]],
    sessions: int,
) -> Result:
    main = outcomes["extended"]
    result = Result(
        "traffic",
        "A day of traffic",
        f"{sessions:,} sessions a day ({main.visits:,} pages on the day that counts) over the sandbox's whole "
        "catalogue (1,210 artists, 7,346 albums, 62,503 tracks), by 500 people, 300 of them with Spotify connected; "
        "the day before filled the cache. What is opened follows Zipf's law over artists, albums and tracks with "
        f"exponent {EXPONENT}. The real repository against the sandbox over HTTP, one visit at a time, on a clock that "
        "jumps from visit to visit; work for the background is done at once. A hit is an entry within its lifetime; "
        "stale entries, answered at once and refreshed, are no hits here, but they are answered from the cache. Two "
        "bounds: the best by lifetimes alone (each distinct key is missed once per lifetime), and the best with "
        "everything kept that answers carry, by a page that waits for each answer: it counts the tracks of an album "
        "past its lifetime as hits, since the album's answer brings them; Muse shows them at once, as stale. With "
        "warming, the warmer of popular content runs in the quiet hours of the night, as Celery beat starts it, on "
        "what was read, reviewed, logged and shelved the day before, and on the charts of that; of a person who signs "
        "in, their own data is fetched: profile, recent plays, playlists, and top items of all three periods, which is "
        "four calls more than their dashboard shows.",
        figures={
            "modes": {mode: vars(outcome) for mode, outcome in outcomes.items()},
            "warmed": _as_json(warmed),
            "cache_lost": _as_json(lost),
            "exponents": {str(exponent): vars(outcome) for exponent, outcome in moved.items()},
        },
    )
    for mode, outcome in outcomes.items():
        result.tables.append(_ratios(mode, outcome))
    result.tables.append(_calls(outcomes))
    for mode in outcomes:
        result.tables.append(_with_warming(f"The same day by what is warmed, {mode} mode", warmed[mode]))
        result.tables.append(_with_warming(f"And where the cache was lost at midnight, {mode} mode", lost[mode]))
    result.tables.append(_moved(moved))
    for mode, outcome in outcomes.items():
        result.aims += _aims(mode, outcome)
    lines = {
        f"{kind} ({who})": [(exponent, shares[kind]) for exponent, shares in by_exponent]
        for kind in ("track", "search")
        for who, by_exponent in (
            ("Muse", [(exponent, outcome.hits) for exponent, outcome in moved.items()]),
            ("best", [(exponent, outcome.best_hits) for exponent, outcome in moved.items()]),
        )
    }
    plots.lines("traffic", "Hit ratio, %, by the exponent of popularity", lines, x_title="Zipf exponent")
    result.plots["traffic"] = "How hit ratios move with the popularity that the trace assumes"
    return result


def _ratios(mode: str, outcome: Outcome) -> Table:
    columns = ["kind", "reads", "R20", "hits", "by lifetimes alone", "best with harvest", "answered from the cache"]
    table = Table(f"Hit ratios, %, {mode} mode", columns)
    for kind in KINDS:
        shares = (outcome.hits, outcome.window_hits, outcome.best_hits, outcome.answered)
        floor = str(R20.get(kind, ""))
        table.rows.append([kind, f"{outcome.reads[kind]:,}", floor, *(f"{share[kind]:.1f}" for share in shares)])
    return table


def _calls(outcomes: dict[str, Outcome]) -> Table:
    table = Table("Calls to Spotify on that day", ["", *outcomes])
    table.rows.append(["Muse", *(f"{outcome.calls:,}" for outcome in outcomes.values())])
    table.rows.append(["least possible", *(f"{outcome.best_calls:,}" for outcome in outcomes.values())])
    table.rows.append(["ratio", *(f"{outcome.calls / outcome.best_calls:.3f}x" for outcome in outcomes.values())])
    reads = [sum(outcome.reads.values()) for outcome in outcomes.values()]
    calls = [outcome.calls for outcome in outcomes.values()]
    saved = [f"{100 * (1 - call / read):.1f}%" for call, read in zip(calls, reads, strict=True)]
    table.rows.append(["reads that needed no call", *saved])
    return table


def _as_json(walked: dict[str, dict[str, Walked]]) -> dict[str, dict[str, Any]]:
    return {mode: {str(how): vars(day) for how, day in by_warming.items()} for mode, by_warming in walked.items()}


def _with_warming(title: str, by_warming: dict[str, Walked]) -> Table:
    table = Table(title, ["", *(str(how) for how in by_warming)])
    days = list(by_warming.values())

    def row(name: str, *cells: str) -> None:
        table.rows.append([name, *cells])

    row("pages that waited for Spotify", *(f"{sum(day.pages_waited.values()):,}" for day in days))
    for page in ("dashboard", "home", "album", "artist", "track", "playlist", "search"):
        row(f"of these {page}", *(f"{day.pages_waited.get(page, 0):,}" for day in days))
    row("reads that waited", *(f"{day.waited:,}" for day in days))
    row("calls to Spotify", *(f"{day.calls:,}" for day in days))
    row("of these by the warmer, in quiet hours", *(f"{day.calls_of_warming:,}" for day in days))
    row("all others", *(f"{day.calls - day.calls_of_warming:,}" for day in days))
    for kind in KINDS:
        cells = (f"{day.hits[kind]:.1f} / {day.answered[kind]:.1f}" for day in days)
        row(f"{kind}: hits / answered from the cache, %", *cells)
    return table


def _moved(moved: dict[float, Outcome]) -> Table:
    columns = ["Zipf exponent", *(f"{kind}: Muse / best" for kind in R20), "calls: Muse / least"]
    table = Table("How the ratios move with the popularity assumed (extended mode)", columns)
    for exponent, outcome in moved.items():
        cells = [f"{outcome.hits[kind]:.1f} / {outcome.best_hits[kind]:.1f}" for kind in R20]
        table.rows.append([number(exponent), *cells, f"{outcome.calls:,} / {outcome.best_calls:,}"])
    return table


def _aims(mode: str, outcome: Outcome) -> list[Aim]:
    jitter = "lifetimes are shortened by up to 5 %, so that what was cached together does not expire together"
    aims = [
        Aim(
            f"calls on a day, of the least possible ({mode})",
            outcome.calls / outcome.best_calls,
            "at most",
            1.1,
            "x",
            jitter,
        )
    ]
    for kind, floor in R20.items():
        name = f"hit ratio, {kind} ({mode})"
        aims.append(Aim(f"{name}: R20", outcome.hits[kind], "at least", floor, "%", _LONG_TAIL))
        behind = outcome.window_hits[kind] - outcome.hits[kind]
        aims.append(Aim(f"{name}: points behind the best by lifetimes", behind, "at most", 1, "", jitter))
    return aims
