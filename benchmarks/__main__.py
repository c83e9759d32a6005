"""``python -m benchmarks [PART...] [--quick]``: run the parts one after the other, then write the report."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from benchmarks import report
from benchmarks.part import PARTS


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; none: all of them")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions; the figures are only good for a look")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    failed = []
    for name in options.parts or PARTS:
        started = time.monotonic()
        _say(f"{name:12} ")
        # A process each: what one part changes in its process cannot touch the next.
        command = [sys.executable, "-m", "benchmarks.part", name, *(["--quick"] if options.quick else [])]
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(name)
        _say(f"{'failed' if name in failed else 'done'} after {time.monotonic() - started:.0f} s\n")
    report.write()
    _say(f"benchmarks/results/{report.FILE.name} is written\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
