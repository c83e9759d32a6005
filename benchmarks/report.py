"""RESULTS.md from the JSON of all parts: aims first, missed ones with what limits them, then every table."""

from __future__ import annotations

from typing import Any

from benchmarks.part import PARTS
from benchmarks.results import DIRECTORY, load, number

FILE = DIRECTORY / "RESULTS.md"


def write() -> None:
    found = [content for name in PARTS if (content := load(name)) is not None]
    lines = ["# What the benchmark found", "", *_circumstances(found), "", "## Aims", "", *_aims(found)]
    for content in found:
        lines += ["", f"## {content['title']}", "", content["how"], *_noise(content)]
        for table in content["tables"]:
            lines += ["", f"### {table['title']}", "", *_table(table)]
            if table["note"]:
                lines += ["", table["note"]]
        lines += ["", *(f"![{text}]({name}.svg)" for name, text in content["plots"].items())]
    FILE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _circumstances(found: list[dict[str, Any]]) -> list[str]:
    if not found:
        return ["Nothing has been measured yet."]
    last = found[-1]
    machine = last["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    lines = [
        f"Made by `make bench` on {last['date']}: {machine['system']}, {machine['cores']} cores, "
        f"Python {machine['python']}, {packages}. Compare figures within this run only: ratios travel, milliseconds "
        "do not.",
    ]
    quick = [content["part"] for content in found if content["quick"]]
    if quick:
        lines += ["", f"**A quick look, not a result: {', '.join(quick)} ran with --quick.**"]
    return lines


def _aims(found: list[dict[str, Any]]) -> list[str]:
    lines = ["| | aim | measured | | what limits it |", "| --- | --- | --- | --- | --- |"]
    for content in found:
        for aim in content["aims"]:
            unit = aim["unit"]
            wanted = f"{aim['direction']} {number(aim['wanted'])}{unit}"
            outcome, limit = ("met", "") if aim["met"] else ("**missed**", aim["limit"])
            lines.append(f"| {aim['name']} | {wanted} | {number(aim['measured'])}{unit} | {outcome} | {limit} |")
    return lines


def _noise(content: dict[str, Any]) -> list[str]:
    noise = content["noise"]
    if not noise:
        return []
    load_average = content["machine"]["load_average"][0]
    return [
        "",
        f"Noise: the same fixed work took {noise['p95_over_median']}x its median at the 95th percentile and "
        f"{noise['worst_over_median']}x at worst; load average at the end {load_average}.",
    ]


def _table(table: dict[str, Any]) -> list[str]:
    head = "| " + " | ".join(table["columns"]) + " |"
    rule = "| " + " | ".join("---" for _ in table["columns"]) + " |"
    return [head, rule, *("| " + " | ".join(row) + " |" for row in table["rows"])]
