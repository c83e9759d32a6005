"""The best that a cache with these lifetimes can do without knowing the future.

Lifetimes are exact, nothing is ever lost, everything that an answer carries is kept, and what a page lacks is asked for
in the fewest calls that the quota mode allows; in development mode it knows which tracks share an album.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks.catalogue import catalogue
from benchmarks.traffic.in_process import CountingGateway
from benchmarks.traffic.people import Person
from spotify_cache import hauls, kinds, wants
from spotify_cache.entities import Album, Artist, CatalogEntity, Track
from spotify_cache.errors import NotFound
from spotify_cache.gateway import BATCH_SIZES, Caller
from spotify_cache.hauls import Haul
from spotify_cache.wants import SEARCH_TYPES, Want

_THINGS = {Track: kinds.TRACK_THING, Album: kinds.ALBUM_THING, Artist: kinds.ARTIST_THING}
_DASHBOARD = (("profile", ""), ("recent", ""), ("top-artists", "medium_term"), ("top-tracks", "medium_term"))


class BestCache:
    """`Reads` of the model. ``reads`` and ``hits`` count by kind; ``windows`` is the bound without harvest."""

    def __init__(self, gateway: CountingGateway, people: dict[int, Person]) -> None:
        self.now = 0
        self.reads: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()
        self.window_hits: Counter[str] = Counter()
        self._gateway = gateway
        self._people = people
        self._kept: dict[str, tuple[int, Any]] = {}
        self._windows: dict[str, int] = {}

    # --- reads of pages ----------------------------------------------------------------------------------------------

    def track(self, spotify_id: str) -> str | None:
        value = self._read([wants.item("track", spotify_id)])[0]
        return value.album.id if value and value.album else None

    def album(self, spotify_id: str) -> tuple[str | None, Sequence[str]]:
        value = self._read([wants.item("album", spotify_id, whole=True)])[0]
        ids = (value.track_ids or ()) if value else ()
        self.tracks(ids)
        return (value.artists[0].id if value and value.artists else None), ids

    def tracks(self, ids: Sequence[str]) -> None:
        self.catalog(ids, (), ())

    def catalog(self, tracks: Sequence[str], albums: Sequence[str], artists: Sequence[str]) -> None:
        asked = (("track", tracks), ("album", albums), ("artist", artists))
        self._read([wants.item(name, spotify_id) for name, ids in asked for spotify_id in dict.fromkeys(ids)])

    def artist_page(self, spotify_id: str) -> None:
        artist = self._read([wants.item("artist", spotify_id), wants.discography(spotify_id)])[0]
        self._read([wants.artist_top_tracks(spotify_id, artist.name if artist else "")])

    def discography(self, artist_id: str) -> None:
        self._read([wants.discography(artist_id)])

    def search(self, query: str, limit: int) -> None:
        if kinds.normalise_query(query):
            self._read([wants.search(query, SEARCH_TYPES, limit, 0)])

    def new_releases(self) -> None:
        self._read([wants.new_releases()])

    def dashboard(self, person: int, counted: bool = True) -> None:
        source = self._people[person]
        parts = (*_DASHBOARD, ("playlists", ""))
        wanted = [wants.of_person(source.cache_id, name, span) for name, span in parts]
        self._read(wanted, Caller(person=source), counted)

    def sign_in(self, person: int) -> None:
        self.dashboard(person, counted=False)

    # --- the cache ---------------------------------------------------------------------------------------------------

    def _read(self, wanted: Sequence[Want], caller: Caller | None = None, counted: bool = True) -> list[Any]:
        missing = []
        for want in wanted:
            kind = want.thing.kind
            is_hit = self._holds(want)
            if counted:
                self.reads[kind.name] += 1
                self.hits[kind.name] += is_hit
            # Each distinct key once per lifetime, whatever other answers carry.
            if self._windows.get(want.key, -1) <= self.now:
                self._windows[want.key] = self.now + kind.fresh_for
            elif counted:
                self.window_hits[kind.name] += 1
            if not is_hit:
                missing.append(want)
        if missing:
            self._fetch(missing, caller or Caller())
        return [self._kept[want.key][1] for want in wanted]

    def _holds(self, want: Want) -> bool:
        until, value = self._kept.get(want.key, (-1, None))
        return until > self.now and not (want.whole and isinstance(value, Album) and not value.is_full)

    def _fetch(self, missing: Sequence[Want], caller: Caller) -> None:
        items = defaultdict(list)
        for want in missing:
            if want.load:
                self._keep([want], self._load(want, caller))
            else:
                items[want.thing.name].append(want)
        for item_type, members in items.items():
            if item_type == "track" and self._gateway.mode() == "development":
                members = self._by_album(members, caller)
            size = self._gateway.batch_size(item_type)
            assert size <= BATCH_SIZES[item_type]
            for start in range(0, len(members), size):
                batch = members[start : start + size]
                ids = [want.spotify_id for want in batch]
                self._keep(batch, hauls.several(self._gateway, item_type, ids, caller))

    def _load(self, want: Want, caller: Caller) -> Haul[Any]:
        assert want.load is not None
        try:
            return want.load(self._gateway, caller)
        except NotFound:
            return Haul({"": None})

    def _by_album(self, tracks: Sequence[Want], caller: Caller) -> list[Want]:
        """Fetch the albums that hold several of the tracks; what is left."""
        catalog = catalogue()
        albums: dict[int, list[Want]] = defaultdict(list)
        for want in tracks:
            known = catalog.track(want.spotify_id)
            albums[known.album if known else -1].append(want)
        rest: list[Want] = []
        for index, members in albums.items():
            if len(members) < 2 or index < 0:
                rest += members
                continue
            album = wants.item("album", catalog.albums[index].id, whole=True)
            self._keep([album], hauls.several(self._gateway, "album", [album.spotify_id], caller))
            rest += [want for want in members if not self._holds(want)]
        return rest

    def _keep(self, asked: Sequence[Want], haul: Haul[Any]) -> None:
        for want in asked:
            value = haul.found.get("" if want.load else want.spotify_id)
            lifetime = want.thing.kind.fresh_for if value is not None else kinds.NEGATIVE_FOR
            self._kept[want.key] = (self.now + lifetime, value)
        for entity in haul.full:
            self._harvest(entity, fuller=True)
        for entity in haul.short:
            self._harvest(entity, fuller=False)

    def _harvest(self, entity: CatalogEntity, fuller: bool) -> None:
        thing = _THINGS[type(entity)]
        name = kinds.key(thing, entity.id)
        if fuller or self._kept.get(name, (-1, None))[0] <= self.now:
            self._kept[name] = (self.now + thing.kind.fresh_for, entity)
