"""What Redis does not have: brought by one fetch for the whole deployment, in the fewest calls.

Threads of one process share flights, processes share leases; who finds neither free waits for whoever has it. Readers
who wait anyway lay what they miss themselves into one pool, from which full batches are asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from spotify_cache import metrics
from spotify_cache.errors import RateLimited, SpotifyError, Unavailable
from spotify_cache.fetching import Fetched, Fetcher, Results
from spotify_cache.flights import Flights
from spotify_cache.gateway import Caller
from spotify_cache.kinds import decode_entry
from spotify_cache.store import LEASE_SECONDS, Outcome, Store, StoreDown, new_owner
from spotify_cache.wants import Want

Later = Callable[[Sequence[Want], Caller], None]

#: Whoever waits for others first leaves the processor to them: they are about to call Spotify (seconds).
COURTESY_SECONDS = 0.02

# What became of a fetch that this reader waited for.
_ERRORS: dict[Outcome, SpotifyError] = {
    Outcome.FAILED: Unavailable("whoever fetched it had no answer"),
    Outcome.LATER: RateLimited(0),
}


class Misses:
    def __init__(self, store: Store, fetcher: Fetcher, later: Later) -> None:
        self._store = store
        self._fetcher = fetcher
        self._later = later
        self.flights = Flights()

    def bring(self, wants: Sequence[Want], caller: Caller, deadline: float, calls: int) -> Results:
        """Results by key; what nobody brought by ``deadline`` (monotonic seconds) or within ``calls`` is left out."""
        by_key = {want.key: want for want in wants}
        with self.flights.join(wants) as (mine, others):
            results = self._fetch([by_key[key] for key in mine], caller, deadline, calls, crowded=bool(others))
            self.flights.land(mine, {key: result for key, result in results.items() if not result.dropped})
            for key, flight in others.items():
                brought = flight.wait(deadline)
                if brought is not None and (brought.entry is None or by_key[key].accepts(brought.entry)):
                    results[key] = replace(brought, coalesced=True)
        left = [by_key[key] for key in others if key not in results]
        if left and time.monotonic() < deadline:
            results |= self._fetch(left, caller, deadline, calls, crowded=False)
        return results

    def claim(self, wants: Sequence[Want], owner: str) -> tuple[list[Want], list[Want], Results]:
        """Wants whose lease is mine, wants that others hold, and what came in between."""
        try:
            claims = self._store.claim([want.key for want in wants], owner)
        except StoreDown:
            metrics.store_down()
            return list(wants), [], {}
        mine: list[Want] = []
        others: list[Want] = []
        given_back: list[Want] = []
        results: Results = {}
        for want, claim in zip(wants, claims, strict=True):
            entry = decode_entry(want.thing, claim.value)
            if entry is not None and want.accepts(entry):
                results[want.key] = Fetched(entry, coalesced=True)
                if claim.won:
                    given_back.append(want)
            else:
                (mine if claim.won else others).append(want)
        if given_back:
            self.release(given_back, owner)
        return mine, others, results

    def release(self, wants: Sequence[Want], owner: str) -> None:
        try:
            self._store.write((), release=[want.key for want in wants], owner=owner)
        except StoreDown:
            # Leases end by themselves.
            metrics.store_down()

    def _fetch(self, wants: Sequence[Want], caller: Caller, deadline: float, calls: int, crowded: bool) -> Results:
        """Take the leases; fetch mine within the budget; wait for what others fetch; leave the rest for later."""
        if not wants:
            return {}
        owner = new_owner()
        mine, others, results = self.claim(wants, owner)
        planned = self._fetcher.plan(mine)
        planned, beyond = planned[:calls], planned[calls:]
        if planned:
            results |= self._fetcher.fetch(planned, caller, owner, deadline, crowded=crowded or bool(others))
        if beyond:
            left = [want for call in beyond for want in call.wants]
            self.release(left, owner)
            self._later(left, caller)
        others += [want for call in planned for want in call.wants if want.key not in results]  # pooled, and taken
        return results | self._await(others, caller, owner, deadline)

    def _await(self, others: Sequence[Want], caller: Caller, owner: str, deadline: float) -> Results:
        """Wait for what others fetch; what nobody has brought when a lease has run out is fetched here."""
        results: Results = {}
        waiting = {want.key: want for want in others}
        if not waiting or time.monotonic() >= deadline:
            return results
        time.sleep(COURTESY_SECONDS)
        try:
            with self._store.watch(list(waiting)) as released:
                # Asked for once more after listening has begun: it may have been given back in between.
                results |= self._take_over(list(waiting.values()), caller, owner, deadline)
                while left := {key: want for key, want in waiting.items() if key not in results}:
                    seconds = deadline - time.monotonic()
                    if seconds <= 0:
                        break
                    outcomes = released(min(seconds, LEASE_SECONDS))
                    failed = {key: outcome for key, outcome in outcomes.items() if outcome is not Outcome.STORED}
                    results |= {key: Fetched(error=_ERRORS[outcome]) for key, outcome in failed.items() if key in left}
                    if not outcomes:
                        results |= self._take_over(list(left.values()), caller, owner, deadline)
                    elif stored := [want for key, want in left.items() if key in outcomes and key not in failed]:
                        results |= self._look(stored)
                        # Stored and dropped again: nobody holds it any more.
                        if dropped := [want for want in stored if want.key not in results]:
                            results |= self._take_over(dropped, caller, owner, deadline)
        except StoreDown:
            metrics.store_down()
        return results

    def _take_over(self, wants: Sequence[Want], caller: Caller, owner: str, deadline: float) -> Results:
        """Fetch those that nobody holds: whoever did has died, or given up before anybody listened."""
        mine, _, results = self.claim(wants, owner)
        if mine:
            results |= self._fetcher.fetch(self._fetcher.plan(mine), caller, owner, deadline)
        return results

    def _look(self, wants: Sequence[Want]) -> Results:
        raws = self._store.read([want.key for want in wants])
        entries = [(want, decode_entry(want.thing, raw)) for want, raw in zip(wants, raws, strict=True)]
        return {want.key: Fetched(entry, coalesced=True) for want, entry in entries if entry and want.accepts(entry)}
