"""One entry under the magnifying glass: how old it is, how long it is kept, what it weighs, who is fetching it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spotify_cache import entities, kinds, wants
from spotify_cache.kinds import decode_entry, normalise_query
from spotify_cache.spotify_ids import is_spotify_id
from spotify_cache.store import Store
from spotify_cache.wants import SEARCH_TYPES, Want

#: Pages of one search that are shown.
MOST_PAGES = 30
#: What pages and the API ask for, so that a page of results can be told by its key.
_LIMITS = (5, 10, 20, 24, 25, 30, 50)
_OFFSETS = range(0, 1_000, 5)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What Redis has under a key. Times are Unix seconds; without an entry, all of them are None."""

    key: str
    title: str
    kind: str
    #: None where the key does not tell what was asked: it can be dropped, not fetched again.
    want: Want | None
    state: str = "absent"
    fetched_at: int | None = None
    fresh_until: int | None = None
    kept_until: int | None = None
    bytes: int = 0
    #: Somebody is fetching it right now.
    is_leased: bool = False
    #: A worker has been told to.
    is_queued: bool = False
    contents: str = ""

    @property
    def age(self) -> int | None:
        return None if self.fetched_at is None else max(0, int(time.time()) - self.fetched_at)

    @property
    def lifetime(self) -> int | None:
        if self.fetched_at is None or self.fresh_until is None:
            return None
        return self.fresh_until - self.fetched_at


def of_item(store: Store, item_type: str, spotify_id: str) -> list[Inspected]:
    """An album or a track, or an artist with what stands on their page. Raises StoreDown."""
    if item_type not in kinds.CATALOG_THINGS or not is_spotify_id(spotify_id):
        return []
    asked = [(item_type, wants.item(item_type, spotify_id, whole=item_type == "album"))]
    if item_type == "artist":
        asked += [
            (_("releases"), wants.discography(spotify_id)),
            (_("popular tracks"), wants.artist_top_tracks(spotify_id, "")),
        ]
    return _inspected(store, asked)


def of_new_releases(store: Store) -> list[Inspected]:
    """Raises StoreDown."""
    return _inspected(store, [(_("new releases"), wants.new_releases())])


def of_search(store: Store, query: str) -> list[Inspected]:
    """Every page of results of a query that is kept, else its first page, which is not. Raises StoreDown."""
    normalised = normalise_query(query)
    if not normalised:
        return []
    kept = sorted(key for found, key in store.searches(normalised) if found == normalised)[:MOST_PAGES]
    if not kept:
        first = wants.search(normalised, SEARCH_TYPES, _LIMITS[1], 0)
        return _inspected(store, [(_page(first), first)])
    asked = _pages_by_key(normalised, frozenset(kept))
    known = [(_page(asked[key]), asked[key]) for key in kept if key in asked]
    unknown = [(_("a page of results"), _unknown(key)) for key in kept if key not in asked]
    return [one if one.key in asked else replace(one, want=None) for one in _inspected(store, known + unknown)]


def _pages_by_key(query: str, kept: frozenset[str]) -> dict[str, Want]:
    """The keys' pages, as far as they are some that Muse asks for."""
    types = (SEARCH_TYPES, *((name,) for name in SEARCH_TYPES))
    found: dict[str, Want] = {}
    for offset, limit, asked in product(_OFFSETS, _LIMITS, types):
        want = wants.search(query, asked, limit, offset)
        if want.key in kept:
            found[want.key] = want
            if len(found) == len(kept):
                break
    return found


def _unknown(key: str) -> Want:
    return Want((), key, kinds.SEARCH_PAGE)


def _page(want: Want) -> str:
    _name, _query, types, limit, offset = want.recipe
    return _("%(types)s, %(first)s to %(last)s") % {
        "types": types.replace(",", ", "),
        "first": int(offset) + 1,
        "last": int(offset) + int(limit),
    }


def _inspected(store: Store, asked: Sequence[tuple[str, Want]]) -> list[Inspected]:
    """One round trip for all of them."""
    commands = [
        command
        for _title, want in asked
        for command in (
            ("GET", want.key),
            ("PTTL", want.key),
            ("MEMORY USAGE", want.key),
            ("EXISTS", f"{want.key}:lease"),
            ("EXISTS", f"{want.key}:queued"),
        )
    ]
    told = store.ask(*commands)
    now = time.time()
    found = []
    for at, (title, want) in enumerate(asked):
        raw, left, size, leased, queued = told[at * 5 : at * 5 + 5]
        entry = decode_entry(want.thing, raw)
        one = Inspected(want.key, title, want.thing.kind.name, want, bytes=int(size or 0))
        one = replace(one, is_leased=bool(leased), is_queued=bool(queued))
        if entry is None:
            found.append(one if raw is None else replace(one, state="unreadable"))
            continue
        known = "fresh" if now < entry.fresh_until else "stale"
        found.append(
            replace(
                one,
                state="negative" if entry.value is None else known,
                fetched_at=entry.fetched_at,
                fresh_until=entry.fresh_until,
                kept_until=int(now + left / 1000) if left > 0 else None,
                contents=contents(entry.value),
            )
        )
    return found


def contents(value: object) -> str:
    """What an entry holds, in a line."""
    match value:
        case None:
            return _("Spotify knows no such thing.")
        case entities.Album():
            tracks = value.track_ids
            short = (
                _("in short form")
                if tracks is None
                else ngettext("%(count)s track", "%(count)s tracks", len(tracks)) % {"count": len(tracks)}
            )
            return f"{_by(value.name, value.artists)} ({short})"
        case entities.Track():
            return _by(value.name, value.artists)
        case entities.Artist():
            return value.name
        case entities.SearchPage():
            return _("%(albums)s albums, %(artists)s artists, %(tracks)s tracks") % {
                "albums": f"{len(value.albums)}/{value.total_albums}",
                "artists": f"{len(value.artists)}/{value.total_artists}",
                "tracks": f"{len(value.tracks)}/{value.total_tracks}",
            }
        case entities.Discography():
            return _("%(count)s of %(total)s releases") % {"count": len(value.releases), "total": value.total}
        case entities.AlbumList():
            return ", ".join(album.name for album in value.albums[:5])
        case entities.TrackList():
            return ", ".join(track.name for track in value.tracks[:5])
    return type(value).__name__


def _by(name: str, artists: Sequence[entities.ArtistRef]) -> str:
    return f"{name} – {', '.join(artist.name for artist in artists)}" if artists else name
