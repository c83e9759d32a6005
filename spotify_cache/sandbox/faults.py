"""Faults on order: answers that go wrong as Spotify's do, or as the network's do."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from aiohttp import web

FAULTS = (
    "error500",
    "error502",
    "error503",
    "timeout",
    "reset",
    "truncate",
    "badjson",
    "html",
    "401",
    "403",
    "429",
    "quota_exceeded",
    "not_found",
    "html404",
)
_HTML = "<!DOCTYPE html><html><head><title>503</title></head><body><h1>upstream connect error</h1></body></html>"
_TIMEOUT_SECONDS = 60.0


class BadFault(ValueError):
    """A fault that was ordered wrongly; the message says how."""


@dataclass(slots=True)
class Fault:
    """One order. `endpoint` is an endpoint's name, a kind, or * for all of the Web API (the accounts service by name).

    `times` None is until the faults are reset; `probability` is the share of calls that it hits.
    """

    endpoint: str
    fault: str
    times: int | None = None
    probability: float = 1.0
    retry_after: int | None = None
    seconds: float = _TIMEOUT_SECONDS
    hits: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.hits >= self.times


class Faults:
    """The orders in force, tried in the order in which they came."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._orders: list[Fault] = []
        self._random = Random(seed)

    def order(self, orders: list[Any]) -> None:
        """Put these orders in the place of the old ones; raises BadFault and changes nothing when one is wrong."""
        self._orders = [_parse(order) for order in orders]
        self._random = Random(self._seed)

    def clear(self) -> None:
        self.order([])

    def pick(self, name: str, kind: str, service: str) -> Fault | None:
        """The fault for this call, if any; it is counted as used."""
        for order in self._orders:
            names = (name, kind, "*") if service == "api" else (name, kind)
            if order.spent or order.endpoint not in names:
                continue
            if order.probability >= 1 or self._random.random() < order.probability:
                order.hits += 1
                return order
        return None

    def report(self) -> list[dict[str, Any]]:
        return [asdict(order) for order in self._orders]


def _parse(order: Any) -> Fault:
    if not isinstance(order, dict):
        raise BadFault("a fault is an object")
    unknown = set(order) - {"endpoint", "fault", "times", "probability", "retry_after", "seconds"}
    if unknown:
        raise BadFault(f"unknown field {sorted(unknown)[0]}")
    fault = Fault(**{"endpoint": "*", "fault": "", **order})
    fault.fault = str(fault.fault)
    if fault.fault not in FAULTS:
        raise BadFault(f"unknown fault {fault.fault!r}; there are {', '.join(FAULTS)}")
    return fault


def error_response(status: int, message: str, reason: str | None = None, **headers: str) -> web.Response:
    """The Web API's regular error object."""
    error: dict[str, Any] = {"status": status, "message": message}
    if reason:
        error["reason"] = reason
    return web.json_response({"error": error}, status=status, headers=headers)


def plain_fault(fault: Fault) -> web.Response | None:
    """The answer of a fault that is an answer by itself; None for the faults that spoil a good one."""
    match fault.fault:
        case "error500":
            return error_response(500, "Server error.")
        case "error502":
            return error_response(502, "Bad gateway.")
        case "error503":
            return error_response(503, "Service unavailable.")
        case "html":
            return web.Response(text=_HTML, status=503, content_type="text/html")
        case "401":
            return error_response(401, "The access token expired")
        case "403":
            return error_response(403, "Forbidden")
        case "429":
            return error_response(429, "API rate limit exceeded", **{"Retry-After": str(fault.retry_after or 5)})
        case "quota_exceeded":
            return error_response(
                429, "Too many requests", "QUOTA_EXCEEDED", **{"Retry-After": str(fault.retry_after or 3600)}
            )
        case "not_found":
            return error_response(404, "Resource not found")
        case "html404":
            return web.Response(text=_HTML, status=404, content_type="text/html")
    return None


async def hang(request: web.Request, seconds: float) -> web.StreamResponse:
    """No answer for so long, then the connection is closed; sooner when the client gives up."""
    waited = 0.0
    while waited < seconds and request.transport is not None and not request.transport.is_closing():
        await asyncio.sleep(min(0.1, seconds - waited))
        waited += 0.1
    return drop(request)


def drop(request: web.Request) -> web.StreamResponse:
    """Reset the connection (RST, not FIN) before a byte of an answer was sent."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            # With a linger time of 0 the kernel resets instead of closing in order (SO_LINGER in socket(7)).
            with contextlib.suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=499)


async def cut_off(request: web.Request, response: web.Response) -> web.StreamResponse:
    """Promise the whole body, send half of it, hang up."""
    body = response.body if isinstance(response.body, bytes) else b""
    partial = web.StreamResponse(status=response.status, headers={"Content-Type": "application/json; charset=utf-8"})
    partial.content_length = max(len(body), 2)
    await partial.prepare(request)
    await partial.write(body[: max(1, len(body) // 2)])
    await asyncio.sleep(0)
    if request.transport is not None:
        request.transport.close()
    return partial


def broken_json(response: web.Response) -> web.Response:
    """A whole answer with status 200 whose body stops being JSON in the middle."""
    body = response.body if isinstance(response.body, bytes) else b"{}"
    return web.Response(body=body[: max(1, len(body) * 2 // 3)] + b'\xe2\x80\xa6"', content_type="application/json")
