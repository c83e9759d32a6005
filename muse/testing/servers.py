"""The throw-away servers of a test run.

The process that pytest starts in makes one PostgreSQL for the whole run; the workers of pytest-xdist inherit its
address through the environment, and pytest-django gives each a database of its own. Every process has two Redis servers
of its own, so that emptying them between tests disturbs nobody, and a Spotify sandbox once a test asks for one.
"""

from __future__ import annotations

import os
import random
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from muse.embedded import PostgresServer, RedisServer
from muse.embedded.processes import guard

# Below every system's range of ephemeral ports: nobody is given one of these without asking for it.
SANDBOX_PORTS = range(21_000, 31_000)
CACHE_OPTIONS = {"save": "", "maxmemory": "64mb", "maxmemory-policy": "allkeys-lfu"}
KEEPING_OPTIONS = {"save": "", "maxmemory-policy": "noeviction"}


@dataclass(frozen=True)
class TestServers:
    """The servers of this process; ``sandbox_port`` is set aside for the sandbox, which starts when it is needed."""

    __test__ = False  # not a test class, whatever its name

    cache: RedisServer
    keeping: RedisServer
    sandbox_port: int
    directory: Path


def free_port() -> int:
    """A port that nothing listens on, and that the system gives to nobody who does not ask for it by number."""
    for port in random.Random(os.urandom(8)).sample(SANDBOX_PORTS, 100):  # noqa: S311
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("a hundred ports were tried for the Spotify sandbox, and none is free")


def _throw_away_directory() -> Path:
    directory = Path(tempfile.mkdtemp(prefix="muse-test-"))
    guard.remove(directory)
    directory.chmod(0o711)  # PostgreSQL's account has to pass through; what lies inside is private
    return directory


def _start_postgres(directory: Path) -> str:
    server = PostgresServer(directory / "data", directory / "postgres", log=directory / "postgres.log", throw_away=True)
    server.start()
    server.ensure_database("muse")  # pytest-django makes its own beside it; a command run on these servers takes it
    return server.url("muse")


def _start_redis(directory: Path, name: str, options: dict[str, str]) -> RedisServer:
    sockets = directory / "redis"
    sockets.mkdir(mode=0o700, exist_ok=True)
    server = RedisServer(name, sockets, options={"dir": str(directory), **options}, log=directory / f"{name}.log")
    server.start()
    return server


def start() -> TestServers:
    """Start what this process needs and name it in the environment, which ``muse.settings`` then reads."""
    directory = _throw_away_directory()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["DATABASE_URL"] = _start_postgres(directory)
    servers = TestServers(
        cache=_start_redis(directory, "cache", CACHE_OPTIONS),
        keeping=_start_redis(directory, "keeping", KEEPING_OPTIONS),
        sandbox_port=free_port(),
        directory=directory,
    )
    sandbox = f"http://127.0.0.1:{servers.sandbox_port}"
    os.environ |= {
        "REDIS_URL": servers.cache.url(),
        "SESSION_REDIS_URL": servers.keeping.url(0),
        "CELERY_BROKER_URL": servers.keeping.broker_url(1),
        "SPOTIFY_API_URL": f"{sandbox}/v1",
        "SPOTIFY_ACCOUNTS_URL": sandbox,
        "SPOTIPY_CLIENT_ID": "muse-sandbox",
        "SPOTIPY_CLIENT_SECRET": "muse-sandbox-secret",
        "SECRET_KEY": "not-secret-for-tests-only-" + "0123456789" * 4,
        "BASE_URL": "http://testserver",
        "DJANGO_LIVE_TEST_SERVER_ADDRESS": "127.0.0.1",
        # A developer's own environment must not change what the tests see.
        **dict.fromkeys(
            ("ALLOWED_HOSTS", "SPOTIFY_MARKET", "SPOTIFY_TOKEN_KEYS", "SPOTIFY_QUOTA_MODE", "SPOTIFY_RATE_LIMIT"), ""
        ),
        "DEBUG": "false",
        "PORT": "8000",
        "EMAIL_URL": "",
    }
    return servers
