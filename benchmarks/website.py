"""The whole of Muse behind gunicorn, as in production, on the servers of a part: demo data, people, timed requests."""

from __future__ import annotations

import http.client
import ipaddress
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.test import Client

from accounts.models import SpotifyConnection, User
from benchmarks.servers import Servers
from muse.embedded.processes import Child
from muse.testing.servers import free_port
from playlists.models import Playlist, PlaylistTrack

ROOT = Path(__file__).resolve().parents[1]
_START_SECONDS = 60.0
_SCOPES = ("user-read-private", "user-top-read", "user-read-recently-played", "playlist-read-private")
#: What is no entry of the cache and is kept when it is flushed: access tokens and what was learnt of the quota mode.
_KEPT_PATTERNS = ("muse:token:*", "muse:quota-mode")


_visitors = (ipaddress.IPv6Address((0xFD << 120) + number) for number in itertools.count(1 << 64, 1 << 64))


class SiteError(RuntimeError):
    """The site did not start, or answered something else than a page."""


@dataclass(frozen=True)
class Site:
    """A gunicorn on loopback."""

    port: int

    def get(self, path: str, cookie: str = "") -> float:
        """Seconds until the whole page is here, on a connection of its own.

        Raises:
            SiteError: the answer is no 200.
        """
        headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
        if cookie:
            headers["Cookie"] = cookie
        started = time.perf_counter()
        self._ask(path, headers)
        return time.perf_counter() - started

    def answer(self, path: str) -> bytes:
        """An answer of the API, whole and as it is, on a connection of its own. Raises SiteError."""
        return self._ask(path, {"Accept": "application/json"})

    def _ask(self, path: str, headers: dict[str, str]) -> bytes:
        # Every request comes from another visitor, as behind a proxy: one visitor's searches have a limit.
        headers |= {"Host": f"127.0.0.1:{self.port}", "X-Forwarded-For": str(next(_visitors))}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise SiteError(f"{path}: {answer.status}")
        return body


def prepare(servers: Servers) -> None:
    """Tables, static files and the demo's people, as the launcher makes them."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "muse.settings"}
    state = servers.directory / "state"
    state.mkdir()
    command = [sys.executable, "-m", "muse.launch.prepare", str(state)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SiteError(done.stdout + done.stderr)


@contextmanager
def running(application: str = "muse.wsgi", settings_module: str = "muse.settings", **variables: str) -> Iterator[Site]:
    """Serve ``application`` with gunicorn and Muse's own configuration of it."""
    port = free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module, "PORT": str(port), "WEB_HOST": "127.0.0.1"}
    environment["NUM_PROXIES"] = "1"
    # Workers that are replaced in the middle of a measurement would be measured.
    command = [sys.executable, "-m", "gunicorn", application, "--config", "gunicorn.conf.py", "--max-requests", "0"]
    child = Child(command, env=environment | variables, cwd=ROOT)
    try:
        _wait(port, child)
        yield Site(port)
    finally:
        child.stop()


def _wait(port: int, child: Child) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while child.is_running() and time.monotonic() < deadline:
        try:
            Site(port).get("/readyz")
        except (OSError, SiteError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise SiteError("gunicorn did not start")


def connected_person(servers: Servers) -> tuple[User, str]:
    """Somebody who has connected Spotify, and the cookie that says that they are signed in."""
    listener = servers.sandbox.control("catalog")["listeners"][0]
    granted = servers.sandbox.control("token", {"listener": listener["id"], "scopes": " ".join(_SCOPES)})
    person = User.objects.create_user("bench_person")
    connection = SpotifyConnection(
        user=person,
        spotify_account_id=listener["account_id"],
        spotify_user_id=listener["id"],
        scopes=list(_SCOPES),
    )
    connection.refresh_token = granted["refresh_token"]
    connection.save()
    return person, cookie_of(person)


def cookie_of(person: User) -> str:
    """The cookie that says that they are signed in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def playlist_of(owner: User, track_ids: Iterable[str]) -> str:
    """The path of a new public playlist with these tracks."""
    playlist = Playlist.objects.create(owner=owner, title="A playlist of the benchmark")
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, spotify_track_id=track_id, position=position)
        for position, track_id in enumerate(track_ids)
    )
    return playlist.get_absolute_url()


def flush_entries(client: Any) -> None:
    """Empty the cache but for tokens: a page without a cache has a token all the same."""
    kept = [key for pattern in _KEPT_PATTERNS for key in client.scan_iter(pattern, count=1000)]
    dumps = [(key, max(0, client.pttl(key)), client.dump(key)) for key in kept]
    client.flushdb()
    for key, ttl, dump in dumps:
        if dump is not None:
            client.restore(key, ttl, dump)


def cache_client(servers: Servers) -> Any:
    return redis.Redis.from_url(servers.cache_url())
