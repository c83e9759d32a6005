"""`python -m spotify_cache.sandbox`: prints one line when it listens, ends on SIGTERM and SIGINT."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading

from aiohttp import web

from .options import Options, parse_options
from .server import make_application
from .world import World

_PARENT_CHECK_SECONDS = 0.25


def _bind(host: str, port: int) -> socket.socket:
    """Take the port before the work of the start, so that a busy one is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
    except OSError:
        taken.close()
        raise
    return taken


async def serve(options: Options, parent: int) -> int:
    """Serve until a signal comes or, where asked for, the parent process is gone. The exit status."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    try:
        listening = _bind(options.host, options.port)
    except OSError as error:
        print(f"sandbox: cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1
    world = World(options)
    runner = web.AppRunner(make_application(world), access_log=None, handle_signals=False, shutdown_timeout=0.5)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    threading.Thread(target=world.prepare, daemon=True).start()
    port = listening.getsockname()[1]
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"sandbox ready http://{host}:{port}", flush=True)
    if options.exit_with_parent:
        # Whoever adopts an orphan, its parent's ID changes; this holds for every kind of death of the parent.
        while not ended.is_set() and os.getppid() == parent:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _PARENT_CHECK_SECONDS)
    else:
        await ended.wait()
    await runner.cleanup()
    return 0


def main() -> int:
    parent = os.getppid()
    options = parse_options()
    return asyncio.run(serve(options, parent))


if __name__ == "__main__":
    sys.exit(main())
