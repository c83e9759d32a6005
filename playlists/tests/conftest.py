"""Tracks of the sandbox's catalogue to collect."""

from __future__ import annotations

from typing import Any

import pytest

from playlists.models import Playlist
from spotify_cache.sandbox.process import SandboxProcess


@pytest.fixture
def catalog(sandbox: SandboxProcess) -> dict[str, Any]:
    """Spotify IDs of things of every sort in the sandbox's catalogue."""
    return sandbox.control("catalog")


@pytest.fixture
def tracks(catalog: dict[str, Any]) -> list[str]:
    """Different track IDs that Spotify knows."""
    return list(dict.fromkeys(catalog["tracks"]))


@pytest.fixture
def unknown_id(catalog: dict[str, Any]) -> str:
    """Well formed, and Spotify says that there is no such track."""
    return str(catalog["unknown_id"])


def order_of(playlist: Playlist) -> list[str]:
    """The track IDs in order; fails where positions are not 0..n-1."""
    rows = list(playlist.tracks.order_by("position").values_list("position", "spotify_track_id"))
    assert [position for position, _ in rows] == list(range(len(rows)))
    return [track for _, track in rows]
