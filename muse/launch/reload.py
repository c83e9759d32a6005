"""Noticing that a source file has changed, for ``make dev``."""

from __future__ import annotations

from pathlib import Path

PACKAGES = ("muse", "accounts", "reviews", "playlists", "spotify_cache")


class Sources:
    """The Python files of Muse and when each was last changed."""

    def __init__(self, root: Path) -> None:
        self._packages = [root / package for package in PACKAGES]
        self._seen = self._look()

    def _look(self) -> dict[Path, int]:
        seen = {}
        for package in self._packages:
            for file in package.rglob("*.py"):
                try:
                    seen[file] = file.stat().st_mtime_ns
                except FileNotFoundError:
                    continue
        return seen

    def changed(self) -> bool:
        """Whether a file has come, gone or changed since the last call."""
        now = self._look()
        before, self._seen = self._seen, now
        return now != before
