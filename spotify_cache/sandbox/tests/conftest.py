"""One sandbox process for all tests of the sandbox; every test finds it as after the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from spotify_cache.sandbox.process import SandboxProcess

SCOPES = (
    "user-read-private user-read-email user-top-read user-read-recently-played user-library-read user-library-modify "
    "user-follow-read user-follow-modify playlist-read-private playlist-modify-private playlist-modify-public"
)


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess() as process:
        yield process


@pytest.fixture
def sandbox(running_sandbox: SandboxProcess) -> SandboxProcess:
    running_sandbox.reset(listeners=True)
    return running_sandbox


@pytest.fixture
def ids(sandbox: SandboxProcess) -> dict[str, Any]:
    """Handy IDs; see the catalog call of the control endpoint."""
    return sandbox.control("catalog")


@pytest.fixture(scope="session")
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


Api = Callable[..., requests.Response]


@pytest.fixture
def api(sandbox: SandboxProcess, http: requests.Session) -> Api:
    """Calls the Web API as a listener or as the app: `api("/me/albums", listener="mira.okonjo", method="PUT")`."""

    def call(path: str, listener: str | None = None, method: str = "GET", scopes: str = SCOPES, **more: Any) -> Any:
        token = sandbox.token(listener, scopes if listener else "")
        headers = {"Authorization": f"Bearer {token}"}
        return http.request(method, sandbox.api_url + path, headers=headers, timeout=10, **more)

    return call
