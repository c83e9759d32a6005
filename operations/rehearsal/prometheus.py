"""The Prometheus of a rehearsal: Debian's, with Muse's own configuration and rules, only quicker."""

from __future__ import annotations

import json
import math
import re
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests
import yaml

from muse.embedded.processes import Child
from muse.testing.servers import free_port

CONFIGURATION = Path(__file__).resolve().parents[1] / "prometheus"
SCRAPE_SECONDS = 2
#: Instead of minutes (seconds): an outage of a rehearsal lasts no longer than some of these. For the same reason rules
#: look back at a tenth of the time.
ALERT_AFTER_SECONDS = 4
START_SECONDS = 30.0

Point = tuple[float, float]


class NoPrometheus(Exception):
    """It is not installed, or does not start; the message is one sentence."""


class Prometheus:
    """Scrapes one Muse; ``states`` has when which alert was pending and firing."""

    def __init__(self, directory: Path, target: str) -> None:
        program = shutil.which("prometheus")
        if program is None:
            raise NoPrometheus("There is no prometheus here: apt-get install prometheus.")
        self._program = program
        self._directory = directory / "prometheus"
        self._address = f"127.0.0.1:{free_port()}"
        self._target = target
        self._child: Child | None = None
        self._ended = threading.Event()
        #: name of an alert -> state -> seconds at which it was first seen so
        self.states: dict[str, dict[str, float]] = {}

    def start(self) -> None:
        """Raises: NoPrometheus when it does not answer in time."""
        self._directory.mkdir()
        self._configure()
        arguments = [
            f"--config.file={self._directory / 'prometheus.yml'}",
            f"--storage.tsdb.path={self._directory / 'data'}",
            f"--web.listen-address={self._address}",
        ]
        with (self._directory / "log").open("ab") as log:
            self._child = Child([self._program, *arguments], output=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if time.monotonic() > deadline or not self._child.is_running():
                raise NoPrometheus(f"Prometheus does not start; see {self._directory / 'log'}.")
            time.sleep(0.1)
        threading.Thread(target=self._watch_alerts, daemon=True).start()

    def stop(self) -> None:
        self._ended.set()
        if self._child is not None:
            self._child.stop()

    @property
    def address(self) -> str:
        return f"http://{self._address}"

    def ask(self, path: str, **parameters: str) -> Any:
        answer = requests.get(f"{self.address}/api/v1/{path}", params=parameters, timeout=30)
        answer.raise_for_status()
        return answer.json()["data"]

    def value(self, expression: str) -> float:
        """The sum of an expression's series now; 0 where there is none."""
        return sum(float(one["value"][1]) for one in self.ask("query", query=expression)["result"])

    def lines(self, expression: str, start: float, end: float, step: float = SCRAPE_SECONDS) -> list[Line]:
        """The series of an expression over a time, without points that are no number."""
        moments = {"start": f"{start:.0f}", "end": f"{end:.0f}", "step": f"{step:g}"}
        found = self.ask("query_range", query=expression, **moments)["result"]
        return [Line(one["metric"], [(at, float(value)) for at, value in one["values"]]) for one in found]

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"{self.address}/-/ready", timeout=2).ok
        except requests.RequestException:
            return False

    def _configure(self) -> None:
        configuration = yaml.safe_load((CONFIGURATION / "prometheus.yml").read_text())
        every = {"scrape_interval": f"{SCRAPE_SECONDS}s", "evaluation_interval": f"{SCRAPE_SECONDS}s"}
        configuration["global"] |= every
        for job in configuration["scrape_configs"]:
            job["static_configs"] = [{"targets": [self._target]}]
        rules = yaml.safe_load((CONFIGURATION / "alerts.yml").read_text())
        for group in rules["groups"]:
            for rule in group["rules"]:
                rule["expr"] = re.sub(r"\[(\d+)m\]", lambda minutes: f"[{int(minutes[1]) * 6}s]", rule["expr"])
                if "for" in rule:
                    rule["for"] = f"{ALERT_AFTER_SECONDS}s"
        (self._directory / "prometheus.yml").write_text(yaml.safe_dump(configuration))
        (self._directory / "alerts.yml").write_text(yaml.safe_dump(rules))

    def _watch_alerts(self) -> None:
        while not self._ended.wait(SCRAPE_SECONDS / 2):
            try:
                alerts = self.ask("alerts")["alerts"]
            except (requests.RequestException, json.JSONDecodeError):
                continue
            for alert in alerts:
                seen = self.states.setdefault(alert["labels"]["alertname"], {})
                seen.setdefault(alert["state"], time.time())


class Line:
    """A series over a time: its labels and its points."""

    def __init__(self, labels: dict[str, str], points: Sequence[Point]) -> None:
        self.labels = labels
        self.points = [(at, value) for at, value in points if not math.isnan(value)]
