"""Spotify as the sandbox plays it, asked in this process: the model of the best cache makes many questions."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import spotipy
from spotipy.exceptions import SpotifyException

from benchmarks.catalogue import SEED
from spotify_cache.errors import NotAllowed, NotFound, Unavailable
from spotify_cache.gateway import Caller, Gateway
from spotify_cache.sandbox.endpoint import ENDPOINTS, ApiError, Call, Router
from spotify_cache.sandbox.options import parse_options
from spotify_cache.sandbox.server import ApiServer  # noqa: F401 (importing it registers the endpoints)
from spotify_cache.sandbox.tokens import Grant
from spotify_cache.sandbox.world import World
from spotify_cache.store import Store

Json = dict[str, Any]


class InProcessSpotify(spotipy.Spotify):
    """spotipy with the sandbox's handlers where the network would be."""

    def __init__(self, world: World, router: Router) -> None:
        super().__init__(auth="none")
        self._world = world
        self._router = router
        self._answers: dict[tuple[str, str, str | None], Json] = {}
        self.listener: str | None = None

    def _internal_call(self, method: str, url: str, payload: Any, params: Json) -> Json:
        """Answers do not change while a trace runs: each is made once."""
        question = (url, repr(sorted(params.items(), key=str)), self.listener)
        if question not in self._answers:
            self._answers[question] = self._answer(method, url, params)
        return self._answers[question]

    def _answer(self, method: str, url: str, params: Json) -> Json:
        parts = urlsplit(url)  # spotipy writes some parameters into the address
        path = f"/{parts.path.strip('/')}"
        try:
            found = self._router.find(method, path)
            if found is None:
                raise ApiError(404, "Service not found")
            entry, arguments = found
            if entry.extended and not self._world.behaviour.extended:
                raise ApiError(403, "Forbidden")
            query = dict(parse_qsl(parts.query))
            query |= {name: str(value) for name, value in params.items() if value is not None}
            grant = Grant("access", self.listener, entry.scopes, 0.0, 0.0)
            answer = entry.handler(Call(self._world, "http://127.0.0.1", path, arguments, query, None, grant))
        except ApiError as error:
            raise SpotifyException(error.status, -1, error.message) from None
        decoded: Json = msgspec.json.decode(msgspec.json.encode(answer))
        return decoded


class CountingGateway(Gateway):
    """Muse's own questions, asked in this process; counts them by endpoint."""

    def __init__(self, quota_mode: str, listeners: dict[str, str]) -> None:
        super().__init__(Store())
        self.quota_mode = quota_mode
        self._world = World(parse_options(["--seed", SEED, "--quota-mode", quota_mode]))
        self._spotify = InProcessSpotify(self._world, Router(ENDPOINTS))
        self._listeners = listeners
        self.calls: Counter[str] = Counter()

    def _call(self, endpoint: str, caller: Caller, ask: Any) -> Json:
        self.calls[endpoint] += 1
        self._spotify.listener = self._listeners[caller.person.cache_id] if caller.person else None
        try:
            answer: Json = ask(self._spotify)
        except SpotifyException as error:
            kind = {403: NotAllowed, 404: NotFound}.get(error.http_status, Unavailable)
            raise kind(str(error.http_status)) from None
        return answer
