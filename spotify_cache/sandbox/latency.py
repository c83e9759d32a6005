"""How long calls take."""

from __future__ import annotations

import asyncio

from .world import World


async def wait_latency(world: World, name: str, kind: str) -> None:
    """Sleep as long as calls of this name or kind take just now: the name counts before the kind, then all calls."""
    behaviour = world.behaviour
    milliseconds = behaviour.latency.get(name, behaviour.latency.get(kind, behaviour.latency_ms))
    if milliseconds > 0:
        await asyncio.sleep(milliseconds / 1000)
