"""The pool: readers who wait for others anyway lay into it what they miss themselves, so that batches get full.

Whoever fills a batch takes it out in the same step and asks for it at once: between two steps the pool never holds a
full one. What remains is asked for by one gatherer for the whole deployment, as soon as nothing more comes. Leases go
along: what is in the pool is held by whoever laid it in, what was taken by whoever took it. If a gatherer dies, the
leases in the pool run out like any others, and those who wait take over.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from spotify_cache.kinds import PREFIX
from spotify_cache.store import LEASE_SECONDS, Store

#: What is in the pool is asked for when nothing was laid in or taken out for so long (seconds)...
QUIET_SECONDS = 0.1
#: ...and at the latest when something has lain in it for so long: readers who pool wait for a call of others anyway.
MOST_SECONDS = 0.3
#: A gatherer who was not heard of for so long is replaced by the next reader who comes (seconds): sooner than the
#: leases in the pool end.
GATHERER_SECONDS = 1.0
_POOL_SECONDS = 5  # a pool that everybody has left

# The pool is a list; a member is the owner of a lease and its key. Beside it: whose turn it is to gather, and since
# when something has lain there and when that last changed, in milliseconds of Redis's own clock. Members whose lease
# has ended or has gone on to somebody else are of no account.
_POOL = """
local pool, gatherer, times = KEYS[1], KEYS[1] .. ':gatherer', KEYS[1] .. ':times'
local owner, lease, size = ARGV[1], ARGV[2], tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function key_of(member)
  local key = string.sub(member, #owner + 1)
  return redis.call('GET', key .. ':lease') == string.sub(member, 1, #owner) and key
end
local function take()
  local taken = {}
  while #taken < size do
    local member = redis.call('LPOP', pool)
    if not member then break end
    local key = key_of(member)
    if key then
      redis.call('SET', key .. ':lease', owner, 'PX', lease)
      taken[#taken + 1] = key
    end
  end
  return taken
end
"""

# Lay in; take a batch if that fills one; become the gatherer of what remains if there is none.
_OFFER = f"""{_POOL}
local before, taken = redis.call('LLEN', pool), {{}}
for i = 5, #ARGV do redis.call('RPUSH', pool, owner .. ARGV[i]) end
if before + #ARGV - 4 >= size then
  local held = 0
  for _, member in ipairs(redis.call('LRANGE', pool, 0, -1)) do
    if key_of(member) then held = held + 1 end
  end
  if held >= size then taken = take() end
end
redis.call('HSET', times, 'changed', now)
if before == 0 or #taken > 0 then redis.call('HSET', times, 'since', now) end
redis.call('EXPIRE', pool, {_POOL_SECONDS})
redis.call('EXPIRE', times, {_POOL_SECONDS})
local gathers = redis.call('EXISTS', pool) == 1 and redis.call('SET', gatherer, owner, 'NX', 'PX', ARGV[4])
return {{gathers and 1 or 0, taken}}
"""

# Take what is there and end the gathering, if it is time; else answer how long that will be (milliseconds), and renew
# leases that have run low, as they only do where somebody is slow: no death of a gatherer is to last longer than it
# must. A clock that was put back makes it time.
_GATHER = f"""{_POOL}
local quiet, most = tonumber(ARGV[5]), tonumber(ARGV[6])
if redis.call('GET', gatherer) ~= owner then return {{0, {{}}}} end
local at = redis.call('HMGET', times, 'since', 'changed')
local left = math.min((tonumber(at[1]) or now) + most, (tonumber(at[2]) or 0) + quiet) - now
if left <= 0 or left > quiet or redis.call('EXISTS', pool) == 0 then
  redis.call('DEL', gatherer)
  return {{0, take()}}
end
redis.call('PEXPIRE', gatherer, ARGV[4])
for _, member in ipairs(redis.call('LRANGE', pool, 0, -1)) do
  local key = key_of(member)
  if key and redis.call('PTTL', key .. ':lease') < lease / 2 then redis.call('PEXPIRE', key .. ':lease', lease) end
end
return {{left, {{}}}}
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """What comes of laying keys into the pool."""

    #: A full batch, for whoever filled it to ask for; its leases go along.
    taken: list[str]
    #: Whether it falls to this reader to `Pool.gather` what remains.
    gathers: bool


class Pool:
    """The keys of one type that readers have pooled. Every method raises StoreDown."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._key = f"{PREFIX}:pool:{name}"

    def offer(self, keys: Sequence[str], owner: str, size: int) -> Offered:
        """Lay in keys whose leases ``owner`` holds; a batch is ``size`` keys."""
        gathers, taken = self._run(_OFFER, owner, size, *keys)
        return Offered([key.decode() for key in taken], bool(gathers))

    def gather(self, owner: str, size: int) -> list[str]:
        """Wait until nothing more is laid in, then take what is there, with its leases.

        Nothing, if others have filled batches with it, or have taken over from a gatherer they thought dead.
        """
        while True:
            left, taken = self._run(_GATHER, owner, size, int(QUIET_SECONDS * 1000), int(MOST_SECONDS * 1000))
            if not left:
                return [key.decode() for key in taken]
            time.sleep(left / 1000)

    def _run(self, script: str, owner: str, size: int, *arguments: str | int) -> tuple[int, list[bytes]]:
        lives = int(LEASE_SECONDS * 1000), int(GATHERER_SECONDS * 1000)
        first, keys = self._store.script(script, [self._key], [owner, lives[0], size, lives[1], *arguments])
        return int(first), keys
