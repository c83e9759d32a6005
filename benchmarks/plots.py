"""Small SVG plots that read on a light page and on a dark one, without a library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.results import DIRECTORY, number

WIDTH = 720
_LABEL = 190
_BAR, _STEP = 20, 30
_FONT = "font-family='system-ui,sans-serif' font-size='13'"
_MUSE, _OTHER, _INK = "#b5542b", "#8a93a0", "#767676"
_LINES = ("#b5542b", "#33658a", "#8a93a0", "#758e4f", "#86608e")


def _save(name: str, height: int, parts: Sequence[str]) -> None:
    svg = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img' {_FONT} fill='{_INK}'>",
        *parts,
        "</svg>\n",
    ]
    DIRECTORY.mkdir(exist_ok=True)
    (DIRECTORY / f"{name}.svg").write_text("\n".join(svg), encoding="utf-8")


def _text(x: float, y: float, text: str, anchor: str = "start", weight: str = "") -> str:
    heavy = f" font-weight='{weight}'" if weight else ""
    return f"<text x='{x:.0f}' y='{y:.0f}' text-anchor='{anchor}'{heavy}>{escape(text)}</text>"


def bars(name: str, title: str, values: Mapping[str, float], highlight: str, unit: str = "") -> None:
    """Horizontal bars from zero, one for each name; ``highlight`` is drawn in Muse's colour."""
    most = max(values.values()) or 1.0
    room = WIDTH - _LABEL - 90
    parts = [f"<title>{escape(title)}</title>", _text(0, 16, title, weight="600")]
    for place, (label, value) in enumerate(values.items()):
        y = 32 + place * _STEP
        width = max(1.0, room * value / most)
        colour = _MUSE if label == highlight else _OTHER
        parts.append(_text(_LABEL - 8, y + 15, label, "end"))
        parts.append(f"<rect x='{_LABEL}' y='{y}' width='{width:.1f}' height='{_BAR}' rx='2' fill='{colour}'/>")
        parts.append(_text(_LABEL + width + 6, y + 15, f"{number(value)}{unit}"))
    _save(name, 40 + len(values) * _STEP, parts)


def lines(
    name: str,
    title: str,
    series: Mapping[str, Sequence[tuple[float, float]]],
    *,
    x_title: str,
    logarithmic_x: bool = False,
) -> None:
    """Lines over a common axis from zero upward; points are (x, y)."""
    left, right, top, bottom, height = 60, WIDTH - 170, 40, 270, 320
    scale = math.log10 if logarithmic_x else float
    xs = sorted({x for points in series.values() for x, _ in points})
    highest = max(y for points in series.values() for _, y in points) or 1.0
    low, high = scale(xs[0]), scale(xs[-1])

    def at(x: float, y: float) -> tuple[float, float]:
        share = (scale(x) - low) / ((high - low) or 1.0)
        return left + share * (right - left), bottom - y / highest * (bottom - top)

    parts = [f"<title>{escape(title)}</title>", _text(0, 16, title, weight="600")]
    for quarter in range(5):
        value = highest * quarter / 4
        y = at(xs[0], value)[1]
        parts.append(f"<path d='M{left} {y:.1f}H{right}' stroke='{_INK}' stroke-opacity='.25'/>")
        parts.append(_text(left - 8, y + 4, number(value), "end"))
    for x in xs:
        parts.append(_text(at(x, 0)[0], bottom + 20, f"{x:,g}" if x < 10_000 else f"{x:,.0f}", "middle"))
    parts.append(_text((left + right) / 2, bottom + 42, x_title, "middle"))
    labels: list[float] = []
    for place, (label, points) in enumerate(series.items()):
        colour = _LINES[place % len(_LINES)]
        drawn = [at(x, y) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
        parts.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>")
        parts += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{colour}'/>" for x, y in drawn]
        y = drawn[-1][1] + 4
        while any(abs(y - other) < 15 for other in labels):
            y += 15
        labels.append(y)
        parts.append(f"<g fill='{colour}'>{_text(right + 10, y, label)}</g>")
    _save(name, height, parts)
