"""Everything that one running sandbox holds."""

from __future__ import annotations

import threading

from .catalog.build import build_catalog, image_key
from .catalog.model import Album
from .catalog.recommend import Recommender
from .clock import Clock
from .faults import Faults
from .listeners.profiles import PROFILES
from .listeners.registry import Listeners
from .options import Behaviour, Options
from .search.engine import SearchEngine
from .stats import Stats
from .tokens import Grant, TokenMint
from .window import RateWindow


class World:
    """The catalogue, the listeners, the clock, and how the sandbox behaves just now."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.behaviour: Behaviour = options.behaviour.copy()
        self.clock = Clock()
        self.catalog = build_catalog(options.seed)
        self.recommender = Recommender(self.catalog)
        self.mint = TokenMint(self.clock, options.client_id, options.client_secret)
        self.window = RateWindow(self.clock)
        self.faults = Faults(options.seed)
        self.stats = Stats()
        self.spent: set[str] = set()
        self._search: SearchEngine | None = None
        self._listeners: Listeners | None = None
        self._lock = threading.Lock()
        for place, profile in enumerate(PROFILES):
            self.catalog.image_owner[self.listener_image(profile.id)] = ("listener", place)

    def prepare(self) -> None:
        """Make what is made at first use now: called in the background, so that the start need not wait for it."""
        _ = self.listeners, self.search

    @property
    def listeners(self) -> Listeners:
        """The listeners and their libraries."""
        if self._listeners is None:
            with self._lock:
                if self._listeners is None:
                    self._listeners = Listeners(self.catalog, self.options.state)
        return self._listeners

    @property
    def search(self) -> SearchEngine:
        """The search engine."""
        if self._search is None:
            with self._lock:
                if self._search is None:
                    self._search = SearchEngine(self.catalog)
        return self._search

    def listener_image(self, listener_id: str) -> str:
        return image_key(self.catalog.seed, "listener", listener_id)

    def album_image(self, album: Album) -> str:
        return image_key(self.catalog.seed, "album", album.id)

    def rename(self, kind: str, identifier: str, name: str) -> str | None:
        """Change an item's name everywhere; the old name, or None where there is no such item."""
        search = self.search
        found = {"artist": self.catalog.artist, "album": self.catalog.album, "track": self.catalog.track}.get(kind)
        item = found(identifier) if found else None
        if item is None:
            return None
        old = item.name
        changed = self.catalog.rename(kind, identifier, name)
        if changed is not None:
            search.rename(changed, old)
        return old

    def revoked(self, grant: Grant) -> bool:
        """Whether the listener took the app's access away after this was granted."""
        if grant.listener is None:
            return False
        return (
            grant.issued <= self.listeners.revoked.get(grant.listener, 0.0)
            or self.listeners.get(grant.listener) is None
        )

    def reset(self, listeners: bool = False) -> None:
        """As after the start: behaviour, stats, faults, window, clock, names; with `listeners` also what they wrote."""
        self.behaviour = self.options.behaviour.copy()
        self.stats.clear()
        self.faults.clear()
        self.window.clear()
        self.clock.offset = 0.0
        for kind, identifier, name in self.catalog.original_names():
            self.rename(kind, identifier, name)
        self.catalog.forget_changes()
        if self.listeners.revoked:
            self.listeners.revoked.clear()
            self.listeners.save()
        if listeners:
            self.listeners.reset()
