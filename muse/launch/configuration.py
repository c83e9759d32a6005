"""The variables that the processes of Muse get: the starter's own, completed by what the launcher starts."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from muse.launch.errors import LaunchError

SANDBOX_CREDENTIALS = {"SPOTIPY_CLIENT_ID": "muse-sandbox", "SPOTIPY_CLIENT_SECRET": "muse-sandbox-secret"}
_ASSIGNMENT = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)")


def read_env_file(file: Path) -> dict[str, str]:
    """``NAME=value`` lines of a ``.env`` file; comments and blank lines are passed over, quotes around a value dropped.

    Raises:
        LaunchError: naming the first line that is none of these.
    """
    variables: dict[str, str] = {}
    if not file.exists():
        return variables
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _ASSIGNMENT.fullmatch(line)
        if match is None:
            raise LaunchError(f"{file.name}, line {number}: must read NAME=value.")
        value = match[2].strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        variables[match[1]] = value
    return variables


@dataclass(frozen=True)
class Configuration:
    """What the person who starts Muse has said, and what follows from it."""

    given: Mapping[str, str]
    port: int

    @classmethod
    def read(cls, root: Path) -> Configuration:
        """The environment, over ``.env`` where the environment is silent.

        Raises:
            LaunchError: ``PORT`` or a line of ``.env`` is wrong. All else is checked by ``muse.settings``.
        """
        given = {**read_env_file(root / ".env"), **{name: value for name, value in os.environ.items() if value}}
        raw = given.get("PORT") or "8000"
        port = int(raw) if raw.isascii() and raw.isdigit() else 0
        if not 1 <= port <= 65_535:
            raise LaunchError("PORT: must be a whole number from 1 to 65535.")
        return cls(given, port)

    def has(self, *names: str) -> bool:
        """Whether any of these is set to something."""
        return any(self.given.get(name) for name in names)

    @property
    def address(self) -> str:
        return self.given.get("BASE_URL", "").rstrip("/") or f"http://127.0.0.1:{self.port}"

    @property
    def wants_sandbox(self) -> bool:
        """Real credentials, or a Spotify named by address, take the sandbox's place."""
        return not self.has("SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET", "SPOTIFY_API_URL", "SPOTIFY_ACCOUNTS_URL")

    @property
    def spotify_credentials(self) -> dict[str, str]:
        """For a Spotify named by address alone, what the sandbox would take: a stand-in asks for something."""
        return {} if self.has(*SANDBOX_CREDENTIALS) else dict(SANDBOX_CREDENTIALS)


def require_free_port(port: int) -> None:
    """Raises: LaunchError when something listens there, or this account may not."""
    if not is_free(port):
        raise LaunchError(f"Port {port} is in use: stop what uses it, or choose another one with PORT=8080 make run.")


def is_free(port: int) -> bool:
    """Whether a server may listen on loopback at this port.

    Raises:
        LaunchError: the system keeps the port for root.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as gunicorn does: connections that end do not count
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except PermissionError as error:
            raise LaunchError(f"Port {port} is kept for root: choose one from 1024 on, as in PORT=8080.") from error
        except OSError:
            return False
    return True
