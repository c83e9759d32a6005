"""PostgreSQL and Redis from pip packages: they start, keep what they should, and never stay behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from muse.embedded import EmbeddedServerError, PostgresServer, RedisServer
from muse.embedded import postgres as postgres_module
from muse.embedded import redis_server as redis_module

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20.0


def _until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true within {SECONDS} s"
        time.sleep(0.02)


def _is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def place(short_directory: Path) -> Path:
    """A private directory, as ``.muse`` is: PostgreSQL's account may not enter it by its permissions."""
    short_directory.chmod(0o700)
    return short_directory


@pytest.fixture(scope="module")
def new_data() -> Iterator[Path]:
    """A data directory as ``initdb`` leaves it, made once: tests work on copies."""
    with tempfile.TemporaryDirectory(prefix="muse-") as directory:
        place = Path(directory)
        server = PostgresServer(place / "data", place / "sockets", log=place / "log", throw_away=True)
        server.start()
        server.stop()
        yield server.data


@pytest.fixture
def postgres(new_data: Path, place: Path) -> Iterator[PostgresServer]:
    subprocess.run(["cp", "-a", new_data, place / "data"], check=True)
    server = PostgresServer(place / "data", place / "sockets", log=place / "log")
    server.start()
    yield server
    server.stop()


def test_postgres_keeps_its_rows_over_a_restart(postgres: PostgresServer) -> None:
    postgres.ensure_database("muse")
    with psycopg.connect(postgres.url("muse")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    postgres.stop()
    assert not postgres.is_running
    postgres.start()
    postgres.ensure_database("muse")
    with psycopg.connect(postgres.url("muse")) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]


def test_postgres_does_not_run_as_root(postgres: PostgresServer) -> None:
    assert postgres.child is not None
    assert psutil.Process(postgres.child.pid).uids().effective != 0


def test_postgres_starts_from_programs_that_its_account_cannot_reach(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a checkout under /root, installed with umask 077."""
    installed = postgres_module.find_binaries()
    package = installed.parents[1]
    for directory in package.parent.glob(f"{package.name}*"):  # the package, and its libraries beside it
        subprocess.run(["cp", "-a", directory, place], check=True)
    subprocess.run(["chmod", "-R", "go=", place], check=True)
    closed = place / installed.relative_to(package.parent)
    monkeypatch.setattr(postgres_module, "find_binaries", lambda: closed)
    server = PostgresServer(place / "data", place / "sockets", log=place / "log", throw_away=True)
    server.start()
    server.stop()
    assert place.stat().st_mode & 0o077 == 0


def test_postgres_is_reached_by_its_owner_only(postgres: PostgresServer) -> None:
    assert postgres.sockets.stat().st_mode & 0o077 == 0
    assert postgres.data.stat().st_mode & 0o077 == 0
    with psycopg.connect(postgres.url("postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_postgres_starts_over_the_lock_of_a_dead_server_whose_number_another_process_has(
    postgres: PostgresServer,
) -> None:
    postgres.stop()
    lock = postgres.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{postgres.data}\n1\n5432\n{postgres.sockets}\n\n  1 1\nready   \n")
    postgres.start()
    assert postgres.is_running


def test_postgres_recovers_after_being_killed(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE written AS SELECT 1 AS one")
    assert postgres.child is not None
    os.killpg(postgres.child.pid, signal.SIGKILL)
    _until(lambda: not postgres.is_running, "the end of the server")
    postgres.stop()
    postgres.start()
    with psycopg.connect(postgres.url("postgres")) as connection:
        assert connection.execute("SELECT one FROM written").fetchall() == [(1,)]


def test_postgres_takes_connections_whatever_becomes_of_dev_shm(place: Path) -> None:
    server = PostgresServer(place / "data", place / "sockets", log=place / "log")
    try:
        server.start()
        with psycopg.connect(server.url("postgres")) as connection:
            assert connection.execute("SHOW dynamic_shared_memory_type").fetchone() == ("mmap",)
        assert any((server.data / "pg_dynshmem").iterdir())
    finally:
        server.stop()


def test_postgres_that_cannot_start_says_why_in_one_sentence(postgres: PostgresServer) -> None:
    postgres.stop()
    (postgres.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedServerError, match=r"PostgreSQL did not start: .+") as caught:
        postgres.start()
    assert "\n" not in str(caught.value)


def test_redis_keeps_appended_data_over_a_restart(place: Path) -> None:
    options = {"dir": str(place), "save": "", "appendonly": "yes"}
    server = RedisServer("keeping", place, options=options, log=place / "log")
    server.start()
    assert server.command("SET", "task", "queued") == "OK"
    server.stop()
    server.start()
    assert server.command("STRLEN", "task") == str(len("queued"))
    server.stop()


def test_redis_listens_on_its_socket_only_and_for_its_owner_only(place: Path) -> None:
    server = RedisServer("cache", place, options={"save": ""}, log=place / "log")
    server.start()
    assert server.child is not None
    assert psutil.Process(server.child.pid).net_connections("inet") == []
    assert server.socket.stat().st_mode & 0o077 == 0
    server.stop()


def test_redis_that_cannot_start_says_why_in_one_sentence(place: Path) -> None:
    server = RedisServer("wrong", place, options={"maxmemory-policy": "no-such-policy"}, log=place / "log")
    with pytest.raises(EmbeddedServerError, match=r"Redis \(wrong\) did not start: .+") as caught:
        server.start()
    assert "\n" not in str(caught.value)


def test_redis_server_on_path_serves_where_the_package_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packaged = redis_module.find_redis_server()
    (tmp_path / "redis-server").symlink_to(packaged)
    monkeypatch.setattr(redis_module.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert redis_module.find_redis_server() == tmp_path / "redis-server"


@pytest.mark.parametrize(
    ("find", "variable"),
    [(redis_module.find_redis_server, "REDIS_URL"), (postgres_module.find_binaries, "DATABASE_URL")],
    ids=["Redis", "PostgreSQL"],
)
def test_a_system_without_the_server_is_told_which_variable_helps(
    monkeypatch: pytest.MonkeyPatch, find: Callable[[], Path], variable: str
) -> None:
    monkeypatch.setattr(redis_module.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EmbeddedServerError, match=variable):
        find()


STARTER = """
import signal, subprocess, sys, tempfile, time
from pathlib import Path
from muse.embedded import PostgresServer, RedisServer
from muse.embedded.processes import Child, guard
place = Path(sys.argv[1])
throw_away = Path(tempfile.mkdtemp(dir=place))
guard.remove(throw_away)
postgres = PostgresServer(place / "data", place / "sockets", log=place / "log", throw_away=True)
redis = RedisServer("cache", place, options={"save": ""}, log=place / "log")
postgres.start(); redis.start()
deaf = "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); " \\
       "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); time.sleep(600)"
deaf = Child([sys.executable, "-c", deaf], last_signal=signal.SIGTERM)
print(postgres.child.pid, redis.child.pid, deaf.pid, throw_away, flush=True)
time.sleep(600)
"""


def test_nothing_outlives_a_starter_that_is_killed(place: Path) -> None:
    """Servers, a child that ignores its signal, its child, and throw-away data are gone."""
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(place)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    *pids, throw_away = starter.stdout.readline().split()
    _until(lambda: bool(psutil.Process(int(pids[2])).children()), "the grandchild")
    descendants = [process.pid for process in psutil.Process(starter.pid).children(recursive=True)]
    assert {int(pid) for pid in pids} <= set(descendants)
    starter.kill()
    starter.wait(SECONDS)
    starter.stdout.close()
    _until(lambda: all(map(_is_gone, descendants)), "the end of every process")
    assert not Path(throw_away).exists()
