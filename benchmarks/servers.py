"""Throw-away servers of one part of the benchmark: Redis on loopback TCP, the sandbox, PostgreSQL where asked for."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from muse.embedded import PostgresServer, RedisServer
from muse.embedded.processes import guard
from muse.testing.servers import KEEPING_OPTIONS, free_port
from spotify_cache.sandbox.process import SandboxProcess

#: No limit of Muse's own is to be what a figure shows, except where a part sets one.
NO_RATE_LIMIT = "1000000"
#: Databases of the cache server: Muse's own, and one for each peer.
MUSE, HTTP_CACHE, RAW_JSON, DOGPILE = 0, 1, 2, 3


@dataclass(frozen=True)
class Servers:
    """What a part runs on. ``quick`` asks for fewer repetitions, for trying things out."""

    quick: bool
    cache: RedisServer
    cache_port: int
    keeping: RedisServer
    sandbox: SandboxProcess
    directory: Path

    def cache_url(self, database: int = MUSE) -> str:
        return f"redis://127.0.0.1:{self.cache_port}/{database}"

    def flush(self) -> None:
        """Empty the cache server, every database of it."""
        self.cache.command("FLUSHALL", "SYNC")

    def repeat(self, often: int, quick: int) -> int:
        return quick if self.quick else often


def _redis(directory: Path, name: str, options: dict[str, str]) -> RedisServer:
    sockets = directory / "redis"
    sockets.mkdir(mode=0o700, exist_ok=True)
    server = RedisServer(name, sockets, options={"dir": str(directory), **options}, log=directory / f"{name}.log")
    server.start()
    return server


def _postgres(directory: Path) -> str:
    server = PostgresServer(directory / "data", directory / "postgres", log=directory / "postgres.log", throw_away=True)
    server.start()
    server.ensure_database("muse")
    return server.url("muse")


@contextmanager
def running(*, quick: bool, database: bool) -> Iterator[Servers]:
    """Start the servers, and name them in the environment, which ``benchmarks.settings`` then reads.

    The sandbox is in extended quota mode: there the peers have their batch calls too.
    """
    directory = Path(tempfile.mkdtemp(prefix="muse-bench-"))
    guard.remove(directory)
    directory.chmod(0o711)  # PostgreSQL's account has to pass through; what lies inside is private
    port = free_port()
    # No eviction: what is measured must be there. TCP, as most deployments have it.
    cache = _redis(directory, "cache", {"save": "", "port": str(port), "bind": "127.0.0.1"})
    keeping = _redis(directory, "keeping", KEEPING_OPTIONS)
    with SandboxProcess("--port", str(free_port()), "--quota-mode", "extended") as sandbox:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": _postgres(directory) if database else "postgresql:///nowhere",
            "REDIS_URL": f"redis://127.0.0.1:{port}/{MUSE}",
            "SESSION_REDIS_URL": keeping.url(0),
            "CELERY_BROKER_URL": keeping.broker_url(1),
            "SPOTIFY_API_URL": sandbox.api_url,
            "SPOTIFY_ACCOUNTS_URL": sandbox.accounts_url,
            "SPOTIPY_CLIENT_ID": sandbox.client_id,
            "SPOTIPY_CLIENT_SECRET": sandbox.client_secret,
            "SPOTIFY_QUOTA_MODE": "extended",
            "SPOTIFY_RATE_LIMIT": NO_RATE_LIMIT,
            "SECRET_KEY": "not-secret-for-the-benchmark-only-" + "0123456789" * 3,
            "DEBUG": "false",
            # A developer's own environment must not change what is measured.
            **dict.fromkeys(("BASE_URL", "ALLOWED_HOSTS", "SPOTIFY_MARKET", "SPOTIFY_TOKEN_KEYS", "EMAIL_URL"), ""),
        }
        yield Servers(quick, cache, port, keeping, sandbox, directory)
