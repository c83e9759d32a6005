"""What ``make run`` keeps between two runs, in ``.muse/``."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from muse.embedded.processes import guard
from muse.launch.errors import LaunchError

# The address of a Unix socket holds 107 bytes (unix(7)); PostgreSQL adds a lock file beside its own.
LONGEST_SOCKET_PATH = 100
PREVIOUS_RUN_SECONDS = 20.0


def _new_token_key() -> str:
    """A key for `cryptography.fernet`: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


GENERATED_SECRETS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(64),
    "SPOTIFY_TOKEN_KEYS": _new_token_key,
    "DEMO_ADMIN_PASSWORD": lambda: secrets.token_urlsafe(12),
}


@dataclass(frozen=True)
class State:
    """The directory and the places in it. It is readable by its owner alone: data and keys lie in it."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @property
    def sandbox(self) -> Path:
        return self.root / "sandbox.json"

    @property
    def metrics(self) -> Path:
        return self.root / "metrics"

    @property
    def demo(self) -> Path:
        """How to sign in as somebody of the demo, as its command reported."""
        return self.root / "demo.json"

    @property
    def environment(self) -> Path:
        """The variables of the Muse that runs, for ``make manage``."""
        return self.root / "environment.json"

    def log(self, name: str) -> Path:
        return self.root / "log" / f"{name}.log"

    def make(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        for directory in (self.redis, self.root / "log"):
            directory.mkdir(mode=0o700, exist_ok=True)

    def lock(self, address: str) -> None:
        """Make this the only Muse on this state until it and all it started have ended.

        Raises:
            LaunchError: one runs already.
        """
        descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + PREVIOUS_RUN_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                holder, _, where = os.pread(descriptor, 1000, 0).decode().partition(" ")
                # The guard of a Muse that was killed holds on until it has ended the rest of it.
                if _is_alive(holder) or time.monotonic() > deadline:
                    sentence = f"Muse already runs here, at {where} (process {holder})."
                    raise LaunchError(sentence) from None
                time.sleep(0.1)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {address}".encode(), 0)
        guard.start(holding=descriptor)

    def secret(self, name: str) -> str:
        """The secret of that name, made at the first run and kept."""
        file = self.root / name.lower()
        if not file.exists():
            _write_private(file, GENERATED_SECRETS[name]())
        return file.read_text().strip()

    def save_environment(self, environment: dict[str, str]) -> None:
        _write_private(self.environment, json.dumps(environment))

    def save_demo(self, report: str) -> None:
        _write_private(self.demo, report)

    def sockets(self) -> Path:
        """A private directory for sockets: inside, or a short one elsewhere when the path to the state is too long."""
        inside = self.root / "run"
        if len(os.fsencode(inside / "postgres" / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
            inside.mkdir(mode=0o700, exist_ok=True)
            return inside
        elsewhere = Path(tempfile.mkdtemp(prefix="muse-"))
        guard.remove(elsewhere)
        elsewhere.chmod(0o711)  # PostgreSQL's account has to pass through; each directory inside is private
        return elsewhere


def _is_alive(pid: str) -> bool:
    try:
        return psutil.Process(int(pid)).status() != psutil.STATUS_ZOMBIE
    except (ValueError, psutil.NoSuchProcess):
        return False


def _write_private(file: Path, text: str) -> None:
    """Write as a whole or not at all, readable by the owner alone from the first byte."""
    temporary = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(text)
    temporary.replace(file)
