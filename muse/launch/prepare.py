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
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError

from muse.launch.state import State


def collect_static(state: State) -> None:
    """Collect and compress static files, unless nothing has changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders

    facts = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            facts.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = facts.hexdigest()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and state.static_stamp.exists() and state.static_stamp.read_text() == stamp:
        return
    print("collecting static files (once)", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    state.static_stamp.write_text(stamp)


def load_demo(state: State) -> None:
    """Run the command ``demo`` and keep whom it reports: a JSON list of objects with username, password and role."""
    if "demo" not in get_commands():
        return
    output = io.StringIO()
    call_command("demo", stdout=output)
    lines = output.getvalue().strip().splitlines()
    (state.root / "demo.json").write_text(json.dumps(json.loads(lines[-1])))


def main(root: str) -> int:
    state = State(Path(root))
    try:
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            collect_static(state)
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
