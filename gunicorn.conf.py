"""gunicorn for Muse, in production and under ``make run`` alike; every value can be changed by its variable."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gunicorn.http import message
from prometheus_client import multiprocess, values

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

# Threads, because a page waits for PostgreSQL, Redis and now and then for Spotify; two processes, to use two cores.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 8)
# Muse is loaded once and then forked: a start takes half as long, and the workers share most of their memory. Nothing
# connects to a server, or starts a thread, before the first request.
preload_app = True
bind = [f"{os.environ.get('WEB_HOST') or '0.0.0.0'}:{os.environ.get('PORT') or '8000'}"]

# A worker that does not even answer its master is replaced; requests themselves are bounded by the time-outs of what
# they wait for.
timeout = 30
graceful_timeout = 8  # seconds that requests have to end when the server stops: less than what sends SIGKILL allows
keepalive = 5
# Memory that a worker may have lost is found again, not by all workers at once.
max_requests = 5_000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # the heartbeat must not wait for a disk

# What a client may send: the longest address is a search, the longest header a cookie. A search that is far too long
# is told so by Muse's own page, so it has to get there: 10,000 characters of any script, percent-encoded, in bytes.
# gunicorn knows no limit between 8,190 and none at all; none would let one client fill the memory.
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024
limit_request_fields = 64
# X-Forwarded-* counts only when it comes from the proxy in front; FORWARDED_ALLOW_IPS names it.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"

# The proxy writes the access log; LOG_REQUESTS=1 writes one here too, without query strings: people search in them.
accesslog = "-" if os.environ.get("LOG_REQUESTS") == "1" else None
errorlog = "-"
logger_class = "muse.web_log.GunicornLogger"  # the lines of all others: JSON, or text on a terminal
control_socket_disable = True

# Counters of all processes are summed up from files in one directory (prometheus_client, multiprocess mode), which has
# to be empty when the first process starts.
_own_metrics = "PROMETHEUS_MULTIPROC_DIR" not in os.environ
if _own_metrics:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="muse-metrics-")

# A file belongs to a seat, not to a process: who takes the seat of a worker that has ended counts on in its file. With
# files of their own, those of every worker there ever was would be read whenever Prometheus asks.
_master = os.getpid()
_taken: set[int] = set()
_seat = 0
values.ValueClass = values.MultiProcessValue(lambda: f"{_master}-{_seat}")  # type: ignore[no-untyped-call]


def pre_fork(server: Arbiter, worker: Worker) -> None:
    worker.seat = next(seat for seat in itertools.count(1) if seat not in _taken)
    _taken.add(worker.seat)


def post_fork(server: Arbiter, worker: Worker) -> None:
    global _seat
    _seat = worker.seat


def when_ready(server: Arbiter) -> None:
    """Load what Django would load at the first request: addresses, views and what they import."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """What it has counted and not sent yet: a process that is replaced, or stops for a new version, loses nothing."""
    from spotify_cache.apps import send_all_counts

    send_all_counts()


def child_exit(server: Arbiter, worker: Worker) -> None:
    """Nobody has its seat any more; its gauges are no longer counted."""
    _taken.discard(worker.seat)
    multiprocess.mark_process_dead(f"{_master}-{worker.seat}")  # type: ignore[no-untyped-call]


def on_exit(server: Arbiter) -> None:
    if _own_metrics:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
