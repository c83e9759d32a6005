"""The parts of Muse in the order in which they start."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from muse.embedded import PostgresServer, RedisServer
from muse.embedded.processes import Child
from muse.launch import configuration
from muse.launch.configuration import Configuration
from muse.launch.errors import LaunchError
from muse.launch.state import GENERATED_SECRETS, State
from muse.launch.supervisor import Process, Supervisor
from muse.launch.terminal import pump, say

ROOT = Path(__file__).resolve().parents[2]
# The cache may lose anything and never grows past this; frequency beats age for a catalogue in which few are popular.
CACHE_OPTIONS = {"save": "", "appendonly": "no", "maxmemory": "256mb", "maxmemory-policy": "allkeys-lfu"}
# Sessions and tasks: nothing is evicted, and at most a second is lost when the machine stops.
KEEPING_OPTIONS = {"save": "", "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
SESSION_DATABASE, BROKER_DATABASE = 0, 1
SANDBOX_READY = re.compile(r"sandbox ready (http://\S+)")
READY_SECONDS = 120.0


class Stack:
    """One Muse on one machine. `start` brings it up and `look_after` keeps it so."""

    def __init__(self, configuration: Configuration, state: State, *, development: bool) -> None:
        self.configuration = configuration
        self.state = state
        self.development = development
        self.supervisor = Supervisor()
        self.environment = dict(configuration.given)
        self.environment |= {"PORT": str(configuration.port), "PYTHONUNBUFFERED": "1", "WEB_HOST": "127.0.0.1"}
        self.environment.setdefault("DJANGO_SETTINGS_MODULE", "muse.settings")
        self.environment.setdefault("DEBUG", "true" if development else "false")
        if sys.stdout.isatty():  # of the processes none sees the terminal: what they say passes through here
            self.environment.setdefault("LOG_FORMAT", "text")

    def start(self) -> None:
        """Start everything; returns when ``/readyz`` answers.

        Raises:
            LaunchError, EmbeddedServerError: something does not start.
        """
        for name in GENERATED_SECRETS:
            if not self.configuration.has(name):
                self.environment[name] = self.state.secret(name)
        sandbox = self._start_sandbox() if self.configuration.wants_sandbox else None
        sockets = self.state.sockets()
        self._start_postgres(sockets)
        self._start_redis(sockets)
        if sandbox is not None:
            self._wait_for_sandbox(sandbox)
        else:
            self.environment |= self.configuration.spotify_credentials
        self._fresh_metrics()
        self.state.save_environment(self.environment)
        self._prepare()
        self._start_web()
        self.supervisor.wait_until(self._is_ready, f"{self.configuration.address}/readyz", READY_SECONDS)
        # Not beside the web: processors are what a start waits for, and pages can be read without these two.
        self._start_celery()

    def _start_postgres(self, sockets: Path) -> None:
        if self.configuration.has("DATABASE_URL"):
            say("PostgreSQL: the one of DATABASE_URL")
            return
        server = PostgresServer(self.state.postgres, sockets / "postgres", log=self.state.log("postgres"))
        self.supervisor.start(server)
        server.ensure_database("muse")
        self.environment["DATABASE_URL"] = server.url("muse")
        say("PostgreSQL started")

    def _start_redis(self, sockets: Path) -> None:
        directory = sockets / "redis"
        directory.mkdir(mode=0o700, exist_ok=True)
        if self.configuration.has("REDIS_URL"):
            say("Redis for the cache: the one of REDIS_URL")
        else:
            options = {"dir": str(self.state.redis), **CACHE_OPTIONS}
            cache = RedisServer("cache", directory, options=options, log=self.state.log("redis-cache"))
            self.supervisor.start(cache)
            self.environment["REDIS_URL"] = cache.url()
            say("Redis for the cache started")
        wanted = [name for name in ("SESSION_REDIS_URL", "CELERY_BROKER_URL") if not self.configuration.has(name)]
        if wanted:
            options = {"dir": str(self.state.redis), **KEEPING_OPTIONS}
            keeping = RedisServer("keeping", directory, options=options, log=self.state.log("redis-keeping"))
            self.supervisor.start(keeping)
            addresses = {
                "SESSION_REDIS_URL": keeping.url(SESSION_DATABASE),
                "CELERY_BROKER_URL": keeping.broker_url(BROKER_DATABASE),
            }
            self.environment |= {name: addresses[name] for name in wanted}
            say("Redis for sessions and tasks started")

    def _start_sandbox(self) -> Process:
        # The same port as last time where possible, so that pages left open in a browser still find their pictures.
        beside = self.configuration.port + 1
        port = beside if beside <= 65_535 and configuration.is_free(beside) else 0
        self._begin_log("spotify")
        sandbox = self._process("spotify", self._sandbox_command(port))
        self.supervisor.start(sandbox)
        return sandbox

    def _sandbox_command(self, port: int) -> list[str]:
        command = [sys.executable, "-m", "spotify_cache.sandbox", "--port", str(port), "--exit-with-parent", "--quiet"]
        command += ["--state", str(self.state.sandbox)]
        mode = self.environment.get("SPOTIFY_QUOTA_MODE")
        return [*command, "--quota-mode", mode] if mode in {"development", "extended"} else command

    def _wait_for_sandbox(self, sandbox: Process) -> None:
        self.supervisor.wait_until(
            lambda: sandbox.said(SANDBOX_READY) is not None, "The Spotify sandbox", READY_SECONDS
        )
        match = sandbox.said(SANDBOX_READY)
        assert match is not None
        address = match[1].rstrip("/")
        # Started again, it must be found where it was.
        sandbox.command = self._sandbox_command(urlsplit(address).port or 0)
        self.environment |= {"SPOTIFY_API_URL": f"{address}/v1", "SPOTIFY_ACCOUNTS_URL": address}
        self.environment |= configuration.SANDBOX_CREDENTIALS
        say(f"Spotify sandbox started at {address}")

    def _fresh_metrics(self) -> None:
        """An empty directory for the counters of this run; see prometheus_client's multiprocess mode."""
        shutil.rmtree(self.state.metrics, ignore_errors=True)
        self.state.metrics.mkdir()
        self.environment["PROMETHEUS_MULTIPROC_DIR"] = str(self.state.metrics)

    def _prepare(self) -> None:
        """Migrate, collect static files, load the demo: in a process of its own, as none of it belongs to a start."""
        say("Preparing tables, static files and the demo")
        environment = {name: value for name, value in self.environment.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
        child = Child(
            [sys.executable, "-m", "muse.launch.prepare", self.state.root],
            output=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
        )
        assert child.process.stdout is not None
        output = pump(child.process.stdout, "prepare", self._begin_log("prepare").open("ab"))
        status = child.process.wait()
        output.join()
        child.stop()
        if status != 0:
            raise LaunchError("Muse did not start; the lines above say why.")

    def _start_web(self) -> None:
        port = self.configuration.port
        if self.development:
            web = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"]
        else:
            web = [sys.executable, "-m", "gunicorn", "muse.wsgi", "--config", "gunicorn.conf.py"]
        self._begin_log("web")
        self.supervisor.start(self._process("web", web))
        say(f"{'The development server' if self.development else 'gunicorn'} started")

    def _start_celery(self) -> None:
        # In a container Muse runs as root, and the worker need not say at every start that it would rather not.
        not_again = "ignore:You're running the worker with superuser privileges"
        celery = [sys.executable, "-W", not_again, "-m", "celery", "--quiet", "-A", "muse"]
        worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile="]
        for name in ("worker", "beat"):
            self._begin_log(name)
        # SIGQUIT: Celery gives tasks that still run back to the broker instead of waiting for their end.
        self.supervisor.start(self._process("worker", worker, last_signal=signal.SIGQUIT))
        self.supervisor.start(self._process("beat", beat))
        say("Celery worker and Celery beat started")

    def _process(self, name: str, command: list[str], *, last_signal: signal.Signals = signal.SIGTERM) -> Process:
        return Process(name, command, self.environment, ROOT, self.state.log(name), last_signal=last_signal)

    def _begin_log(self, name: str) -> Path:
        log = self.state.log(name)
        log.write_bytes(b"")
        return log

    def _is_ready(self) -> bool:
        """Whether ``/readyz`` answers 200, asked as a proxy in front would ask."""
        base = urlsplit(self.configuration.address)
        connection = http.client.HTTPConnection("127.0.0.1", self.configuration.port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": base.netloc, "X-Forwarded-Proto": base.scheme})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def look_after(self) -> None:
        self.supervisor.look_after()

    def restart_workers(self) -> None:
        """After a change of source: Celery does not reload by itself, the development server does."""
        for service in list(self.supervisor.services):
            if service.name in {"worker", "beat"}:
                self.supervisor.restart(service)

    def demo(self) -> dict[str, dict[str, str | None]]:
        """``username`` and ``password`` of ``demo`` and ``admin``; a password is None where it is not known."""
        return json.loads(self.state.demo.read_text()) if self.state.demo.exists() else {}
