"""The control endpoint: what tests, the demo and the benchmark ask of the sandbox itself (JSON over HTTP)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .faults import FAULTS, BadFault
from .options import QUOTA_MODES
from .sights import handy_ids
from .world import World

Json = dict[str, Any]


class BadOrder(ValueError):
    """A control call that makes no sense; the message says why."""


class Control:
    """Handlers of /_control, all over one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def stats(self, query: Json) -> Json:
        """Counts and the latest calls; `last` says how many of those (default 200)."""
        world = self._world
        return {
            **world.stats.report(int(query.get("last", 200))),
            "window": {
                "limit": world.behaviour.rate_limit,
                "used": world.window.used(),
                "busiest": world.window.busiest,
                "refused": world.window.refused,
            },
            "faults": world.faults.report(),
            "now": world.clock.now(),
        }

    def reset(self, body: Json) -> Json:
        """Back to the start; `listeners` true takes back what listeners wrote as well."""
        self._world.reset(bool(body.get("listeners")))
        return {"ok": True}

    def clear(self, _: Json) -> Json:
        """Forget the stats and the window, leave everything else."""
        self._world.stats.clear()
        self._world.window.clear()
        return {"ok": True}

    def config(self, body: Json) -> Json:
        """Change what is given, tell what is in force."""
        behaviour = self._world.behaviour
        known = {"quota_mode", "rate_limit", "latency", "latency_ms", "token_lifetime", "rotate_refresh_tokens"}
        if unknown := set(body) - known:
            raise BadOrder(f"unknown setting {sorted(unknown)[0]}")
        if "quota_mode" in body:
            if body["quota_mode"] not in QUOTA_MODES:
                raise BadOrder(f"quota_mode is {' or '.join(QUOTA_MODES)}")
            behaviour.quota_mode = body["quota_mode"]
        if "rate_limit" in body:
            behaviour.rate_limit = int(body["rate_limit"])
        if "latency" in body:
            behaviour.latency = {str(kind): float(value) for kind, value in dict(body["latency"]).items()}
        if "latency_ms" in body:
            behaviour.latency_ms = float(body["latency_ms"])
        if "token_lifetime" in body:
            behaviour.token_lifetime = int(body["token_lifetime"])
        if "rotate_refresh_tokens" in body:
            behaviour.rotate_refresh_tokens = bool(body["rotate_refresh_tokens"])
        return {name: getattr(behaviour, name) for name in sorted(known)}

    def faults(self, body: Any) -> Json:
        """Put these faults in the place of the ones in force; an empty list ends them."""
        orders = body.get("faults", [body] if "fault" in body else []) if isinstance(body, dict) else body
        if not isinstance(orders, list):
            raise BadOrder("give a list of faults")
        self._world.faults.order(orders)
        return {"faults": self._world.faults.report(), "known": list(FAULTS)}

    def revoke(self, body: Json) -> Json:
        """A listener takes the app's access away: tokens issued until now are void."""
        listener = self._world.listeners.get(str(body.get("listener")))
        if listener is None:
            raise BadOrder("no such listener")
        self._world.listeners.revoked[listener.id] = self._world.clock.now()
        self._world.listeners.save()
        return {"ok": True, "listener": listener.id}

    def change(self, body: Json) -> Json:
        """Give an item of the catalogue another name."""
        kind, identifier, name = (str(body.get(key, "")) for key in ("type", "id", "name"))
        old = self._world.rename(kind, identifier, name) if name else None
        if old is None:
            raise BadOrder("give type (artist, album, track), the id of one, and a name")
        return {"type": kind, "id": identifier, "name": name, "old_name": old}

    def clock(self, body: Json) -> Json:
        """Move the sandbox's time forward by `advance_s` seconds."""
        self._world.clock.advance(float(body.get("advance_s", 0)))
        return {"now": self._world.clock.now(), "offset_s": self._world.clock.offset}

    def token(self, body: Json) -> Json:
        """A token without the walk through the accounts service: for a listener, or for the app when none is named."""
        name = body.get("listener")
        if name is not None and self._world.listeners.get(str(name)) is None:
            raise BadOrder("no such listener")
        scopes = body.get("scopes", [])
        wanted = tuple(scopes.split() if isinstance(scopes, str) else map(str, scopes))
        lifetime = float(body.get("lifetime", self._world.behaviour.token_lifetime))
        mint = self._world.mint
        answer: Json = {"access_token": mint.issue("access", name, wanted, lifetime), "expires_in": int(lifetime)}
        if name is not None:
            answer["refresh_token"] = mint.issue("refresh", name, wanted, 0)
        return answer

    def catalog(self, _: Json) -> Json:
        return handy_ids(self._world)


def add_routes(application: web.Application, world: World) -> None:
    control = Control(world)
    for name in ("stats", "catalog"):
        application.router.add_get(f"/_control/{name}", _over_query(getattr(control, name)))
    for name in ("reset", "clear", "config", "faults", "revoke", "change", "clock", "token"):
        application.router.add_post(f"/_control/{name}", _over_body(getattr(control, name)))


def _over_query(handler: Callable[[Json], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return web.json_response(handler(dict(request.query)))

    return handle


def _over_body(handler: Callable[[Any], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            body = await request.json() if request.can_read_body else {}
            return web.json_response(handler(body))
        except (BadOrder, BadFault, ValueError, TypeError, AttributeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return handle
