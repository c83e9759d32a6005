"""The dashboard is one that Grafana loads as it is, and whose panels can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

from muse.metrics.tests.test_operations_files import DASHBOARD, labels_in

#: Of the IDs in Grafana's list of value formats, those that a web service has a use for.
UNITS = {"short", "none", "percentunit", "reqps", "ops", "s", "ms", "bytes", "Bps"}
KINDS = {"row", "stat", "timeseries"}
WIDTH = 24
#: What an expression may look back at beside Grafana's own interval, and has to say in its title or description.
LOOKS_BACK = {"10m": "10 minutes", "1h": "hour"}
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}

_document = json.loads(DASHBOARD.read_text())
_all = _document["panels"]
_panels = [panel for panel in _all if panel["type"] != "row"]
each_panel = pytest.mark.parametrize("panel", _panels, ids=lambda panel: panel["title"])


def _targets() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for panel in _panels:
        for target in panel["targets"]:
            yield panel, target


def _squares(panel: dict[str, Any]) -> set[tuple[int, int]]:
    at = panel["gridPos"]
    return {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}


def test_it_can_be_provisioned() -> None:
    assert "id" not in _document, "the number that one Grafana gave it"
    assert _document["uid"]
    assert _document["schemaVersion"] >= 36, "older ones name data sources by text"
    assert {variable["type"] for variable in _document["templating"]["list"]} == {"datasource", "query"}
    datasource, job = _document["templating"]["list"]
    assert (datasource["name"], datasource["query"]) == ("datasource", "prometheus")
    assert (job["name"], job["datasource"]) == ("job", DATASOURCE)
    # What somebody had chosen when it was exported.
    assert not [variable for variable in _document["templating"]["list"] if "current" in variable]


def test_every_panel_has_a_number_and_a_place_of_its_own() -> None:
    numbers = [panel["id"] for panel in _all]
    assert len(set(numbers)) == len(numbers)
    assert {panel["type"] for panel in _all} <= KINDS
    for one, other in combinations(_all, 2):
        assert not _squares(one) & _squares(other), (one["title"], other["title"])
    assert all(0 <= x < WIDTH for panel in _all for x, _ in _squares(panel))
    assert all(panel["gridPos"]["w"] == WIDTH for panel in _all if panel["type"] == "row")


@each_panel
def test_its_unit_is_one_of_grafanas_and_its_thresholds_rise(panel: dict[str, Any]) -> None:
    defaults = panel["fieldConfig"]["defaults"]
    assert defaults["unit"] in UNITS
    steps = [step["value"] for step in defaults.get("thresholds", {}).get("steps", [])]
    assert steps[:1] in ([], [None])
    assert all(low < high for low, high in pairwise(steps[1:]))
    for override in panel["fieldConfig"]["overrides"]:
        assert override["matcher"]["options"] in {target["refId"] for target in panel["targets"]}
        assert all(one["value"] in UNITS for one in override["properties"] if one["id"] == "unit")


@each_panel
def test_its_series_have_names(panel: dict[str, Any]) -> None:
    legends = [target["legendFormat"] for target in panel["targets"]]
    assert len(set(legends)) == len(legends)
    for target in panel["targets"]:
        grouped = {label for found in re.findall(r"\bby\s*\(([^)]*)\)", target["expr"]) for label in found.split(", ")}
        named = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
        assert named == grouped - {"le"}, target["expr"]
        is_alone = panel["type"] == "stat" and len(legends) == 1
        assert target["legendFormat"] or is_alone, "Grafana would write the whole expression"


@each_panel
def test_it_asks_the_chosen_prometheus_for_the_chosen_job(panel: dict[str, Any]) -> None:
    assert panel["datasource"] == DATASOURCE
    letters = [target["refId"] for target in panel["targets"]]
    assert letters == [*"ABCDEF"][: len(letters)]
    for target in panel["targets"]:
        assert target["datasource"] == DATASOURCE
        metrics = re.findall(r"\b(?:muse|django)_\w+", target["expr"])
        assert target["expr"].count('job="$job"') == len(metrics)
        assert "job" in labels_in(target["expr"])


def test_rates_look_back_as_far_as_the_graph_can_show_or_say_how_far() -> None:
    for panel, target in _targets():
        for window in re.findall(r"\[([^\]]*)\]", target["expr"]):
            said = f"{panel['title']} {panel['description']} {target['legendFormat']}"
            assert window == "$__rate_interval" or LOOKS_BACK[window] in said, panel["title"]


def test_a_share_is_shown_as_one() -> None:
    for panel, target in _targets():
        if panel["fieldConfig"]["defaults"]["unit"] == "percentunit":
            assert "/" in target["expr"], panel["title"]
