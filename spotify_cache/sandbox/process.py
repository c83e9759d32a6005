"""Starts a sandbox in a process of its own and talks to its control endpoint: for tests and the benchmark."""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

_READY = "sandbox ready "
_ROOT = Path(__file__).resolve().parents[2]


class SandboxError(RuntimeError):
    """The sandbox did not start, or refused a control call."""


class SandboxProcess:
    """A running sandbox: `with SandboxProcess("--quota-mode", "extended") as sandbox: ...`.

    Arguments are those of the command line. The process ends with the `with` block, and with this process in any case.
    """

    client_id = "muse-sandbox"
    client_secret = "muse-sandbox-secret"

    def __init__(self, *arguments: str, start_seconds: float = 60.0) -> None:
        self._arguments = arguments
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    @property
    def api_url(self) -> str:
        """For SPOTIFY_API_URL."""
        return f"{self.url}/v1"

    @property
    def accounts_url(self) -> str:
        """For SPOTIFY_ACCOUNTS_URL."""
        return self.url

    @property
    def pid(self) -> int:
        if self._process is None:
            raise SandboxError("the sandbox is not running")
        return self._process.pid

    def __enter__(self) -> SandboxProcess:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it listens; SandboxError when it does not."""
        command = [sys.executable, "-m", "spotify_cache.sandbox", "--quiet", "--exit-with-parent", *self._arguments]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
        line = self._first_line()
        if not line.startswith(_READY):
            self.stop()
            raise SandboxError(f"the sandbox did not start: {line!r}")
        self.url = line.removeprefix(_READY).strip()

    def _first_line(self) -> str:
        process = self._process
        if process is None or process.stdout is None:
            return ""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            deadline = time.monotonic() + self._start_seconds
            while (left := deadline - time.monotonic()) > 0:
                if selector.select(left):
                    return process.stdout.readline()
        return ""

    def stop(self) -> None:
        """End it, at once if it does not end by itself within five seconds."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def control(self, name: str, body: Any = None) -> dict[str, Any]:
        """Call /_control/<name>: GET for stats and catalog, POST with a JSON body for the rest.

        Raises SandboxError with the sandbox's reason when it refuses.
        """
        request = Request(f"{self.url}/_control/{name}")
        if name.split("?")[0] not in ("stats", "catalog"):
            request.method = "POST"
            request.data = json.dumps({} if body is None else body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urlopen(request, timeout=10) as answer:
                content: dict[str, Any] = json.load(answer)
        except HTTPError as error:
            raise SandboxError(error.read().decode()) from error
        return content

    def stats(self, last: int = 200) -> dict[str, Any]:
        """Calls by endpoint and status, their total, and the `last` latest ones."""
        return self.control(f"stats?last={last}")

    def reset(self, listeners: bool = False) -> None:
        """Back to the start: stats, faults, window, clock, names, behaviour; `listeners` also what they wrote."""
        self.control("reset", {"listeners": listeners})

    def config(self, **settings: Any) -> dict[str, Any]:
        """Change behaviour: quota_mode, rate_limit, latency, latency_ms, token_lifetime, rotate_refresh_tokens."""
        return self.control("config", settings)

    def faults(self, *orders: dict[str, Any]) -> None:
        """Put these faults in force instead of the ones before; none ends them."""
        self.control("faults", {"faults": list(orders)})

    def calls(self, endpoint: str | None = None) -> int:
        """How many calls of the Web API there were, all or those of one endpoint."""
        report = self.stats(last=0)
        if endpoint is None:
            return int(report["total"])
        return sum(report["endpoints"].get(endpoint, {}).values())

    def token(self, listener: str | None = None, scopes: str = "", lifetime: int = 3600) -> str:
        """An access token, of a listener or of the app, without the walk through the accounts service."""
        order: dict[str, Any] = {"scopes": scopes, "lifetime": lifetime}
        if listener is not None:
            order["listener"] = listener
        return str(self.control("token", order)["access_token"])
