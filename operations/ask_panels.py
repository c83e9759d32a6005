#!/usr/bin/env python3
"""Ask a running Prometheus for every panel of the dashboard and every alert rule: which have data, which fire.

    operations/ask_panels.py http://127.0.0.1:9090 muse

Exits with 1 where a panel has no data. After a while of traffic all have; those of what never happened stay empty.
"""

from __future__ import annotations

import json
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

DASHBOARD = Path(__file__).resolve().parent / "grafana" / "muse.json"


class Target(NamedTuple):
    """One query of a panel."""

    title: str
    letter: str
    expression: str
    legend: str
    unit: str


def targets(job: str, rate_interval: str) -> Iterator[Target]:
    """The queries of the dashboard, with what Grafana would put in for its variables."""
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel.get("targets", ()):
            unit = _unit(panel["fieldConfig"], target["refId"])
            expression = target["expr"].replace("$__rate_interval", rate_interval).replace("$job", job)
            yield Target(panel["title"], target["refId"], expression, target.get("legendFormat", ""), unit)


def _unit(config: dict[str, Any], letter: str) -> str:
    """That of the panel, unless it is another for this query."""
    for override in config["overrides"]:
        if override["matcher"] == {"id": "byFrameRefID", "options": letter}:
            return next(one["value"] for one in override["properties"] if one["id"] == "unit")
    return config["defaults"]["unit"]


def ask(address: str, path: str, **parameters: str) -> Any:
    query = f"{address}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(query, timeout=30) as answer:  # noqa: S310 (an operator's own Prometheus)
        return json.load(answer)["data"]


def main(address: str = "http://127.0.0.1:9090", job: str = "muse") -> int:
    empty = 0
    for target in targets(job, rate_interval="2m"):
        series = ask(address, "query", query=target.expression)["result"]
        numbers = [one["value"][1] for one in series if one["value"][1] != "NaN"]
        empty += not numbers
        print(f"{'ok   ' if numbers else 'EMPTY'} {target.title} {target.letter}: {len(numbers)} series")
    for group in ask(address, "rules")["groups"]:
        for rule in group["rules"]:
            print(f"{rule['state']:8} {rule['name']} {rule.get('lastError', '')}")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
