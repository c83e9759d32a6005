"""The dashboard and the alert rules speak of what /metrics gives, and Prometheus understands them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from muse.tasks import take_census
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.tasks import ask_for_run, fetch_wants
from spotify_cache.tests.worker import run_worker

OPERATIONS = Path(__file__).resolve().parents[3] / "operations"
ALERTS = OPERATIONS / "prometheus" / "alerts.yml"
DASHBOARD = OPERATIONS / "grafana" / "muse.json"
PROMTOOL = shutil.which("promtool")
#: What Prometheus itself adds to what it reads.
OF_PROMETHEUS = {"up"}
OF_PROMETHEUS_LABELS = {"job", "instance"}
needs_promtool = pytest.mark.skipif(
    PROMTOOL is None and not os.environ.get("CI"), reason="promtool is not on PATH (Debian: prometheus)"
)
_SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("_total",), "gauge": ("",)}

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SELECTOR = re.compile(r"\b([a-z_][a-z0-9_]*)\{([^}]*)\}")
_RANGE = re.compile(r"\[[^\]]*\]")
_WORDS_OF_PROMQL = re.compile(
    r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)|\b(?:and|or|unless|bool)\b"
)
_NAME = re.compile(r"\b[a-z_][a-z0-9_]*\b(?!\s*\()")


def _panels() -> Iterator[dict[str, Any]]:
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        if panel["type"] != "row":
            yield panel


def _expressions() -> dict[str, str]:
    rules = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
    panels = {
        f"{panel['title']} {target['refId']}": target["expr"] for panel in _panels() for target in panel["targets"]
    }
    return {rule["alert"]: rule["expr"] for rule in rules} | panels


def metrics_in(expression: str) -> set[str]:
    """Names of the metrics that a PromQL expression asks for: what is no function, keyword, label or number."""
    bare = _RANGE.sub("", _SELECTOR.sub(r"\1", _STRING.sub('""', expression)))
    return set(_NAME.findall(_WORDS_OF_PROMQL.sub(" ", bare)))


def labels_in(expression: str) -> set[str]:
    matchers = ",".join(inside for _, inside in _SELECTOR.findall(_STRING.sub('""', expression)))
    grouped = ",".join(re.findall(r"\bby\s*\(([^)]*)\)", expression))
    return {label for label in re.findall(r"[a-z_]+", f"{matchers},{grouped}") if label != "le"}


@pytest.mark.parametrize(
    ("expression", "metrics", "labels"),
    [
        (
            'sum by (le, a) (rate(x_bucket{b=~"c|d", job="$job"}[$__rate_interval])) > 0.5',
            {"x_bucket"},
            {"a", "b", "job"},
        ),
        ("time() - max(y_seconds) > 600 or absent(y_seconds)", {"y_seconds"}, set()),
        ("max without (instance) (x_total) / on (a) y and z", {"x_total", "y", "z"}, set()),
    ],
)
def test_names_are_read_out_of_expressions(expression: str, metrics: set[str], labels: set[str]) -> None:
    assert (metrics_in(expression), labels_in(expression)) == (metrics, labels)


@pytest.mark.django_db(transaction=True)
def test_every_metric_and_label_they_use_is_one_that_muse_gives(
    client: Client, sandbox: SandboxProcess, settings: Any
) -> None:
    settings.PAGE_TIMES_SHARE = 1.0
    client.get("/charts")
    report = {"route": "charts", "lcp": 1, "cls": 0}
    client.post("/page-times", json.dumps(report), content_type="application/json")
    get_repository().search("moon")
    fetch_wants.delay([])
    ask_for_run(get_repository().store)
    run_worker()
    take_census()
    given: set[str] = set()
    labels: set[str] = set()
    for family in text_string_to_metric_families(client.get("/metrics").content.decode()):
        given |= {family.name + suffix for suffix in _SUFFIXES.get(family.type, ("",))}
        labels |= {label for sample in family.samples for label in sample.labels}
    expressions = _expressions()
    assert len(expressions) > 50
    unknown = {name: left for name, used in expressions.items() if (left := metrics_in(used) - given - OF_PROMETHEUS)}
    assert not unknown
    # Given by what has not happened here: refreshes, dashboards of listeners.
    labels |= {"result", "source"}
    strange = {
        name: left for name, used in expressions.items() if (left := labels_in(used) - labels - OF_PROMETHEUS_LABELS)
    }
    assert not strange


def test_panels_lie_beside_each_other_and_have_names_of_their_own() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in _panels()]
    titles = [panel["title"] for panel in _panels()]
    assert len(set(places)) == len(places)
    assert len(set(titles)) == len(titles)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in _panels())


@needs_promtool
@pytest.mark.parametrize(
    "check",
    [
        ("check", "rules", "alerts.yml"),
        ("check", "config", "prometheus.yml"),
        ("test", "rules", "alerts_test.yml"),
    ],
    ids=" ".join,
)
def test_promtool_is_content(check: tuple[str, ...]) -> None:
    assert PROMTOOL is not None, "CI has to have promtool: apt-get install prometheus"
    checked = subprocess.run(
        [PROMTOOL, *check], cwd=ALERTS.parent, capture_output=True, text=True, check=False, timeout=60
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@needs_promtool
def test_promtool_is_content_with_what_metrics_says(client: Client, db: None) -> None:
    assert PROMTOOL is not None, "CI has to have promtool: apt-get install prometheus"
    client.get("/charts")
    exported = client.get("/metrics").content
    checked = subprocess.run(
        [PROMTOOL, "check", "metrics"], input=exported, capture_output=True, check=False, timeout=60
    )
    # It has opinions on names, django-prometheus' too; what it cannot read is an error.
    assert b"error" not in checked.stderr.lower(), checked.stderr.decode()
