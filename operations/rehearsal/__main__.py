"""``python -m operations.rehearsal [--keep DIRECTORY]``: exits with 1 where something is not as it should be."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

import django

from muse.embedded import EmbeddedServerError
from muse.launch.errors import LaunchError
from operations.rehearsal import findings as found
from operations.rehearsal.deployment import Deployment, logged
from operations.rehearsal.findings import Findings
from operations.rehearsal.prometheus import NoPrometheus, Prometheus


def rehearse(keep: Path | None) -> Findings:
    deployment = Deployment()
    prometheus = Prometheus(deployment.state.root, deployment.configuration.address.removeprefix("http://"))
    findings = Findings()
    try:
        deployment.start()
        prometheus.start()
        print(f"Muse: {deployment.configuration.address}  Prometheus: {prometheus.address}", flush=True)
        deployment.use_as_environment()
        django.setup()
        from operations.rehearsal.story import WANTED_ALERTS, Story, runs_of_the_warmer

        story = Story(deployment, prometheus, findings)
        story.run()
        shown = found.ask_panels(prometheus, story.began, time.time(), findings)
        found.tell_alerts(prometheus, WANTED_ALERTS, story.began, findings)
        found.count_series(prometheus, deployment.configuration.address, findings)
        if keep is not None:
            from operations.rehearsal.pictures import draw

            keep.mkdir(parents=True, exist_ok=True)
            draw(shown, keep / "panels.html", story.began, time.time())
            (keep / "metrics.txt").write_text(found.last_scrape(deployment.configuration.address))
    finally:
        processes = deployment.processes
        prometheus.stop()
        deployment.supervisor.stop()
        if keep is not None:
            shutil.copytree(deployment.state.root / "log", keep / "log", dirs_exist_ok=True)
    lines = found.read_logs(logged(processes), story.ledger, findings)
    found.follow_a_request(lines, findings)
    print(f"       runs of the warmer, as workers log them: {dict(runs_of_the_warmer(lines))}")
    print(f"       answers: {dict(story.ledger.answers)}")
    return findings


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m operations.rehearsal", description="Rehearse Muse's operations.")
    parser.add_argument("--keep", type=Path, help="a directory for the logs and a page with every panel drawn")
    options = parser.parse_args()
    try:
        findings = rehearse(options.keep)
    except (LaunchError, EmbeddedServerError, NoPrometheus) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(findings.good)} as they should be, {len(findings.bad)} not" + (":" if findings.bad else "."))
    for sentence in findings.bad:
        print(f"  {sentence}")
    return 1 if findings.bad else 0


if __name__ == "__main__":
    sys.exit(main())
