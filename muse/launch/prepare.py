"""Before the first request: tables, static files, demo. ``python -m muse.launch.prepare STATE``."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

from muse.launch.state import State


def collect_static() -> None:
    """Collect and compress static files, unless nothing has changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders

    facts = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            facts.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = facts.hexdigest()
    # Beside what it speaks of: the checkout may have more than one state, and a state may lose its checkout.
    known = Path(settings.STATIC_ROOT) / "collected.sha256"
    if known.exists() and known.read_text() == stamp:
        return
    known.unlink(missing_ok=True)
    print("collecting static files (once)", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    known.write_text(stamp)


def load_demo(state: State) -> None:
    """Make the demo's people and what they wrote; on a database with people of its own, say so and go on without."""
    output = io.StringIO()
    try:
        call_command("demo", json=True, stdout=output)
    except CommandError as error:
        print(f"no demo: {error}", flush=True)
        state.demo.unlink(missing_ok=True)
        return
    state.save_demo(output.getvalue())
    made = json.loads(output.getvalue())["made"]
    if made["reviews"] or made["playlists"]:
        print(f"made {made['people']} people, {made['reviews']} reviews, {made['playlists']} playlists", flush=True)


def main(root: str) -> int:
    state = State(Path(root))
    try:
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            collect_static()
        load_demo(state)
    except (ImproperlyConfigured, CommandError) as error:
        print(error, file=sys.stderr)
        return 2
    except OperationalError as error:
        print(f"DATABASE_URL: PostgreSQL does not answer: {str(error).strip()}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
