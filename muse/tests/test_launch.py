"""``make run`` as its user sees it: up, ready, and gone without a trace; and clear sentences when it cannot start."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import requests

from muse.testing.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
UP_SECONDS = 120.0
END_SECONDS = 30.0


class Launched:
    """A ``python -m muse.launch run`` on a state and a port of its own, with nothing else configured."""

    def __init__(self, state: Path, port: int, **variables: str) -> None:
        self.state = state
        self.url = f"http://127.0.0.1:{port}"
        self.output = ""
        environment = {"PATH": os.environ["PATH"], "HOME": str(state), "PORT": str(port), "MUSE_STATE": str(state)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "muse.launch", "run"],
            cwd=ROOT,
            env=environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until_up(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line
            if "Muse is up" in line:
                return
        pytest.fail(f"Muse did not start:\n{self.output}")

    def everything(self) -> list[psutil.Process]:
        """The launcher and all that descends from it."""
        launcher = psutil.Process(self.process.pid)
        return [launcher, *launcher.children(recursive=True)]

    def end(self, number: signal.Signals) -> list[psutil.Process]:
        """Signal the launcher, wait for everything, and return what is still there."""
        everything = self.everything()
        self.process.send_signal(number)
        assert self.process.stdout is not None
        self.output += self.process.stdout.read()
        self.process.wait(END_SECONDS)
        deadline = time.monotonic() + END_SECONDS
        while (left := [process for process in everything if _is_alive(process)]) and time.monotonic() < deadline:
            time.sleep(0.05)
        return left


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def launched(short_directory: Path) -> Iterator[Launched]:
    muse = Launched(short_directory, free_port())
    yield muse
    if muse.process.poll() is None:
        muse.end(signal.SIGTERM)


def test_run_brings_everything_up_and_neither_a_kill_nor_a_stop_leaves_anything(launched: Launched) -> None:
    """One long story, because each start takes seconds: first start, kill, second start, Ctrl-C."""
    launched.until_up()
    for path in ("/readyz", "/sw.js", "/manifest.webmanifest", "/offline"):  # with the hashed names of static files
        assert requests.get(launched.url + path, timeout=10).status_code == 200, path
    names = {" ".join(process.cmdline()) for process in launched.everything()}
    for part in ("postgres -D", "redis/cache.sock", "redis/keeping.sock", "sandbox", "gunicorn", "worker", "beat"):
        assert any(part in name for name in names), f"{part} is not there: {names}"
    for private in ("secret_key", "spotify_token_keys", "environment.json"):
        assert (launched.state / private).stat().st_mode & 0o077 == 0
    secret = (launched.state / "secret_key").read_text()
    _write_row(launched.state)

    second = Launched(launched.state, free_port())
    assert second.process.wait(END_SECONDS) == 1
    assert second.process.stdout is not None
    assert (
        second.process.stdout.read()
        .strip()
        .endswith(f"Muse already runs here, at {launched.url} (process {launched.process.pid}).")
    )

    assert launched.end(signal.SIGKILL) == []

    again = Launched(launched.state, int(launched.url.rsplit(":", 1)[1]))
    again.until_up()
    assert (launched.state / "secret_key").read_text() == secret
    assert _read_row(launched.state) == "kept"
    again.process.send_signal(signal.SIGINT)  # a terminal and make send one each
    assert again.end(signal.SIGTERM) == []
    assert again.process.returncode == 0
    assert "Traceback" not in launched.output + again.output


def _connect(state: Path) -> psycopg.Connection[tuple[str, ...]]:
    return psycopg.connect(f"postgresql://postgres@/muse?host={state}/run/postgres", autocommit=True)


def _write_row(state: Path) -> None:
    with _connect(state) as connection:
        connection.execute("CREATE TABLE of_this_test AS SELECT 'kept' AS word")


def _read_row(state: Path) -> str:
    with _connect(state) as connection:
        row = connection.execute("SELECT word FROM of_this_test").fetchone()
    assert row is not None
    return row[0]


def _refusal(state: Path, port: int, **variables: str) -> str:
    """The last line that a Muse which cannot start prints; no traceback before it."""
    muse = Launched(state, port, **variables)
    output, _ = muse.process.communicate(timeout=UP_SECONDS)
    assert muse.process.returncode == 1
    assert "Traceback" not in output
    return output


def test_busy_port_is_said_in_one_sentence(short_directory: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        output = _refusal(short_directory, port)
    assert output == f"Port {port} is in use: stop what uses it, or choose another one with PORT=8080 make run.\n"


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "80.5"])
def test_port_that_is_none_is_named(short_directory: Path, port: str) -> None:
    assert _refusal(short_directory, 1, PORT=port) == "PORT: must be a whole number from 1 to 65535.\n"


def test_bad_value_of_a_setting_stops_the_start_with_its_name(short_directory: Path) -> None:
    output = _refusal(short_directory, free_port(), SPOTIFY_RATE_LIMIT="many")
    assert re.search(r"SPOTIFY_RATE_LIMIT: .+", output)


def test_database_that_does_not_answer_is_named_without_its_password(short_directory: Path) -> None:
    address = "postgresql://muse:hidden-word@127.0.0.1:9/muse"
    output = _refusal(short_directory, free_port(), DATABASE_URL=address)
    assert re.search(r"DATABASE_URL: PostgreSQL does not answer", output)
    assert "hidden-word" not in output
    assert not (short_directory / "postgres").exists()  # and none of its own was started


def test_state_on_a_long_path_still_has_its_sockets(short_directory: Path) -> None:
    """A socket's address holds 107 bytes; a checkout may lie deeper than that."""
    deep = short_directory / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    output = _refusal(deep, free_port(), SPOTIFY_QUOTA_MODE="neither")
    assert "PostgreSQL started" in output
    assert "SPOTIFY_QUOTA_MODE: " in output
