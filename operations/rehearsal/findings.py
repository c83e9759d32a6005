"""What a rehearsal found: of panels, alerts, series, counters and logs."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

from operations.ask_panels import Target, targets
from operations.rehearsal.people import Ledger
from operations.rehearsal.prometheus import Line, Prometheus

#: Growing in number with what people type would fill a Prometheus; a Muse with every route in use stays below this.
MOST_SERIES = 12_000
#: One scrape (seconds): Prometheus gives up after ten.
LONGEST_SCRAPE = 1.0
#: What Celery and libraries call a name of theirs, and that is no secret.
_TOO_SHORT = 6


@dataclass
class Findings:
    """Sentences: what is as it should be, and what is not."""

    good: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def see(self, is_good: bool, sentence: str) -> None:
        (self.good if is_good else self.bad).append(sentence)
        print(f"  {'ok  ' if is_good else 'BAD '} {sentence}", flush=True)


@dataclass(frozen=True)
class Shown:
    """A panel's query and what it gave over the rehearsal."""

    target: Target
    lines: Sequence[Line]


def ask_panels(prometheus: Prometheus, start: float, end: float, findings: Findings) -> list[Shown]:
    """Every query of the dashboard over the whole time: in a Grafana that shows it, the panel has something to draw."""
    shown = []
    for target in targets("muse", rate_interval="20s"):
        lines = [line for line in prometheus.lines(target.expression, start, end) if line.points]
        shown.append(Shown(target, lines))
        findings.see(bool(lines), f"panel “{target.title}” {target.letter}: {len(lines)} series")
    return shown


def tell_alerts(prometheus: Prometheus, wanted: Sequence[str], began: float, findings: Findings) -> None:
    for group in prometheus.ask("rules")["groups"]:
        for rule in group["rules"]:
            if rule.get("lastError"):
                findings.see(False, f"alert {rule['name']}: {rule['lastError']}")
    for name, states in sorted(prometheus.states.items()):
        seen = ", ".join(f"{state} from {at - began:.0f} s on" for state, at in states.items())
        print(f"       alert {name}: {seen}")
    for name in wanted:
        findings.see("firing" in prometheus.states.get(name, {}), f"alert {name} fired")


def count_series(prometheus: Prometheus, address: str, findings: Findings) -> None:
    """What one scrape costs, asked of Muse itself."""
    began = time.perf_counter()
    answer = requests.get(f"{address}/metrics", timeout=30)
    seconds = time.perf_counter() - began
    series = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
    said = f"a scrape takes {seconds * 1000:.0f} ms and is {len(series):,} series in {len(answer.content):,} bytes"
    findings.see(len(series) < MOST_SERIES and seconds < LONGEST_SCRAPE, said)
    biggest = Counter(line.partition("{")[0].partition(" ")[0] for line in series).most_common(4)
    print("       most of them: " + ", ".join(f"{name} {times:,}" for name, times in biggest))


def counters_that_fell(prometheus: Prometheus, names: str, end: float, seconds: float) -> list[str]:
    """Names of counters and histograms of which a series became less within so many seconds before ``end``."""
    of_counters = re.compile(f"({names})_(total|count|bucket|sum)")
    return [
        name
        for name in prometheus.ask("label/__name__/values")
        if of_counters.fullmatch(name)
        and prometheus.value(f'sum(resets({name}{{job="muse"}}[{seconds:.0f}s] @ {end:.0f}))')
    ]


def compare_counts(before: float, after: float, ledger: Ledger, sent_before: int, findings: Findings) -> None:
    """Every request that was answered was counted once: with two processes, one of them replaced in the middle."""
    sent = ledger.answers.total() - sent_before
    counted = after - before
    # Those that were lost on the way may have been counted.
    is_right = sent <= counted <= sent + ledger.lost
    findings.see(is_right, f"{sent:,} requests were answered, {counted:,.0f} counted ({ledger.lost} without an answer)")


def read_logs(logged: Mapping[str, Sequence[str]], ledger: Ledger, findings: Findings) -> list[dict[str, Any]]:
    """Whether every line is JSON and none holds what is nobody's business; the lines."""
    lines: list[dict[str, Any]] = []
    for name, written in logged.items():
        broken = []
        for text in written:
            try:
                line = json.loads(text)
                lines.append({**line, "process": name})
            except ValueError:
                broken.append(text)
        findings.see(not broken, f"log of {name}: {len(written):,} lines, {len(broken)} not JSON")
        for text in broken[:5]:
            print(f"         {text[:300]}")
    everything = "\n".join(text for written in logged.values() for text in written)
    told = Counter(what for value, what in ledger.secrets.items() if len(value) > _TOO_SHORT and value in everything)
    findings.see(not told, f"{len(ledger.secrets):,} secrets were sent; in the logs: {dict(told) or 'none'}")
    return lines


def follow_a_request(lines: Sequence[dict[str, Any]], findings: Findings) -> None:
    """One ID in gunicorn's access log, in the task that the request queued, and in what became of its call."""
    by_request: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        if (known := line.get("request_id", "-")) != "-":
            by_request.setdefault(known, []).append(line)
    through = [some for some in by_request.values() if len({line["process"].partition("-")[0] for line in some}) > 1]
    findings.see(bool(through), f"{len(through):,} requests are followed by one ID from gunicorn to a task")
    of_calls = [some for some in through if any("spotipy" in line["logger"] for line in some)]
    findings.see(bool(of_calls), f"{len(of_calls):,} of them to a call to Spotify that failed")
    for some in (of_calls or through)[:1]:
        for line in some[:6]:
            told = {name: line[name] for name in ("process", "request_id", "logger", "message") if name in line}
            print(f"         {json.dumps(told)[:230]}")
    slow = Counter(line["message"].partition(":")[0] for line in lines if line.get("logger") == "muse.slow")
    findings.see("slow request" in slow, f"named as slow: {dict(slow)}")


def last_scrape(address: str) -> str:
    return requests.get(f"{address}/metrics", timeout=30).text
