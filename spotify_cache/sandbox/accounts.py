"""The accounts service's front door: who asks, for what, and what the listener says to it (RFC 6749 section 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from .consent import ConsentPage, refusal_page, stylesheet
from .stats import Seen
from .world import World

_CODE_LIFETIME = 600
_LOOPBACK = ("127.0.0.1", "::1")


class Refusal(Exception):
    """A request to /authorize that must not go back to the application: it is told to the person."""


class Accounts:
    """Handlers of the accounts service."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def authorize(self, request: web.Request) -> web.StreamResponse:
        """GET shows the consent page; with `approve=1` and `listener=` (for tests) it answers with the redirect."""
        asked = {name: value for name, value in request.query.items() if isinstance(value, str)}
        return self._watched(request, "authorize", self._authorize(request, asked))

    def _authorize(self, request: web.Request, asked: dict[str, str]) -> web.Response:
        try:
            redirect_uri = self._check(asked)
        except Refusal as refusal:
            return refusal_page(str(refusal))
        if asked.get("response_type") != "code":
            return _send_back(redirect_uri, {"error": "unsupported_response_type", "state": asked.get("state", "")})
        if asked.get("approve") == "1" and asked.get("listener"):
            return self._approve(redirect_uri, asked)
        if asked.get("approve") == "0":
            return self._cancel(redirect_uri, asked)
        return ConsentPage(self._world, asked).response(redirect_uri)

    async def decide(self, request: web.Request) -> web.StreamResponse:
        """POST of the consent page: Agree or Cancel."""
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        try:
            redirect_uri = self._check(form)
        except Refusal as refusal:
            return self._watched(request, "decide", refusal_page(str(refusal)))
        agreed = form.get("decision") == "agree"
        answer = self._approve(redirect_uri, form) if agreed else self._cancel(redirect_uri, form)
        return self._watched(request, "decide", answer)

    def _check(self, asked: Mapping[str, str]) -> str:
        """The redirect URI, if it may be used; Refusal when the client or the URI is wrong."""
        if asked.get("client_id") != self._world.options.client_id:
            raise Refusal("INVALID_CLIENT: Invalid client")
        uri = asked.get("redirect_uri", "")
        parts = urlsplit(uri)
        if not uri or not parts.hostname or parts.fragment:
            raise Refusal("INVALID_CLIENT: Invalid redirect URI")
        if parts.hostname == "localhost":
            raise Refusal(
                "INVALID_CLIENT: Insecure redirect URI. “localhost” is not allowed; "
                "use a loopback literal such as http://127.0.0.1:8000/ instead."
            )
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise Refusal("INVALID_CLIENT: Insecure redirect URI. Use https, or http on a loopback literal.")
        method = asked.get("code_challenge_method")
        if asked.get("code_challenge") and method != "S256":
            raise Refusal("code_challenge_method must be S256")
        return uri

    def _approve(self, redirect_uri: str, asked: Mapping[str, str]) -> web.Response:
        listener = self._world.listeners.get(asked.get("listener", ""))
        if listener is None:
            return refusal_page("There is no such listener.")
        scopes = tuple(asked.get("scope", "").split())
        challenge = asked.get("code_challenge", "")
        code = self._world.mint.issue("code", listener.id, scopes, _CODE_LIFETIME, redirect_uri, challenge)
        return _send_back(redirect_uri, {"code": code, "state": asked.get("state", "")})

    def _cancel(self, redirect_uri: str, asked: Mapping[str, str]) -> web.Response:
        return _send_back(redirect_uri, {"error": "access_denied", "state": asked.get("state", "")})

    def _watched(self, request: web.Request, name: str, response: web.Response) -> web.Response:
        path = request.path if name == "decide" else request.path_qs
        self._world.stats.record(
            Seen(self._world.clock.now(), request.method, path, name, "accounts", response.status, "none", 0.0)
        )
        return response


def _send_back(redirect_uri: str, answer: Mapping[str, str]) -> web.Response:
    """To the application, with the answer added to its own query."""
    parts = urlsplit(redirect_uri)
    query = [
        *parse_qsl(parts.query, keep_blank_values=True),
        *((name, value) for name, value in answer.items() if value),
    ]
    location = urlunsplit(parts._replace(query=urlencode(query)))
    return web.Response(status=302, headers={"Location": location, "Cache-Control": "no-store"})


def add_routes(application: web.Application, world: World) -> None:
    accounts = Accounts(world)
    application.router.add_get("/authorize", accounts.authorize)
    application.router.add_post("/authorize", accounts.decide)
    application.router.add_get("/assets/{name}", stylesheet)
