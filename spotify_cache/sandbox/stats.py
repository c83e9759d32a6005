"""What was asked of the sandbox, for tests, the demo and the benchmark."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import asdict, dataclass
from typing import Any

_RECENT = 2000


@dataclass(slots=True)
class Seen:
    """One call. `token` is none, app, invalid or listener:<id>; `at` is seconds since the epoch, `ms` milliseconds."""

    at: float
    method: str
    path: str
    endpoint: str
    service: str
    status: int
    token: str
    ms: float
    fault: str | None = None


class Stats:
    """Counts by service, endpoint and status, and the latest calls in the order in which they were answered."""

    def __init__(self) -> None:
        self._recent: deque[Seen] = deque(maxlen=_RECENT)
        self._counts: dict[str, dict[str, Counter[str]]] = {}
        self.clear()

    def clear(self) -> None:
        self._recent.clear()
        self._counts = {service: defaultdict(Counter) for service in ("api", "accounts", "image")}

    def record(self, seen: Seen) -> None:
        """A status of 0 is written for a call that got no answer (time-out, reset)."""
        self._counts[seen.service][seen.endpoint][str(seen.status)] += 1
        self._recent.append(seen)

    def count_image(self, status: int) -> None:
        self._counts["image"]["image"][str(status)] += 1

    def report(self, last: int) -> dict[str, Any]:
        """`total` and `endpoints` speak of the Web API; `calls` holds the `last` latest calls, oldest first."""
        services = {
            service: {name: dict(statuses) for name, statuses in sorted(endpoints.items())}
            for service, endpoints in self._counts.items()
        }
        recent = list(self._recent)[-last:] if last else []
        return {
            "total": sum(sum(statuses.values()) for statuses in services["api"].values()),
            "endpoints": services["api"],
            "accounts": services["accounts"],
            "images": services["image"],
            "calls": [asdict(seen) for seen in recent],
        }
