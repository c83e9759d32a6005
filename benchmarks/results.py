"""What a part found, as JSON that the report and the plots are made from."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

DIRECTORY = Path(__file__).resolve().parent / "results"
_PACKAGES = ("Django", "django-redis", "redis", "hiredis", "msgspec", "spotipy", "requests-cache", "dogpile.cache")


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that was to be reached. ``direction`` is ``at most`` or ``at least``; ``limit`` says what limits it."""

    name: str
    measured: float
    direction: str
    wanted: float
    unit: str = ""
    limit: str = ""

    @property
    def met(self) -> bool:
        if self.direction == "at most":
            return self.measured <= self.wanted
        return self.measured >= self.wanted


@dataclass(slots=True)
class Table:
    """Rows of a Markdown table; cells are text, numbers were rounded by who made them."""

    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True)
class Result:
    """One part's outcome. ``figures`` is everything measured, for machines; ``tables`` is what people read."""

    part: str
    title: str
    how: str
    figures: dict[str, Any] = field(default_factory=dict)
    noise: dict[str, Any] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    #: Names of plots in `DIRECTORY`, with what they show.
    plots: dict[str, str] = field(default_factory=dict)


def machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def save(result: Result, *, quick: bool, seconds: float) -> None:
    content = {
        "part": result.part,
        "title": result.title,
        "how": result.how,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "quick": quick,
        "took_s": round(seconds, 1),
        "machine": machine(),
        "noise": result.noise,
        "figures": result.figures,
        "tables": [asdict(table) for table in result.tables],
        "aims": [asdict(aim) | {"met": aim.met} for aim in result.aims],
        "plots": result.plots,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    DIRECTORY.mkdir(exist_ok=True)
    (DIRECTORY / f"{result.part}.json").write_text(text, encoding="utf-8")


def load(part: str) -> dict[str, Any] | None:
    file = DIRECTORY / f"{part}.json"
    if not file.exists():
        return None
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def number(value: float) -> str:
    """Three digits that count."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"
