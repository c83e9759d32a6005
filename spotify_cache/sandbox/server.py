"""The HTTP side: one aiohttp application for accounts, Web API, artwork and control."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import msgspec
from aiohttp import web

from . import accounts, control, token_endpoint
from .api import browse, catalog, following, library, me, playlist_items, playlists, search  # noqa: F401 (they register)
from .artwork import pictures
from .endpoint import ENDPOINTS, ApiError, Call, Endpoint, Reply, Router
from .faults import Fault, broken_json, cut_off, drop, error_response, hang, plain_fault
from .latency import wait_latency
from .stats import Seen
from .tokens import Grant
from .world import World

_MOST_BODY = 1_000_000


class ApiServer:
    """Answers calls under /v1: fault, latency, token, rate limit, quota mode, scope, then the endpoint itself."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._router = Router(ENDPOINTS)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        world = self._world
        path = request.path.removeprefix("/v1").rstrip("/")
        seen = Seen(world.clock.now(), request.method, request.path_qs, "unknown", "api", 0, "none", 0.0)
        try:
            found = self._router.find(request.method, path)
        except ApiError as error:
            found = None
            response: web.StreamResponse = error_response(error.status, error.message)
        else:
            response = error_response(404, "Service not found")
        if found is not None:
            entry, arguments = found
            seen.endpoint = entry.name
            response = await self._answer(request, entry, arguments, path, seen)
        seen.ms = round((time.perf_counter() - started) * 1000, 2)
        if seen.fault not in ("timeout", "reset"):
            seen.status = response.status
        world.stats.record(seen)
        if not world.options.quiet:
            print(f"{seen.method} {seen.path} {seen.status} {seen.ms} ms", file=sys.stderr)
        return response

    async def _answer(
        self, request: web.Request, entry: Endpoint, arguments: dict[str, str], path: str, seen: Seen
    ) -> web.StreamResponse:
        world = self._world
        body = await request.read()
        grant = self._grant(request)
        seen.token = _token_kind(grant)
        fault = world.faults.pick(entry.name, entry.kind, "api")
        await wait_latency(world, entry.name, entry.kind)
        if fault is not None:
            seen.fault = fault.fault
            if fault.fault == "timeout":
                return await hang(request, fault.seconds)
            if fault.fault == "reset":
                return drop(request)
            if (spoiled := plain_fault(fault)) is not None:
                return spoiled
        response = self._respond(request, entry, arguments, path, body, grant)
        return response if fault is None else await _spoil(request, fault, response)

    def _respond(
        self,
        request: web.Request,
        entry: Endpoint,
        arguments: dict[str, str],
        path: str,
        body: bytes,
        grant: Grant | str,
    ) -> web.Response:
        world = self._world
        if isinstance(grant, str):
            return error_response(401, grant, **{"WWW-Authenticate": f'Bearer realm="spotify", error="{grant}"'})
        retry_after = world.window.admit(world.behaviour.rate_limit)
        if retry_after is not None:
            return error_response(429, "API rate limit exceeded", **{"Retry-After": str(retry_after)})
        if entry.extended and not world.behaviour.extended:
            return error_response(403, "Forbidden")
        if entry.listener and grant.listener is None:
            return error_response(401, "Valid user authentication required")
        if entry.scopes and not set(entry.scopes) & set(grant.scopes):
            return error_response(403, "Insufficient client scope")
        try:
            payload = _parse_body(body)
            call = Call(world, origin_of(world, request), path, arguments, request.query, payload, grant)
            result = entry.handler(call)
        except ApiError as error:
            return error_response(error.status, error.message, error.reason)
        reply = result if isinstance(result, Reply) else Reply(result, 200)
        if reply.payload is None:
            return web.Response(status=reply.status)
        return web.Response(
            body=msgspec.json.encode(reply.payload),
            status=reply.status,
            content_type="application/json",
            charset="utf-8",
            headers={"Cache-Control": "private, max-age=0"},
        )

    def _grant(self, request: web.Request) -> Grant | str:
        """The grant of the bearer token, or what is wrong with it."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not token:
            return "No token provided"
        if scheme.lower() != "bearer":
            return "Only valid bearer authentication supported"
        grant = self._world.mint.read(token.strip(), "access")
        if grant is None or self._world.revoked(grant):
            return "Invalid access token"
        return "The access token expired" if self._world.mint.expired(grant) else grant


def _token_kind(grant: Grant | str) -> str:
    if isinstance(grant, str):
        return "none" if grant == "No token provided" else "invalid"
    return f"listener:{grant.listener}" if grant.listener else "app"


def _parse_body(body: bytes) -> Any:
    if not body:
        return None
    if len(body) > _MOST_BODY:
        raise ApiError(413, "Payload too large")
    try:
        return json.loads(body)
    except ValueError:
        raise ApiError(400, "Error parsing JSON.") from None


async def _spoil(request: web.Request, fault: Fault, response: web.Response) -> web.StreamResponse:
    if fault.fault == "truncate":
        return await cut_off(request, response)
    return broken_json(response)


def origin_of(world: World, request: web.Request) -> str:
    """The sandbox's address as the caller knows it, for links in answers."""
    return world.options.public_url or f"http://{request.host}"


def make_application(world: World) -> web.Application:
    """The whole sandbox as one application."""
    application = web.Application(client_max_size=_MOST_BODY)
    application.router.add_route("*", "/v1/{tail:.*}", ApiServer(world).handle)
    accounts.add_routes(application, world)
    token_endpoint.add_routes(application, world)
    pictures.add_routes(application, world)
    control.add_routes(application, world)
    return application
