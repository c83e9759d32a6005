"""How a service is told to leave something as it is."""

from __future__ import annotations

from typing import Final


class Unchanged:
    """Stands for "leave it as it is", which neither a value nor None can."""


UNCHANGED: Final = Unchanged()
