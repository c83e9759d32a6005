"""One part in a process of its own: ``python -m benchmarks.part NAME [--quick]``."""

from __future__ import annotations

import importlib
import sys
import time

import django

from benchmarks import results, servers

#: Parts in their order; those with True need PostgreSQL.
PARTS = {
    "warm_reads": False,
    "memory": False,
    "pages": True,
    "api": True,
    "traffic": True,
    "stampede": False,
    "outages": False,
    "growth": True,
    "feed": True,
}


def main(name: str, quick: bool) -> None:
    started = time.monotonic()
    with servers.running(quick=quick, database=PARTS[name]) as running:
        django.setup()
        module = importlib.import_module(f"benchmarks.{name}")
        result: results.Result = module.run(running)
    results.save(result, quick=quick, seconds=time.monotonic() - started)


if __name__ == "__main__":
    main(sys.argv[1], "--quick" in sys.argv)
