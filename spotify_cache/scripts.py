"""What `store` has Redis do in one step, in Lua."""

from __future__ import annotations

from typing import Final

# Store entries, give back leases, wake who waits for them. What was dropped while it was fetched is not stored again:
# dropping took the lease away, and keeps entries out that somebody else's answer happens to carry. The second field of
# an entry is until when it is fresh (`kinds.Cached`).
STORE: Final = """
local entries, owner, outcome, now = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])
local refused = {}
local function stays(key, gives_way, value)
  local there = gives_way ~= 'never' and redis.call('GET', key)
  if not there then return false end
  if gives_way == 'to fuller' and #there > #value + 16 then return true end
  local read, entry = pcall(cmsgpack.unpack, there)
  return read and type(entry) == 'table' and (tonumber(entry[2]) or 0) > now
end
for i = 1, entries do
  local key, at = KEYS[i], 5 + (i - 1) * 3
  local holder = redis.call('GET', key .. ':lease')
  if holder == owner or redis.call('EXISTS', key .. ':dropped') == 0 then
    if not stays(key, ARGV[at + 2], ARGV[at]) then redis.call('SET', key, ARGV[at], 'EX', ARGV[at + 1]) end
  else
    refused[#refused + 1] = key
  end
end
for i = entries + 1, #KEYS do
  if redis.call('GET', KEYS[i]) == owner then
    redis.call('DEL', KEYS[i])
    redis.call('PUBLISH', KEYS[i], outcome)
  end
end
return refused
"""

EXTEND: Final = """
local held = 0
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then held = held + redis.call('PEXPIRE', key, ARGV[2]) end
end
return held
"""

# One command for what would be one for each member. A set that grew to twice what is kept loses its lowest half.
ADD_SCORES: Final = """
local kept = tonumber(ARGV[1])
for i = 2, #ARGV, 2 do redis.call('ZINCRBY', KEYS[1], ARGV[i + 1], ARGV[i]) end
if redis.call('ZCARD', KEYS[1]) > 2 * kept then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -kept - 1) end
"""


# Another value for a key that still has this one, kept for as long as it would have been.
SWAP: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL') end
"""
