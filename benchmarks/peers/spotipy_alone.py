"""spotipy by itself: every read is a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import requests

from benchmarks.peers.contestant import SEARCH_LIMIT, Json, Place, batches, spotify_client


class SpotipyAlone:
    name = "spotipy"

    def __init__(self, place: Place, session: requests.Session | None = None) -> None:
        self.client = spotify_client(place, session)

    def track(self, spotify_id: str) -> Json:
        answer: Json = self.client.track(spotify_id)
        return answer

    def tracks(self, ids: Sequence[str]) -> list[Any]:
        return [track for batch in batches(ids) for track in self.client.tracks(batch)["tracks"]]

    def album(self, spotify_id: str) -> Json:
        answer: Json = self.client.album(spotify_id)
        return answer

    def search(self, query: str) -> Json:
        answer: Json = self.client.search(query, limit=SEARCH_LIMIT, type="track")
        return answer
