"""Counts of several gunicorn processes, while some of them end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from muse.testing.servers import free_port

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60.0


class Gunicorn:
    """Two processes as in production; nothing that is asked of them here needs a database."""

    def __init__(self, directory: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.directory = directory
        variables = {"PORT": str(port), "WEB_HOST": "127.0.0.1", "WEB_CONCURRENCY": "2", "BASE_URL": self.url}
        variables |= {"DJANGO_SETTINGS_MODULE": "muse.settings", "PROMETHEUS_MULTIPROC_DIR": str(directory)}
        command = [sys.executable, "-m", "gunicorn", "muse.wsgi", "--config", "gunicorn.conf.py"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def workers(self) -> set[int]:
        return {child.pid for child in psutil.Process(self.process.pid).children()}

    def ask(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=10).status_code == 200
        except requests.RequestException:
            return False

    def counted(self, name: str = "muse_response_seconds_count", route: str | None = "healthz") -> float:
        """How often /healthz was answered, or another metric, says whichever process is asked."""
        text = requests.get(f"{self.url}/metrics", timeout=10).text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and sample.labels.get("route") == route
        )

    def replace_one(self, number: signal.Signals) -> None:
        before = self.workers()
        os.kill(ended := min(before), number)
        _until(lambda: len(self.workers()) == 2 and ended not in self.workers())


def _until(is_so: object) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def gunicorn(tmp_path: Path) -> Iterator[Gunicorn]:
    started = Gunicorn(tmp_path)
    try:
        _until(started.ask)
        _until(lambda: len(started.workers()) == 2)
        yield started
    finally:
        started.process.terminate()
        started.process.wait(30)


def test_what_ended_processes_counted_stays_and_their_files_do_not_pile_up(gunicorn: Gunicorn) -> None:
    asked = sum(gunicorn.ask() for _ in range(20))
    begun = gunicorn.counted()
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM, signal.SIGTERM):
        gunicorn.replace_one(number)
        asked += sum(gunicorn.ask() for _ in range(10))
    assert gunicorn.counted() - begun == asked - 20
    # Of each kind one for either process, and what the master itself wrote before it forked.
    files = [file.name for file in gunicorn.directory.glob("histogram_*.db")]
    assert len(files) <= 3, files


def test_a_process_that_ends_in_order_sends_what_it_has_counted(gunicorn: Gunicorn) -> None:
    begun = gunicorn.counted("muse_cache_reads_total", None)
    for number in range(8):  # sooner after each other than counts are sent
        requests.get(f"{gunicorn.url}/api/v1/tracks/{number:022}", timeout=10)
    for _ in range(2):
        gunicorn.replace_one(signal.SIGTERM)
    assert gunicorn.counted("muse_cache_reads_total", None) - begun == 8
