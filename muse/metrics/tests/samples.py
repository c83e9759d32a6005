"""Values of this process, as Prometheus would read them."""

from __future__ import annotations

from prometheus_client import REGISTRY


def sample(name: str, **labels: str) -> float:
    """The value of one series; 0 while there is none."""
    return REGISTRY.get_sample_value(name, labels) or 0.0
