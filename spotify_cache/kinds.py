"""The one table of data kinds: how long each is fresh, how long it is kept, and how its keys are made (R10).

``fresh_for`` is the requirement's lifetime. For ``stale_for`` longer Redis keeps the entry, to be answered while it is
refreshed or while Spotify is away (stale-while-revalidate and stale-if-error of RFC 5861).
"""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec

from spotify_cache import entities
from spotify_cache.entities import SCHEMA
from spotify_cache.errors import BadAnswer

T = TypeVar("T")

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

PREFIX = "muse"
#: What the keys of entries start with.
SCHEMA_PREFIX = f"{PREFIX}:{SCHEMA}:"
#: Names every search that is kept, so that some can be dropped by pattern without a walk through all keys.
SEARCH_INDEX = f"{PREFIX}:search-index"
#: An unknown ID is remembered as such for this long (seconds).
NEGATIVE_FOR = 10 * MINUTE
#: A lifetime is shortened by up to this share, so that what was cached together does not expire together.
JITTER = 0.05


@dataclass(frozen=True, slots=True)
class Kind:
    """One lifetime policy. Times in seconds."""

    name: str
    fresh_for: int
    stale_for: int

    @property
    def bounds(self) -> tuple[int, int]:
        """The shortest and the longest lifetime that an entry may be given: never longer than R10 says."""
        return int(self.fresh_for * (1 - JITTER)), self.fresh_for

    def jittered_fresh_for(self) -> int:
        """A lifetime somewhere between the bounds."""
        return random.randint(*self.bounds)  # noqa: S311 (spreads load, guards nothing)


TRACK = Kind("track", fresh_for=24 * HOUR, stale_for=6 * DAY)
ALBUM = Kind("album", fresh_for=24 * HOUR, stale_for=6 * DAY)
ARTIST = Kind("artist", fresh_for=12 * HOUR, stale_for=6 * DAY)
USER_DATA = Kind("user_data", fresh_for=15 * MINUTE, stale_for=DAY)
SEARCH = Kind("search", fresh_for=30 * MINUTE, stale_for=DAY)
RECOMMENDATIONS = Kind("recommendations", fresh_for=2 * HOUR, stale_for=DAY)
ACCESS_TOKEN = Kind("access_token", fresh_for=50 * MINUTE, stale_for=0)

KINDS = {kind.name: kind for kind in (TRACK, ALBUM, ARTIST, USER_DATA, SEARCH, RECOMMENDATIONS, ACCESS_TOKEN)}


class Cached(msgspec.Struct, Generic[T], frozen=True, array_like=True, gc=False):
    """What Redis holds under a key; times are Unix seconds. Without a value: known not to exist."""

    fetched_at: int
    fresh_until: int
    value: T | None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be read: its kind, the type that its entry holds, and the endpoint of Spotify that says it.

    Endpoints go by the names that `gateway` counts calls under. Development mode asks the search for some of them.
    """

    name: str
    kind: Kind
    entity: Any
    endpoint: str
    #: What each of its keys starts with; the rest follows after colons.
    prefix: str = field(init=False, compare=False, repr=False)
    decode: Callable[[bytes], Cached] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prefix", f"{PREFIX}:{SCHEMA}:{self.name}")
        # Made here, while modules are imported: two threads that make msgspec look at one type at the same moment can
        # crash the process (msgspec 0.22).
        object.__setattr__(self, "decode", msgspec.msgpack.Decoder(Cached[self.entity]).decode)  # type: ignore[name-defined]


TRACK_THING = Thing("track", TRACK, entities.Track, "track")
ALBUM_THING = Thing("album", ALBUM, entities.Album, "album")
ARTIST_THING = Thing("artist", ARTIST, entities.Artist, "artist")
DISCOGRAPHY = Thing("discography", ARTIST, entities.Discography, "artist albums")
ARTIST_TOP_TRACKS = Thing("top-tracks", ARTIST, entities.TrackList, "artist top tracks")
SEARCH_PAGE = Thing("search", SEARCH, entities.SearchPage, "search")
NEW_RELEASES = Thing("new-releases", RECOMMENDATIONS, entities.AlbumList, "new releases")
RECOMMENDED = Thing("recommended", RECOMMENDATIONS, entities.TrackList, "recommendations")
PROFILE = Thing("profile", USER_DATA, entities.Profile, "me")
RECENT_PLAYS = Thing("recent", USER_DATA, entities.RecentPlays, "recently played")
TOP_ARTISTS = Thing("top-artists", USER_DATA, entities.ArtistList, "top artists")
TOP_TRACKS = Thing("top-tracks-of-user", USER_DATA, entities.TrackList, "top tracks")
PLAYLISTS = Thing("playlists", USER_DATA, entities.SpotifyPlaylists, "my playlists")
CATALOG_THINGS = {"track": TRACK_THING, "album": ALBUM_THING, "artist": ARTIST_THING}
TIME_RANGES = ("short_term", "medium_term", "long_term")


def key(thing: Thing, *parts: str) -> str:
    """The Redis key of a thing: the one place where keys are made. ``parts`` hold no free text."""
    return ":".join((thing.prefix, *parts))


def user_key(thing: Thing, cache_id: str, *parts: str) -> str:
    """The key of a person's data. The person comes first: nobody's data can answer another's question."""
    return ":".join((PREFIX, str(SCHEMA), "user", cache_id, thing.name, *parts))


def user_keys(cache_id: str) -> list[str]:
    """Every key that may hold a person's data, so that all can be dropped without a search."""
    ranged = [user_key(thing, cache_id, span) for thing in (TOP_ARTISTS, TOP_TRACKS) for span in TIME_RANGES]
    return [user_key(thing, cache_id) for thing in (PROFILE, RECENT_PLAYS, PLAYLISTS)] + ranged


def normalise_query(query: str) -> str:
    """Unicode form, case and spaces folded: ``Beatles `` and ``beatles`` ask the same."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", query).casefold()).strip()


def digest(*parts: str) -> str:
    """A short name for free text: 128 bits of BLAKE2b in hexadecimal."""
    return hashlib.blake2b("\x00".join(parts).encode(), digest_size=16).hexdigest()


_encode = msgspec.msgpack.Encoder().encode


def encode_entry(value: Any, fetched_at: int, fresh_until: int) -> bytes:
    """Bytes of an entry; ``value`` None makes a negative one.

    Raises:
        BadAnswer: it holds a number or text that no encoding has (above 64 bits, a lone surrogate).
    """
    try:
        return _encode(Cached(fetched_at, fresh_until, value))
    except (OverflowError, UnicodeEncodeError) as error:
        raise BadAnswer(f"not to be encoded: {type(error).__name__}") from error


def decode_entry(thing: Thing, raw: bytes | None) -> Cached | None:
    """The entry in ``raw``; None for no bytes or bytes that cannot be read: both are misses."""
    if raw is None:
        return None
    try:
        return thing.decode(raw)
    except msgspec.MsgspecError:
        return None
