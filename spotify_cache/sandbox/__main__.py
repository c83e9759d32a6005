"""`python -m spotify_cache.sandbox`: prints one line when it listens, ends on SIGTERM and SIGINT."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading

from aiohttp import web

from .options import Options, parse_options
from .server import make_application
from .world import World

_PARENT_CHECK_SECONDS = 0.25


async def serve(options: Options, parent: int) -> int:
    """Serve until a signal comes or, where asked for, the parent process is gone. The exit status."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    world = World(options)
    runner = web.AppRunner(make_application(world), access_log=None, handle_signals=False, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, options.host, options.port)
    try:
        await site.start()
    except OSError as error:
        print(f"sandbox: cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        await runner.cleanup()
        return 1
    # In the background: the first search need not wait for the index, and neither must the start.
    threading.Thread(target=lambda: world.search, daemon=True).start()
    port = runner.addresses[0][1]
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
