"""The rate window and the gate, shared by every process through Redis (R61).

Spotify counts calls per app over a rolling 30 seconds and answers 429 with Retry-After above an unpublished number
(https://developer.spotify.com/documentation/web-api/concepts/rate-limits). Muse keeps below SPOTIFY_RATE_LIMIT calls in
the same window, and after a 429 nobody calls until Retry-After is over: the gate is closed.

With Redis gone each process keeps to a quarter of the limit by itself: it cannot know what the others do.

A drill is looked at in the same step: for so many minutes nobody gets a slot, as if Spotify were down. It ends by
itself, and at once when Redis is gone.
"""

from __future__ import annotations

import datetime
import secrets
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.conf import settings

from spotify_cache.errors import Drill, RateLimited
from spotify_cache.kinds import DAY, PREFIX
from spotify_cache.store import Store, StoreDown

WINDOW_SECONDS = 30
#: Retry-After is believed up to this many seconds; Spotify has been seen to send hours.
LONGEST_GATE = 6 * 60 * 60
#: Back-off when the quota of the account is used up and no Retry-After says for how long (seconds).
QUOTA_EXCEEDED_SECONDS = 300

#: The longest drill (seconds).
LONGEST_DRILL = 60 * 60

#: How long a day's hours are kept (seconds).
_HOURS_KEPT = 35 * DAY

_WINDOW_KEY = f"{PREFIX}:{{quota}}:window"
_GATE_KEY = f"{PREFIX}:{{quota}}:gate"
_DRILL_KEY = f"{PREFIX}:{{quota}}:drill"

# One step: look at the drill and the gate, forget calls that left the window, count, add, and note how full the window
# has been in this hour. Answers {1, 0}, {0, ms to wait}, or {-1, 0} in a drill.
_TAKE = """
if redis.call('EXISTS', KEYS[3]) == 1 then return {-1, 0} end
local gate = redis.call('PTTL', KEYS[2])
if gate > 0 then return {0, gate} end
local now, window, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local used = redis.call('ZCARD', KEYS[1])
if used >= limit then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {0, math.max(1, math.ceil(tonumber(oldest[2] or now) + window - now))}
end
redis.call('ZADD', KEYS[1], now, ARGV[4])
redis.call('PEXPIRE', KEYS[1], window)
if used + 1 > tonumber(redis.call('HGET', KEYS[4], ARGV[5]) or 0) then
  redis.call('HSET', KEYS[4], ARGV[5], used + 1)
  redis.call('EXPIRE', KEYS[4], ARGV[6])
end
return {1, 0}
"""

# A gate that is closed for longer stays so: answers to calls made at the same time may name different times. By how
# much longer it is closed now is added to this hour's seconds.
_CLOSE = """
local left = math.max(0, redis.call('PTTL', KEYS[1]))
if left < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
  redis.call('HINCRBY', KEYS[2], ARGV[2], math.ceil((tonumber(ARGV[1]) - left) / 1000))
  redis.call('EXPIRE', KEYS[2], ARGV[3])
end
"""


class Priority(Enum):
    """Who asks; the value is the share of the window that may be in use before they have to step back."""

    PAGE = 1.0
    WORKER = 0.8
    #: Warming takes only what is left over and leaves a reserve (R14).
    WARMING = 0.5


@dataclass(frozen=True, slots=True)
class Window:
    """How it stands: calls in the last 30 seconds, how many may be, and seconds until the gate opens."""

    used: int
    limit: int
    closed_for: float
    #: Seconds until a drill ends; 0 while there is none.
    drill_for: float = 0.0

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def drill_until(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(time.time() + self.drill_for, datetime.UTC)


def _day_key(day: datetime.date) -> str:
    """The hash of a day: how full the window has been in each hour, and for how long the gate was closed in it."""
    return f"{PREFIX}:{{quota}}:hours:{day:%Y%m%d}"


def _this_hour(what: str) -> tuple[str, str]:
    """Key and field under which something of this hour is noted."""
    now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
    return _day_key(now.date()), f"{now.hour}:{what}"


def history_commands(days: int) -> tuple[tuple[str, ...], ...]:
    """What to ask Redis for the hours of the last days, today among them; `history_of` reads the answers."""
    return tuple(("HGETALL", _day_key(day)) for day in _days(days))


def history_of(answers: Sequence[Mapping[bytes, bytes]]) -> dict[tuple[datetime.date, int], dict[str, int]]:
    """(date, hour, in UTC) -> ``calls``: most that were made within a window; ``closed``: seconds for which the gate
    was closed by what Spotify said in that hour."""
    found: dict[tuple[datetime.date, int], dict[str, int]] = {}
    for day, fields in zip(_days(len(answers)), answers, strict=True):
        for field, value in fields.items():
            hour, _, what = field.decode().partition(":")
            found.setdefault((day, int(hour)), {})[what] = int(value)
    return found


def _days(days: int) -> list[datetime.date]:
    today = datetime.datetime.fromtimestamp(time.time(), datetime.UTC).date()
    return [today - datetime.timedelta(days=ago) for ago in range(days)]


def window_commands() -> tuple[tuple[str, ...], ...]:
    """What to ask Redis to know how the window stands, in a pipeline of somebody's; `window_of` reads the answers."""
    since = int(time.time() * 1000) - WINDOW_SECONDS * 1000
    return ("ZCOUNT", _WINDOW_KEY, f"({since}", "+inf"), ("PTTL", _GATE_KEY), ("PTTL", _DRILL_KEY)


def window_of(used: int, gate: int, drill: int) -> Window:
    return Window(int(used), settings.SPOTIFY_RATE_LIMIT, max(0.0, int(gate) / 1000), max(0.0, int(drill) / 1000))


class Quota:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._own_calls: deque[float] = deque()
        self._own_gate = 0.0  # monotonic seconds

    def take(self, priority: Priority = Priority.PAGE) -> None:
        """Take a slot for one call, at once or not at all.

        Raises:
            RateLimited: the gate is closed or the window is full.
            Drill: nobody is to ask for a while, as if Spotify were down.
        """
        closed_for = self._own_gate - time.monotonic()
        if closed_for > 0:
            raise RateLimited(closed_for)
        limit = max(1, int(settings.SPOTIFY_RATE_LIMIT * priority.value))
        now_ms = int(time.time() * 1000)
        call = f"{now_ms}-{secrets.token_hex(6)}"
        day_key, hour = _this_hour("calls")
        keys = (_WINDOW_KEY, _GATE_KEY, _DRILL_KEY, day_key)
        arguments = (now_ms, WINDOW_SECONDS * 1000, limit, call, hour, _HOURS_KEPT)
        try:
            granted, wait_ms = self._store.script(_TAKE, keys, arguments)
        except StoreDown:
            self._take_alone(max(1, limit // 4))
            return
        if granted < 0:
            raise Drill("a drill")
        if not granted:
            raise RateLimited(int(wait_ms) / 1000)

    def _take_alone(self, limit: int) -> None:
        now = time.monotonic()
        with self._lock:
            while self._own_calls and self._own_calls[0] <= now - WINDOW_SECONDS:
                self._own_calls.popleft()
            if len(self._own_calls) >= limit:
                raise RateLimited(self._own_calls[0] + WINDOW_SECONDS - now)
            self._own_calls.append(now)

    def close_gate(self, seconds: float) -> None:
        """Spotify said stop: nobody in the whole deployment calls for ``seconds``, longer if closed for longer."""
        seconds = min(max(seconds, 1.0), LONGEST_GATE)
        try:
            day_key, hour = _this_hour("closed")
            self._store.script(_CLOSE, (_GATE_KEY, day_key), (int(seconds * 1000), hour, _HOURS_KEPT))
        except StoreDown:
            self._own_gate = max(self._own_gate, time.monotonic() + seconds)

    def gate_closed_for(self) -> float:
        """Seconds until the gate opens; 0 while it is open."""
        try:
            left = self._store.script("return redis.call('PTTL', KEYS[1])", (_GATE_KEY,), ())
        except StoreDown:
            return max(0.0, self._own_gate - time.monotonic())
        return max(0.0, int(left) / 1000)

    def window(self) -> Window:
        """How it stands now, for whoever looks. Raises StoreDown."""
        return window_of(*self._store.ask(*window_commands()))

    # --- drills ------------------------------------------------------------------------------------------------------

    def begin_drill(self, seconds: float) -> None:
        """Behave as if Spotify were down, in the whole deployment, for so long from now on. Raises StoreDown."""
        self._store.put(_DRILL_KEY, b"1", min(max(seconds, 1.0), LONGEST_DRILL))

    def end_drill(self) -> None:
        """Raises StoreDown."""
        self._store.ask(("DEL", _DRILL_KEY))

    def refuse_in_drill(self) -> None:
        """For calls that take no slot, to the accounts service.

        Raises:
            Drill: nobody is to ask for a while.
        """
        try:
            (is_on,) = self._store.ask(("EXISTS", _DRILL_KEY))
        except StoreDown:
            return
        if is_on:
            raise Drill("a drill")
