"""When a version of the API ends: what the settings say of it. They import this, so it imports nothing of Django's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ending:
    """Days are UTC. From ``deprecated`` on nothing new should be built on the version; at ``sunset`` it is gone."""

    deprecated: datetime.date
    sunset: datetime.date
    #: Where the version that comes after it begins.
    successor: str

    def __post_init__(self) -> None:
        if self.sunset < self.deprecated:
            raise ValueError("a version of the API cannot end before it is deprecated (RFC 9745)")
        if not self.successor.startswith(("/", "https://")):
            raise ValueError(f"{self.successor!r} is no address")
