"""Plots as shapes with coordinates, for a template to write down as SVG: no script, no picture, no library.

Each has a title, a sentence that says what it shows, and its numbers as a table: who does not see it reads those.
Colours are names of classes; the stylesheet knows them, light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

WIDTH = 360
#: Room around what is drawn: numbers at the left, the unit above, names of places and what they are below.
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 4, 20, 30


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


@dataclass(frozen=True, slots=True)
class Axes:
    """What both axes say: the places from left to right with what they are, and the unit from the floor up."""

    #: Such as ``Hour (UTC)``: below the axis, and at the head of the table.
    across: str
    places: Sequence[str]
    #: Such as ``calls``: above the other axis.
    up: str
    #: Every so many of the places are named.
    every: int = 4


def _frame(height: int, axes: Axes, top: str, middle: str) -> tuple[list[Path], list[Label]]:
    """Lines and names of both axes."""
    floor, ceiling = height - _BOTTOM, _TOP
    half = (floor + ceiling) / 2
    lines = [Path(f"M{_LEFT} {y:g}H{WIDTH - _RIGHT}", "plot-grid") for y in (ceiling, half, floor)]
    names = [
        Label(_LEFT - 5, y + 3.5, text, "end") for y, text in ((ceiling, top), (half, middle), (floor, "0")) if text
    ]
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(axes.places))
    names += [
        Label(round(_LEFT + (at + 0.5) * step, 1), floor + 13, place)
        for at, place in enumerate(axes.places)
        if at % axes.every == 0
    ]
    names += [Label(0, 10, axes.up, "start"), Label(WIDTH - _RIGHT, height - 3, axes.across, "end")]
    return lines, names


def columns(
    name: str,
    title: str,
    summary: str,
    axes: Axes,
    series: Sequence[Series],
    height: int = 174,
    limit: float | None = None,
) -> Plot:
    """Columns on top of each other; a line at ``limit``, where there is one."""
    totals = [sum(one.values[at] or 0 for one in series) for at in range(len(axes.places))]
    most = _nice(max(*totals, limit or 0, 0))
    floor = height - _BOTTOM
    scale, step = (floor - _TOP) / most, (WIDTH - _LEFT - _RIGHT) / max(1, len(axes.places))
    rects = []
    for at, place in enumerate(axes.places):
        bottom = float(floor)
        for one in series:
            value = one.values[at] or 0
            if value:
                tall = max(value * scale, 0.75)
                bottom -= tall
                x = _LEFT + at * step + step * 0.12
                says = f"{place}: {one.label} {_number(value)}"
                rects.append(Rect(round(x, 2), round(bottom, 2), round(step * 0.76, 2), round(tall, 2), one.css, says))
    lines, names = _frame(height, axes, short(most), short(most / 2))
    if limit is not None:
        lines.append(Path(f"M{_LEFT} {floor - limit * scale:.1f}H{WIDTH - _RIGHT}", "plot-limit"))
    return Plot(
        name,
        title,
        summary,
        (axes.across, *(one.label for one in series)),
        [(place, *(_number(one.values[at] or 0) for one in series)) for at, place in enumerate(axes.places)],
        height,
        rects,
        lines,
        names,
        [(one.css, one.label) for one in series] if len(series) > 1 else (),
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def shares(name: str, title: str, summary: str, axes: Axes, series: Series, height: int = 134) -> Plot:
    """A line between 0 and 100 %, broken where nothing is known."""
    floor = height - _BOTTOM
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(axes.places))
    drawn = []
    for at, value in enumerate(series.values):
        if value is not None:
            x, y = _LEFT + at * step, floor - value * (floor - _TOP)
            joins = at > 0 and series.values[at - 1] is not None
            drawn.append(f"{'L' if joins else 'M'}{x + step / 4:.1f} {y:.1f}h{step / 2:.1f}")
    lines, names = _frame(height, axes, "100%", "50%")
    rows = [
        (place, "–" if value is None else f"{value:.1%}")
        for place, value in zip(axes.places, series.values, strict=True)
    ]
    return Plot(
        name,
        title,
        summary,
        (axes.across, series.label),
        rows,
        height,
        paths=[*lines, Path("".join(drawn), f"plot-line {series.css}")],
        labels=names,
    )


#: Steps of darkness of a heat map; 0 is nothing.
HEAT_STEPS = 6


def heat(
    name: str,
    title: str,
    summary: str,
    across: str,
    rows: Sequence[tuple[str, Sequence[float]]],
    scale: tuple[str, str] = ("", ""),
) -> Plot:
    """Hours of the day beside each other, ``rows`` (weekdays) below each other; the darker, the more.

    ``across`` says what hours these are; ``scale``, what the lightest and the darkest mean.
    """
    most = max((value for _, values in rows for value in values), default=0)
    cell, left, top = 13.4, 36, 4
    size = cell - 1.4
    rects, names = [], []
    for down, (row, values) in enumerate(rows):
        y = round(top + down * cell, 1)
        names.append(Label(left - 5, round(y + cell * 0.72, 1), row, "end"))
        for hour, value in enumerate(values):
            level = min(HEAT_STEPS, 1 + int(value / most * HEAT_STEPS)) if value else 0
            says = f"{row} {hour}:00: {value:,.0f}"
            rects.append(Rect(round(left + hour * cell, 1), y, size, size, f"plot-heat-{level}", says))
    floor = round(top + len(rows) * cell)
    height = floor + 34
    names += [Label(left + (hour + 0.5) * cell, floor + 11, str(hour)) for hour in range(0, 24, 3)]
    names.append(Label(left + 24 * cell, height - 4, across, "end"))
    fewest, darkest = scale
    names += [Label(left, height - 4, fewest, "start"), Label(left + 18 + 7 * cell, height - 4, darkest, "start")]
    rects += [
        Rect(round(left + 14 + level * cell, 1), height - 13, size, size, f"plot-heat-{level}")
        for level in range(HEAT_STEPS + 1)
    ]
    return Plot(
        name,
        title,
        summary,
        (_("Day"), *(str(hour) for hour in range(24))),
        [(row, *(f"{value:,.0f}" for value in values)) for row, values in rows],
        height,
        rects,
        labels=names,
    )
