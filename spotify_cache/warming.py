"""Popular content is fetched before people come (R14).

What is popular: what people read most (`popularity`), and what the apps above name (`register_popular_source`). In
quiet hours (`offpeak`) one runner in the whole deployment fetches of it what is absent, past its lifetime, or would be
before the coming peak is over; what lives shorter than the peak lasts comes last, just before it begins.

A run takes only what the rate window leaves over (`Priority.WARMING`) and ends when that is nothing: people come first.
It keeps no list of what is left to do. Each run looks at what is there, so the next one goes on where the last ended,
however it ended, and running twice costs nothing. Which score each entry had when it was fetched is remembered: where
it is the same still, nobody has read the entry since, and it is let go.

A cache that was lost is warmed at once, whatever the hour, with what people read before (`losses`).
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Final

from spotify_cache import kinds, losses, metrics, popularity, runs, wants
from spotify_cache.errors import BadAnswer, RateLimited, Unavailable
from spotify_cache.fetching import WORTH_WAITING, Fetched
from spotify_cache.gateway import Caller
from spotify_cache.kinds import DAY, PREFIX, Kind, decode_entry
from spotify_cache.offpeak import coming_peak, is_quiet, quiet_hours
from spotify_cache.quota import Priority
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.runs import RUNNER, Account, Ended
from spotify_cache.store import Store, StoreDown, new_owner
from spotify_cache.wants import Recipe, Want

logger = logging.getLogger(__name__)

#: What a source is asked for, and what is taken of each kind that people read.
PER_SOURCE: Final = 300
PER_KIND: Final = 500
#: Decayed reads below which nothing counts as popular: two of the last days. What takes a call by itself has to be read
#: more often: a call for what nobody reads then is one too many.
LEAST_READS: Final = 1.5
LEAST_READS_ALONE: Final = 4.0
#: How long one run may take, within the time limit of a task, and one group of its wants (seconds).
RUN_SECONDS: Final = 200.0
_GROUP_SECONDS: Final = 15.0
_GROUP: Final = 100
#: The runner's lease: longer than a group takes, and what the death of a runner delays the next one by (seconds).
LEASE_SECONDS: Final = 30.0
#: An entry counts as good for the peak if this share of its lifetime is left, and it lives no longer.
_SHARE_LEFT: Final = 0.75

_WARMED: Final = f"{PREFIX}:warmed"
_WARMED_DAYS: Final = 14
#: Before the score of an entry that was let go, as nobody had read it.
_LET_GO: Final = "let go at "
# Albums first: they bring their tracks along.
_ORDER: Final = {
    thing.name: place
    for place, thing in enumerate(
        (
            kinds.ALBUM_THING,
            kinds.ARTIST_THING,
            kinds.TRACK_THING,
            kinds.DISCOGRAPHY,
            kinds.ARTIST_TOP_TRACKS,
            kinds.NEW_RELEASES,
            kinds.SEARCH_PAGE,
        )
    )
}

#: Recipes of what is worth having, the most important first; at most as many as it is asked for.
Source = Callable[[int], Iterable[Recipe]]
#: Told how many entries are looked after and how many there are.
Progress = Callable[[int, int], None]

# It may come still, to whoever asks next.
_LATE: Final = Fetched(error=Unavailable("not in time"))
_sources: dict[str, Source] = {}


def register_popular_source(name: str, source: Source) -> None:
    """Say what else is popular (the apps above know reviews and charts; this one does not)."""
    _sources[name] = source


def forget_sources() -> None:
    """Go by what people read alone."""
    _sources.clear()


@dataclass(slots=True)
class Run:
    """What came of a run."""

    ended: Ended = Ended.DONE
    #: By (kind, result), as `metrics.warmed` has them.
    results: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: Entries that are to be fetched still.
    left: int = 0
    #: When it is worth going on (seconds); 0: at once.
    retry_after: float = 0
    seconds: float = 0
    #: Endpoints that were called for it.
    calls: list[str] = field(default_factory=list)
    #: It did not wait for quiet hours: told not to, or as the cache had been lost.
    is_forced: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether there is more to do now, within this window or the next."""
        return self.ended in {Ended.WINDOW, Ended.TIME}

    def count(self, result: str) -> int:
        return sum(times for (_, counted), times in self.results.items() if counted == result)


@dataclass(slots=True)
class Candidate:
    """Something that may be worth fetching, and the score of how often it was read."""

    want: Want
    score: float = 0.0

    @property
    def kind(self) -> Kind:
        return self.want.thing.kind


def warm_popular(
    repository: SpotifyCacheRepository,
    *,
    force: bool = False,
    limit: int | None = None,
    seconds: float = RUN_SECONDS,
    progress: Progress = lambda done, of: None,
) -> Run:
    """Fetch what is popular and will not be fresh in the coming peak; with ``force`` in busy hours, too.

    So does the first run after the cache was lost. ``limit``: fetch no more entries. Not while staff holds it
    (`runs.hold`). Raises StoreDown.
    """
    began = time.monotonic()
    if runs.is_held(repository.store):
        return Run(Ended.HELD)
    force = losses.is_to_be_made_good(repository.store) or force
    quiet = quiet_hours(repository.store)
    if not force and not is_quiet(quiet, time.time()):
        return Run(Ended.PEAK)
    with _lease(repository.store) as owner:
        if owner is None:
            return Run(Ended.BUSY)
        runner = _Runner(repository, quiet, force, owner, began + seconds)
        run = runner.run(limit, progress)
    run.seconds, run.is_forced = time.monotonic() - began, force
    if force and run.ended is Ended.DONE:
        losses.made_good(repository.store)
    metrics.warmed(run.results)
    metrics.warming_run(run.ended, run.seconds, len(run.calls))
    return run


@contextmanager
def _lease(store: Store) -> Iterator[str | None]:
    """The right to run, given back at the end; None while somebody else has it."""
    owner = new_owner()
    if not store.claim([RUNNER], owner, LEASE_SECONDS)[0].won:
        yield None
        return
    try:
        yield owner
    finally:
        try:
            store.write((), release=[RUNNER], owner=owner)
        except StoreDown:
            logger.warning("the warmer's lease ends by itself: Redis is gone")


class _Runner:
    def __init__(
        self, repository: SpotifyCacheRepository, quiet: frozenset[int], force: bool, owner: str, deadline: float
    ) -> None:
        self._repository = repository
        self._store = repository.store
        self._quiet = quiet
        self._force = force
        self._owner = owner
        self._deadline = deadline
        self._peak = coming_peak(quiet, time.time())
        self._warmed = self._store.notes(_WARMED)
        self._run = Run()
        self._account = Account(time.time(), time.time(), force)

    def run(self, limit: int | None, progress: Progress) -> Run:
        runs.begin(self._store, self._account)
        self._go_through(limit, progress)
        self._account.ended, self._account.left = self._run.ended, self._run.left
        runs.end(self._store, self._counted())
        return self._run

    def _counted(self) -> Account:
        self._account.fetched, self._account.calls = self._run.count("fetched"), len(self._run.calls)
        return self._account

    def _go_through(self, limit: int | None, progress: Progress) -> None:
        candidates = candidates_of(self._store, self._repository.asks_in_batches)
        self._store.drop_notes(_WARMED, list(self._warmed.keys() - {one.want.key for one in candidates}))
        worth = [one for one in candidates if self._is_timely(one.kind)]
        self._account.of = len(worth)
        done = fetched = 0
        for _, things in groupby(worth, key=_place):
            due = self._due(alike := list(things))
            for start in range(0, len(due), _GROUP):
                group = due[start : start + _GROUP]
                progress(done + start, len(worth))
                self._account.looked_at = done + start
                if not self._look_after(group, len(group) if limit is None else limit - fetched):
                    self._run.left = len(due) - start + len(worth) - done - len(alike)
                    return
                fetched += len(group)
            done += len(alike)
            progress(done, len(worth))
        self._account.looked_at = done

    def _is_timely(self, kind: Kind) -> bool:
        """Whether what is fetched now will be good for half of its lifetime when the peak has begun."""
        return self._force or self._peak.starts - time.time() <= kind.fresh_for / 2

    def _until(self, kind: Kind) -> float:
        """Until when an entry has to be fresh to be left alone."""
        return min(self._peak.ends, time.time() + kind.fresh_for * _SHARE_LEFT)

    def _due(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those to fetch: not good for the peak, and read since they were fetched last."""
        raws: list[bytes | None] = []
        for start in range(0, len(candidates), _GROUP):
            raws += self._store.read([one.want.key for one in candidates[start : start + _GROUP]])
        now, due, let_go = time.time(), [], {}
        for one, raw in zip(candidates, raws, strict=True):
            entry = decode_entry(one.want.thing, raw)
            if entry is not None and entry.value is None and entry.fresh_until > now:
                continue  # known not to exist
            if entry is not None and one.want.accepts(entry) and entry.fresh_until > self._until(one.kind):
                continue
            known = self._warmed.get(one.want.key)
            if known is None or known.removeprefix(_LET_GO) != repr(one.score):
                due.append(one)
            elif not known.startswith(_LET_GO):
                let_go[one.want.key] = f"{_LET_GO}{known}"
                self._run.results[one.kind.name, "unread"] += 1
        self._remember(let_go)
        return due

    def _look_after(self, group: Sequence[Candidate], room: int) -> bool:
        """Fetch a group, or as many of it as there is room for; whether to go on."""
        if not self._may_go_on() or (room and not self._fetch(group[:room])):
            return False
        if room < len(group):
            self._run.ended = Ended.LIMIT
        return room >= len(group)

    def _may_go_on(self) -> bool:
        """Before a group: whether it is still this runner's turn."""
        if time.monotonic() >= self._deadline:
            self._run.ended = Ended.TIME
        elif not self._force and not is_quiet(self._quiet, time.time()):
            self._run.ended = Ended.PEAK
        elif not self._store.extend([RUNNER], self._owner, LEASE_SECONDS):
            self._run.ended = Ended.BUSY
        elif runs.is_held(self._store):
            self._run.ended = Ended.HELD
        else:
            runs.go_on(self._store, self._counted())
            return True
        return False

    def _fetch(self, group: Sequence[Candidate]) -> bool:
        """Fetch a group of one thing; whether to go on."""
        kind = group[0].kind
        asked = [one.want for one in group]
        caller = Caller(Priority.WARMING, called=self._run.calls.append)
        results = self._repository.refresh(asked, caller, self._until(kind), _GROUP_SECONDS)
        settled: dict[str, str] = {}
        away: list[Unavailable] = []
        for one in group:
            result = results.get(one.want.key, _LATE)
            if result.coalesced:
                continue  # others are fetching it
            if isinstance(result.error, Unavailable) and not isinstance(result.error, BadAnswer):
                away.append(result.error)
                continue
            settled[one.want.key] = repr(one.score)
            self._run.results[kind.name, _outcome(result)] += 1
            if one.want.key in self._warmed:
                self._run.results[kind.name, "read"] += 1
        self._remember(settled)
        waits = [error.retry_after for error in away if isinstance(error, RateLimited)]
        if waits:
            self._run.retry_after = max(waits)
            self._run.ended = Ended.WINDOW if max(waits) <= WORTH_WAITING else Ended.SPOTIFY
        elif away and not settled:
            self._run.ended = Ended.SPOTIFY
        return self._run.ended is Ended.DONE

    def _remember(self, notes: dict[str, str]) -> None:
        self._warmed |= notes
        self._store.note(_WARMED, notes, _WARMED_DAYS * DAY)


def candidates_of(store: Store, in_batches: bool) -> list[Candidate]:
    """What is popular, each entry once, in the order in which it is fetched. Raises StoreDown."""
    found: dict[str, Candidate] = {}
    now = popularity.weight(time.time())
    for kind in popularity.COUNTED_KINDS:
        for recipe, score in popularity.scores(store, kind, PER_KIND):
            is_batched = in_batches and recipe[0] in kinds.CATALOG_THINGS
            if score >= now * (LEAST_READS if is_batched else LEAST_READS_ALONE):
                _add(found, recipe)
    for recipe in _named_by_sources():
        _add(found, recipe)
    # All scores from one place: of recipes that nobody read lately, and of all that mean the same entry.
    forms = {key: [popularity.member(recipe) for recipe in _forms(one.want)] for key, one in found.items()}
    asked: dict[str, list[bytes]] = {}
    for key, one in found.items():
        asked.setdefault(popularity.popular_key(one.kind.name), []).extend(forms[key])
    scores = store.scores(asked)
    for key, one in found.items():
        one.score = sum(scores.get(form, 0.0) for form in forms[key])
    return sorted(found.values(), key=_place)


def _add(found: dict[str, Candidate], recipe: Recipe) -> None:
    try:
        want = wants.from_recipe(recipe)
    except ValueError as error:
        logger.warning("passed over: %s", error)
        return
    known = found.get(want.key)
    # Of recipes of one entry the one that says more: an album's tracks, an artist's name.
    if want.thing.name in _ORDER and (known is None or len("".join(recipe)) > len("".join(known.want.recipe))):
        found[want.key] = Candidate(want)


def _named_by_sources() -> Iterator[Recipe]:
    for name, source in _sources.items():
        try:
            yield from islice(source(PER_SOURCE), PER_SOURCE)
        except Exception:
            logger.exception("warming goes on without %s", name)


def _forms(want: Want) -> list[Recipe]:
    """Recipes under which reads of one entry may have been counted."""
    name, *parts = want.recipe
    if name == kinds.ALBUM_THING.name:
        return [(name, parts[0]), (name, parts[0], "whole")]
    if name == kinds.ARTIST_TOP_TRACKS.name and parts[1]:
        return [(name, parts[0], ""), want.recipe]
    return [want.recipe]


def _place(candidate: Candidate) -> int:
    return _ORDER[candidate.want.thing.name]


def _outcome(result: Fetched) -> str:
    if result.entry is None:
        return "failed"
    return "gone" if result.entry.value is None else "fetched"
