"""A search as a listener types it: free words and field filters (Spotify's reference, "Search for Item")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .words import words_of

_FIELD = re.compile(r'(?<!\w)(album|artist|track|year|genre|isrc|upc|tag):\s*("[^"]*"?|)', re.IGNORECASE)
_ONE_WORD = ("year", "isrc", "upc", "tag")


@dataclass(slots=True)
class Query:
    """`words` are free; `filters` maps a field to the text after its colon; `years` are inclusive."""

    words: list[str] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)
    years: tuple[int, int] | None = None

    @property
    def empty(self) -> bool:
        return not self.words and not self.filters


def parse_query(text: str) -> Query:
    """A filter's value goes to its closing quote, or without quotes to the next filter."""
    query = Query()
    free: list[str] = []
    end = 0
    current: str | None = None
    for match in _FIELD.finditer(text):
        _keep(query, free, current, text[end : match.start()])
        current = match[1].lower()
        end = match.end()
        if match[2]:
            _keep(query, free, current, match[2].strip('"'))
            current = None
    _keep(query, free, current, text[end:])
    query.words = words_of(" ".join(free))
    if (years := query.filters.get("year")) is not None:
        query.years = _years(years)
    return query


def _keep(query: Query, free: list[str], field_name: str | None, value: str) -> None:
    if field_name is None:
        free.append(value)
    elif value.strip():
        # A year, a code or a tag is one word; what follows it is free again.
        if field_name in _ONE_WORD and " " in value.strip():
            value, _, rest = value.strip().partition(" ")
            free.append(rest)
        query.filters[field_name] = value.strip()


def _years(text: str) -> tuple[int, int]:
    """`1990` or `1990-1999`; what is neither matches no year at all."""
    match = re.fullmatch(r"(\d{4})(?:\s*-\s*(\d{4}))?", text.strip())
    if match is None:
        return (1, 0)
    first = int(match[1])
    return first, int(match[2] or first)
