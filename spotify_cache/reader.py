"""Cache first (R11): one look in Redis for everything wanted; one fetch, by one process, for what is not there."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from spotify_cache import kinds, metrics, patience, waits
from spotify_cache.answers import Answer, State
from spotify_cache.errors import CircuitOpen, NotFound, RateLimited
from spotify_cache.fetching import WORTH_WAITING, Fetched, Fetcher, Results, is_passing
from spotify_cache.gateway import Caller
from spotify_cache.kinds import Cached, decode_entry
from spotify_cache.misses import Later, Misses
from spotify_cache.popularity import note
from spotify_cache.quota import Priority
from spotify_cache.store import LEASE_SECONDS, Store, StoreDown, new_owner
from spotify_cache.wants import Want, artist_top_tracks, nameless_artist

#: What one page's read may cost before the rest is left to the background.
BUDGET_SECONDS = 2.5
BUDGET_CALLS = 16
#: Whoever has had their share of Spotify's window has to wait so long for more of it.
SHARE_SECONDS = WORTH_WAITING + 1
#: What a worker gives a group of wants (seconds).
WORKER_SECONDS = 60.0

_FRESH, _STALE, _GONE = State.FRESH, State.STALE, State.GONE
_OUTCOMES = {_FRESH: "hit", _STALE: "stale", _GONE: "negative"}

Entries = dict[str, Cached]


class Reader:
    def __init__(self, store: Store, fetcher: Fetcher, later: Later) -> None:
        self._store = store
        self._fetcher = fetcher
        self._later = later
        self._misses = Misses(store, fetcher, later)

    def read(
        self,
        wants: Sequence[Want],
        caller: Caller,
        seconds: float = BUDGET_SECONDS,
        calls: int = BUDGET_CALLS,
        only_cached: bool = False,
    ) -> dict[str, Answer[Any]]:
        """An answer for every want, by key; with ``only_cached`` for those alone that Redis has.

        Never raises for trouble at Spotify or Redis.
        """
        wants = list({want.key: want for want in wants}.values())
        if told := patience.told(wants):
            wants = [want for want in wants if want.key not in told]
        cached = self._look(self._misses.flights.without_those_under_way(wants)) if wants else {}
        answers = self._answers(wants, caller, cached, seconds, calls, only_cached)
        patience.note(answers)
        if caller.priority is Priority.PAGE:
            # What is not cached is asked for again by whoever asked for the cached alone.
            note([want for want in wants if want.key in answers] if only_cached else wants)
        return answers | told if told else answers

    def read_one(self, want: Want, caller: Caller) -> Answer[Any]:
        """As `read`, for one want: the way of a page's own thing, so the shortest."""
        if told := patience.told((want,)):
            return told[want.key]
        if caller.priority is Priority.PAGE:
            note((want,))
        cached: Entries = {}
        if self._misses.flights.without_those_under_way([want]):
            try:
                entry = decode_entry(want.thing, self._store.value(want.key))
            except StoreDown:
                metrics.store_down()
                entry = None
            if entry is not None:
                if entry.value is not None and time.time() < entry.fresh_until and want.accepts(entry):
                    answer = Answer(entry.value, State.FRESH, entry.fetched_at, entry.fresh_until)
                    metrics.one_hit(want.thing.kind.name, want.thing.endpoint, answer.age)
                    return answer
                cached[want.key] = entry
        return self._answers([want], caller, cached)[want.key]

    def _answers(
        self,
        wants: Sequence[Want],
        caller: Caller,
        cached: Entries,
        seconds: float = BUDGET_SECONDS,
        calls: int = BUDGET_CALLS,
        only_cached: bool = False,
    ) -> dict[str, Answer[Any]]:
        """Judge what Redis had, and bring the rest."""
        now = int(time.time())
        answers: dict[str, Answer[Any]] = {}
        states: list[tuple[str, str, State]] = []
        stale, missing = [], []
        # A page may hold hundreds: what is done for each is done here, without a call.
        for want in wants:
            entry = cached.get(want.key)
            if entry is None or (want.whole and not want.accepts(entry)):
                missing.append(want)
                continue
            value = entry.value
            if value is None:
                state = _GONE
            elif now < entry.fresh_until:
                state = _FRESH
            else:
                state = _STALE
                stale.append(want)
            answers[want.key] = Answer(value, state, entry.fetched_at, entry.fresh_until)
            states.append((want.thing.kind.name, want.thing.endpoint, state))
        if states:
            counted = Counter(states)
            metrics.reads({(kind, asked, _OUTCOMES[state]): times for (kind, asked, state), times in counted.items()})
            first = next(want for want in wants if want.key in answers)
            metrics.age_at_hit(first.thing.kind.name, answers[first.key].age)
        if stale:
            self._later(_not_carried(stale, answers), caller)
        if missing and not only_cached:
            answers |= self._bring(missing, caller, cached, seconds, calls)
        return answers

    def refresh(
        self, wants: Sequence[Want], caller: Caller, until: float = 0, seconds: float = WORKER_SECONDS
    ) -> Results:
        """Fetch all that is missing or past its lifetime now, or at ``until`` (Unix seconds), for a worker.

        Leases keep others from doing the same. What others are fetching (``coalesced``) is to be looked at again when
        their lease has ended: they may have died.
        """
        until = max(until, time.time())
        owner = new_owner()
        mine: list[Want] = []
        fresh: list[Want] = []
        held: list[Want] = []
        known: Entries = {}
        claims = self._store.claim([want.key for want in wants], owner)
        for want, claim in zip(wants, claims, strict=True):
            entry = decode_entry(want.thing, claim.value)
            is_fresh = entry is not None and want.accepts(entry) and entry.fresh_until > until
            if claim.won and not is_fresh:
                mine.append(want)
                if entry is not None:
                    known[want.key] = entry
            elif claim.won:
                fresh.append(want)
            elif not is_fresh:
                held.append(want)
        if fresh:
            self._misses.release(fresh, owner)
        deadline = time.monotonic() + seconds
        results = self._fetcher.fetch(self._fetcher.plan(self._named(mine), known), caller, owner, deadline)
        metrics.refreshed(Counter(_what_changed(mine, known, results)))
        return results | {want.key: Fetched(error=RateLimited(LEASE_SECONDS), coalesced=True) for want in held}

    def _named(self, asked: Sequence[Want]) -> list[Want]:
        """The same, popular tracks by the names of artists that are cached, so that no call has to ask for them."""
        artists = {want.key: artist for want in asked if (artist := nameless_artist(want))}
        known = self._look(list(artists.values())) if artists else {}
        named = {
            key: artist_top_tracks(entry.value.id, entry.value.name)
            for key, artist in artists.items()
            if (entry := known.get(artist.key)) is not None and entry.value is not None
        }
        return [named.get(want.key, want) for want in asked]

    def _look(self, wants: Sequence[Want]) -> Entries:
        try:
            raws = self._store.read([want.key for want in wants])
        except StoreDown:
            metrics.store_down()
            return {}
        return {
            want.key: entry
            for want, raw in zip(wants, raws, strict=True)
            if raw is not None and (entry := decode_entry(want.thing, raw)) is not None
        }

    def _bring(
        self, missing: Sequence[Want], caller: Caller, cached: Entries, seconds: float, calls: int
    ) -> dict[str, Answer[Any]]:
        if not patience.may_wait():
            return self._left(missing, caller, cached)
        if not patience.may_ask(min(calls, len(self._fetcher.plan(missing)))):
            over = Fetched(error=RateLimited(SHARE_SECONDS))
            return {want.key: self._outcome_of(want, over, cached.get(want.key), caller) for want in missing}
        begun = time.monotonic()
        results = self._misses.bring(missing, caller, begun + seconds, calls)
        if any(_was_waited_for(results.get(want.key)) for want in missing):
            waits.note(time.monotonic() - begun)
        return {
            want.key: self._outcome_of(want, results.get(want.key), cached.get(want.key), caller) for want in missing
        }

    def _left(self, missing: Sequence[Want], caller: Caller, cached: Entries) -> dict[str, Answer[Any]]:
        """Answers for who does not wait: on its way, unless Spotify is known not to answer."""
        error = self._fetcher.refusal()
        if error is None:
            self._later(missing, caller)
        fetched = None if error is None else Fetched(error=error)
        return {want.key: self._outcome_of(want, fetched, cached.get(want.key), caller) for want in missing}

    def _outcome_of(self, want: Want, fetched: Fetched | None, fallback: Cached | None, caller: Caller) -> Answer[Any]:
        kind, endpoint = want.thing.kind.name, want.thing.endpoint
        if fetched is not None and fetched.entry is not None:
            brought = "miss" if fetched.entry.value is not None else "unknown"
            metrics.reads({(kind, endpoint, "coalesced" if fetched.coalesced else brought): 1})
            return _answer(fetched.entry, int(time.time()))
        if fetched is not None and isinstance(fetched.error, NotFound):
            return Answer(None, State.GONE)
        passing = fetched is None or is_passing(fetched.error)
        if fetched is not None and passing:
            self._later([want], caller)
        if fallback is not None and fallback.value is not None:
            # A short form is better than nothing while the whole cannot be had.
            metrics.reads({(kind, endpoint, "stale"): 1})
            state, now = State.PENDING if passing else State.STALE, int(time.time())
            return Answer(fallback.value, state, fallback.fetched_at, min(fallback.fresh_until, now))
        metrics.reads({(kind, endpoint, "pending" if passing else "error"): 1})
        return Answer(None, State.PENDING if passing else State.UNAVAILABLE)


def _what_changed(wants: Sequence[Want], known: Entries, results: Results) -> Iterator[tuple[str, str]]:
    """(kind, changed or unchanged) of everything that was fetched again."""
    for want in wants:
        before, fetched = known.get(want.key), results.get(want.key)
        if before is not None and fetched is not None and fetched.entry is not None:
            yield want.thing.kind.name, "unchanged" if fetched.entry.value == before.value else "changed"


def _was_waited_for(fetched: Fetched | None) -> bool:
    """Whether a call was made for it, by whomever; what window, gate or circuit forbids takes no time."""
    return fetched is None or not isinstance(fetched.error, (RateLimited, CircuitOpen))


def _answer(entry: Cached, now: int) -> Answer[Any]:
    if entry.value is None:
        return Answer(None, State.GONE, entry.fetched_at, entry.fresh_until)
    state = State.FRESH if now < entry.fresh_until else State.STALE
    return Answer(entry.value, state, entry.fetched_at, entry.fresh_until)


def _not_carried(stale: Sequence[Want], answers: dict[str, Answer[Any]]) -> list[Want]:
    """What has to be asked for where an album that is asked for whole brings its tracks along."""
    whole = [album for want in stale if want.whole and (album := answers[want.key].value) is not None]
    carried = {kinds.key(kinds.TRACK_THING, track_id) for album in whole for track_id in album.track_ids or ()}
    return [want for want in stale if want.key not in carried]
