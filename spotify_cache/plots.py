"""Plots as shapes with coordinates, for a template to write down as SVG: no script, no picture, no library.

Each has a title, a sentence that says what it shows, and its numbers as a table: who does not see it reads those.
Colours are names of classes; the stylesheet knows them, light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH = 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 4, 8, 18


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    css: str
    #: Shown by browsers to a pointer that rests on it.
    says: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    d: str
    css: str


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Plot:
    #: Names its parts: one word, unique on the page.
    name: str
    title: str
    summary: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    height: int
    rects: Sequence[Rect] = ()
    paths: Sequence[Path] = ()
    labels: Sequence[Label] = ()
    #: (css, label) of each series, where there is more than one.
    legend: Sequence[tuple[str, str]] = ()
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one thing, one for each place on the axis; None where nothing is known."""

    label: str
    css: str
    values: Sequence[float | None] = field(default_factory=list)


def short(number: float) -> str:
    """A number for an axis: 950, 1.2k, 3M."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:.3g}{letter}"
    return f"{number:.3g}"


def _nice(most: float) -> float:
    """The end of an axis: 1, 2, 2.5 or 5 times a power of ten, so that half of it is readable too."""
    if most <= 2:
        return 2
    power = 10.0 ** (len(str(int(most))) - 1)
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= most)


def _frame(height: int, places: Sequence[str], top: str, middle: str, every: int) -> tuple[list[Path], list[Label]]:
    """Lines and names of both axes."""
    floor, ceiling = height - _BOTTOM, _TOP
    half = (floor + ceiling) / 2
    lines = [Path(f"M{_LEFT} {y:g}H{WIDTH - _RIGHT}", "plot-grid") for y in (ceiling, half, floor)]
    names = [
        Label(_LEFT - 5, y + 3.5, text, "end") for y, text in ((ceiling, top), (half, middle), (floor, "0")) if text
    ]
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(places))
    names += [
        Label(round(_LEFT + (at + 0.5) * step, 1), height - 4, place)
        for at, place in enumerate(places)
        if at % every == 0
    ]
    return lines, names


def columns(
    name: str,
    title: str,
    summary: str,
    first: str,
    places: Sequence[str],
    series: Sequence[Series],
    height: int = 150,
    every: int = 4,
) -> Plot:
    """Columns on top of each other; ``first`` heads the table's first column, ``every`` n-th place is named."""
    totals = [sum(one.values[at] or 0 for one in series) for at in range(len(places))]
    most = _nice(max(totals, default=0))
    floor = height - _BOTTOM
    scale, step = (floor - _TOP) / most, (WIDTH - _LEFT - _RIGHT) / max(1, len(places))
    rects = []
    for at, place in enumerate(places):
        bottom = float(floor)
        for one in series:
            value = one.values[at] or 0
            if value:
                tall = max(value * scale, 0.75)
                bottom -= tall
                x = _LEFT + at * step + step * 0.12
                says = f"{place}: {one.label} {value:,.0f}"
                rects.append(Rect(round(x, 2), round(bottom, 2), round(step * 0.76, 2), round(tall, 2), one.css, says))
    lines, names = _frame(height, places, short(most), short(most / 2), every)
    return Plot(
        name,
        title,
        summary,
        (first, *(one.label for one in series)),
        [(place, *(f"{one.values[at] or 0:,.0f}" for one in series)) for at, place in enumerate(places)],
        height,
        rects,
        lines,
        names,
        [(one.css, one.label) for one in series] if len(series) > 1 else (),
    )


def shares(
    name: str,
    title: str,
    summary: str,
    first: str,
    places: Sequence[str],
    series: Series,
    height: int = 110,
    every: int = 4,
) -> Plot:
    """A line between 0 and 100 %, broken where nothing is known."""
    floor = height - _BOTTOM
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(places))
    drawn = []
    for at, value in enumerate(series.values):
        if value is not None:
            x, y = _LEFT + at * step, floor - value * (floor - _TOP)
            joins = at > 0 and series.values[at - 1] is not None
            drawn.append(f"{'L' if joins else 'M'}{x + step / 4:.1f} {y:.1f}h{step / 2:.1f}")
    lines, names = _frame(height, places, "100%", "50%", every)
    rows = [
        (place, "–" if value is None else f"{value:.1%}") for place, value in zip(places, series.values, strict=True)
    ]
    return Plot(
        name,
        title,
        summary,
        (first, series.label),
        rows,
        height,
        paths=[*lines, Path("".join(drawn), f"plot-line {series.css}")],
        labels=names,
    )


#: Steps of darkness of a heat map; 0 is nothing.
HEAT_STEPS = 6


def heat(name: str, title: str, summary: str, first: str, rows: Sequence[tuple[str, Sequence[float]]]) -> Plot:
    """Hours of the day beside each other, ``rows`` (weekdays) below each other; the darker, the more."""
    most = max((value for _, values in rows for value in values), default=0)
    cell, left, top = 13.4, 36, 4
    rects, names = [], []
    for down, (row, values) in enumerate(rows):
        y = top + down * cell
        names.append(Label(left - 5, y + cell * 0.72, row, "end"))
        for hour, value in enumerate(values):
            level = min(HEAT_STEPS, 1 + int(value / most * HEAT_STEPS)) if value else 0
            rects.append(
                Rect(
                    round(left + hour * cell, 1),
                    round(y, 1),
                    cell - 1.4,
                    cell - 1.4,
                    f"plot-heat-{level}",
                    f"{row} {hour}:00: {value:,.0f}",
                )
            )
    height = round(top + len(rows) * cell + 16)
    names += [Label(left + (hour + 0.5) * cell, height - 3, str(hour)) for hour in range(0, 24, 3)]
    return Plot(
        name,
        title,
        summary,
        (first, *(str(hour) for hour in range(24))),
        [(row, *(f"{value:,.0f}" for value in values)) for row, values in rows],
        height,
        rects,
        labels=names,
    )
