"""What a picture is of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """An album (`title`, `artist`), an artist (`title`) or a listener.

    `key` decides everything that is left to chance. `form` is the kind of release; `theme` the family of genres.
    """

    kind: str
    key: str
    title: str
    artist: str
    theme: str
    year: int
    form: str
