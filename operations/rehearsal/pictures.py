"""Every panel as Grafana would lay it out, drawn from what Prometheus kept: a page to look at, without a Grafana."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from operations.ask_panels import DASHBOARD
from operations.rehearsal.findings import Shown
from operations.rehearsal.prometheus import Line

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 460, 170, 58, 22, 8
_COLOURS = (
    "#b5542b",
    "#33658a",
    "#758e4f",
    "#86608e",
    "#c99a2e",
    "#3f8f8b",
    "#a23b5a",
    "#6b6b6b",
    "#4f6bd8",
    "#8c6239",
)
_MOST_IN_LEGEND = 12
_STYLE = """
body { font: 13px/1.4 system-ui, sans-serif; margin: 1rem; background: #f6f5f3; color: #222 }
h2 { font-size: 1rem; margin: 1.2rem 0 .4rem }
.row { display: flex; flex-wrap: wrap; gap: .6rem }
figure { margin: 0; padding: .6rem; background: #fff; border: 1px solid #ddd; border-radius: 4px; width: 470px }
figcaption { font-weight: 600 } figcaption small { font-weight: 400; color: #777; display: block }
.value { font-size: 2.2rem } .empty { color: #b00; font-size: 1.4rem }
ul { list-style: none; margin: .3rem 0 0; padding: 0; font-size: 11px; columns: 2 } li { break-inside: avoid }
"""


def draw(shown: Sequence[Shown], file: Path, start: float, end: float) -> None:
    by_title = {title: list(some) for title, some in groupby(shown, key=lambda one: one.target.title)}
    parts = ["<!doctype html><meta charset='utf-8'><title>Muse, rehearsed</title>", f"<style>{_STYLE}</style>"]
    is_open = False
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        if panel["type"] == "row":
            parts.append(f"{'</div>' if is_open else ''}<h2>{escape(panel['title'])}</h2><div class='row'>")
            is_open = True
            continue
        description = escape(panel.get("description", ""))
        parts.append(f"<figure><figcaption>{escape(panel['title'])}<small>{description}&nbsp;</small></figcaption>")
        parts.append(_panel(panel["type"], by_title[panel["title"]], start, end))
        parts.append("</figure>")
    file.write_text("\n".join([*parts, "</div>"]), encoding="utf-8")


def _panel(form: str, queries: Sequence[Shown], start: float, end: float) -> str:
    named = [(_legend(one.target.legend, line.labels), one.target.unit, line) for one in queries for line in one.lines]
    if not named:
        return "<p class='empty'>No data</p>"
    if form != "timeseries":
        told = (
            f"{escape(name)} <span class='value'>{_said(line.points[-1][1], unit)}</span>" for name, unit, line in named
        )
        return f"<p>{' · '.join(told)}</p>"
    return _graph([(name, unit, line) for name, unit, line in named], start, end)


def _legend(form: str, labels: Mapping[str, str]) -> str:
    if not form:
        return ", ".join(f"{name}={value}" for name, value in labels.items() if name != "__name__")
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: labels.get(match[1], ""), form)


def _graph(named: Sequence[tuple[str, str, Line]], start: float, end: float) -> str:
    """One graph for all series of one unit, below each other where there is more than one unit."""
    units = list(dict.fromkeys(unit for _, unit, _ in named))
    return "".join(_graph_of([one for one in named if one[1] == unit], start, end) for unit in units)


def _graph_of(named: Sequence[tuple[str, str, Line]], start: float, end: float) -> str:
    highest = max((value for _, _, line in named for _, value in line.points), default=0.0) or 1.0
    unit = named[0][1]

    def at(moment: float, value: float) -> str:
        x = _LEFT + (moment - start) / (end - start) * (_WIDTH - _LEFT)
        y = _TOP + (1 - value / highest) * (_HEIGHT - _BOTTOM - _TOP)
        return f"{x:.1f},{y:.1f}"

    parts = [f"<svg viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' height='{_HEIGHT}' font-size='10' fill='#777'>"]
    for share in (0.0, 0.5, 1.0):
        y = float(at(start, highest * share).split(",")[1])
        parts.append(f"<path d='M{_LEFT} {y}H{_WIDTH}' stroke='#ddd'/>")
        parts.append(f"<text x='{_LEFT - 4}' y='{y + 3:.0f}' text-anchor='end'>{_said(highest * share, unit)}</text>")
    for minute in range(int((end - start) // 60) + 1):
        x = at(start + 60 * minute, 0).split(",")[0]
        parts.append(f"<text x='{x}' y='{_HEIGHT - 6}' text-anchor='middle'>{minute} min</text>")
    legend = []
    ordered = sorted(named, key=lambda one: -max(value for _, value in one[2].points))
    for place, (name, _, line) in enumerate(ordered):
        colour = _COLOURS[place % len(_COLOURS)]
        path = " ".join(at(moment, value) for moment, value in line.points)
        parts.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='1.3'/>")
        if place < _MOST_IN_LEGEND:
            last = _said(line.points[-1][1], unit)
            most = _said(max(value for _, value in line.points), unit)
            legend.append(f"<li><b style='color:{colour}'>━</b> {escape(name) or '(no name)'} {last}, most {most}</li>")
    if len(ordered) > _MOST_IN_LEGEND:
        legend.append(f"<li>and {len(ordered) - _MOST_IN_LEGEND} more</li>")
    return "".join([*parts, "</svg><ul>", *legend, "</ul>"])


def _said(value: float, unit: str) -> str:
    """A number as Grafana writes it in this unit, more or less."""
    if unit == "percentunit":
        return f"{value:.1%}"
    if unit in {"bytes", "Bps"}:
        return f"{value / 2**20:,.1f} MiB" if value >= 2**20 else f"{value / 1024:,.1f} KiB"
    if unit == "s":
        return f"{value * 1000:,.3g} ms" if value < 1 else f"{value:,.1f} s"
    ending = {"reqps": " req/s", "ops": " ops/s"}.get(unit, "")
    return f"{value:,.0f}{ending}" if abs(value) >= 100 else f"{value:.3g}{ending}"
