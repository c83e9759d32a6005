"""All listeners and playlists of a sandbox, and what they have written since the start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from spotify_cache.sandbox.catalog.catalog import Catalog

from .history import History
from .listener import Listener, Playlist, PlaylistItem
from .profiles import PROFILES
from .seeding import seed_library, seed_playlists
from .taste import Taste

_LIBRARY = ("saved_tracks", "saved_albums", "followed_artists", "followed_users", "playlists")


class Listeners:
    """Finds listeners by ID and playlists by ID; keeps what they write in a file when there is one."""

    def __init__(self, catalog: Catalog, state: Path | None) -> None:
        self._catalog = catalog
        self._state = state
        self._tastes: dict[str, Taste] = {}
        self._histories: dict[str, History] = {}
        self._by_id: dict[str, Listener] = {}
        self.playlists: dict[str, Playlist] = {}
        self.revoked: dict[str, float] = {}
        self._touched = True
        self._fill()
        self._load()

    def reset(self) -> None:
        """Everything as it was at the very first start; nothing to do when nobody wrote anything."""
        if self._touched:
            self._fill()
            self._write()

    def _fill(self) -> None:
        self._touched = False
        self._by_id.clear()
        self.playlists.clear()
        self.revoked.clear()
        for profile in PROFILES:
            if profile.id not in self._tastes:
                self._tastes[profile.id] = Taste(self._catalog, profile)
            taste = self._tastes[profile.id]
            listener = seed_library(self._catalog, profile, taste)
            self._by_id[profile.id] = listener
            self._histories[profile.id] = History(self._catalog, listener, taste)
            for playlist in seed_playlists(self._catalog, listener, taste):
                self.add_playlist(playlist)
        self._share()

    def _share(self) -> None:
        """Some listeners follow each other's playlists, and two work on one together."""
        everyone = list(self._by_id.values())
        for follower, owner in zip(everyone, everyone[1:] + everyone[:1], strict=True):
            if not follower.profile.plays_a_day:
                continue
            public = [playlist for playlist in self.owned_by(owner.id) if playlist.public]
            for playlist in public[:2]:
                follower.playlists[playlist.id] = 0.0
        shared = self.owned_by(everyone[0].id)[2]
        shared.name, shared.description = "Our flat", "Add what you like, delete nothing of Mira's."
        shared.collaborative, shared.public = True, False
        shared.collaborators = [everyone[1].id]
        everyone[1].playlists[shared.id] = 0.0

    def __getitem__(self, listener_id: str) -> Listener:
        return self._by_id[listener_id]

    def __iter__(self) -> Iterator[Listener]:
        return iter(self._by_id.values())

    def get(self, listener_id: str) -> Listener | None:
        return self._by_id.get(listener_id)

    def taste(self, listener: Listener) -> Taste:
        return self._tastes[listener.id]

    def history(self, listener: Listener) -> History:
        return self._histories[listener.id]

    def add_playlist(self, playlist: Playlist) -> None:
        self.playlists[playlist.id] = playlist
        owner = self._by_id[playlist.owner]
        owner.playlists = {playlist.id: 0.0, **owner.playlists}

    def owned_by(self, listener_id: str) -> list[Playlist]:
        return [playlist for playlist in self.playlists.values() if playlist.owner == listener_id]

    def public_playlists(self) -> list[Playlist]:
        return [playlist for playlist in self.playlists.values() if playlist.public]

    def followers(self, playlist: Playlist) -> int:
        return sum(playlist.id in listener.playlists for listener in self if listener.id != playlist.owner)

    def save(self) -> None:
        """To be called after every change: writes the state to its file, if there is one, whole or not at all."""
        self._touched = True
        self._write()

    def _write(self) -> None:
        if self._state is None:
            return
        content = {
            "seed": self._catalog.seed,
            "listeners": {
                listener.id: {name: getattr(listener, name) for name in _LIBRARY} for listener in self._by_id.values()
            },
            "playlists": [asdict(playlist) for playlist in self.playlists.values()],
            "revoked": self.revoked,
        }
        self._state.parent.mkdir(parents=True, exist_ok=True)
        draft = self._state.with_name(self._state.name + ".new")
        draft.write_bytes(msgspec.json.encode(content))
        draft.replace(self._state)

    def _load(self) -> None:
        """Take over a saved state; one of another seed, or one that cannot be read, is left aside."""
        if self._state is None or not self._state.exists():
            return
        try:
            content: dict[str, Any] = msgspec.json.decode(self._state.read_bytes())
        except msgspec.DecodeError:
            return
        if content.get("seed") != self._catalog.seed:
            return
        self._touched = True
        for listener_id, library in content["listeners"].items():
            if (listener := self.get(listener_id)) is not None:
                for name in _LIBRARY:
                    setattr(listener, name, library[name])
        self.playlists = {entry["id"]: _playlist(entry) for entry in content["playlists"]}
        self.revoked = content["revoked"]


def _playlist(entry: dict[str, Any]) -> Playlist:
    items = [
        PlaylistItem(**{**item, "local": tuple(item["local"]) if item["local"] else None}) for item in entry["items"]
    ]
    return Playlist(**{**entry, "items": items})
