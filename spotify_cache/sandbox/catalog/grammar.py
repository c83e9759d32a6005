"""Titles and names from patterns with slots, such as `{adjective} {noun}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Draw = Callable[[], float]
"""Gives the next number of a seeded generator, in [0, 1)."""

_SLOT = re.compile(r"\{(\w+)\}")
_WEIGHT = re.compile(r"^(.*?) x(\d+)$")

Part = str | tuple[str, ...]


class Grammar:
    """Patterns, one a line, and the words for their slots.

    A line may end in ` x3`: that pattern is three times as likely. Words are separated by commas; a slot that no list
    has is an error when the module is loaded.
    """

    __slots__ = ("_patterns", "_size")

    def __init__(self, patterns: str, words: Mapping[str, str]) -> None:
        lists = {slot: split_words(text) for slot, text in words.items()}
        compiled: list[tuple[Part, ...]] = []
        for line in patterns.split("\n"):
            text, weight = line.strip(), 1
            if not text:
                continue
            if match := _WEIGHT.match(text):
                text, weight = match[1], int(match[2])
            compiled.extend([_compile(text, lists)] * weight)
        self._patterns = compiled
        self._size = len(compiled)

    def make(self, draw: Draw) -> str:
        """One title or name, its first letter large; the same draws give the same text."""
        parts = self._patterns[int(draw() * self._size)]
        if len(parts) == 1:
            only = parts[0]
            text = only if isinstance(only, str) else only[int(draw() * len(only))]
        else:
            text = "".join([part if isinstance(part, str) else part[int(draw() * len(part))] for part in parts])
        return text[0].upper() + text[1:] if text[0].islower() else text


def split_words(text: str) -> tuple[str, ...]:
    """The words of a comma-separated list, in order, with line breaks and outer spaces removed."""
    return tuple(word for word in (" ".join(piece.split()) for piece in text.split(",")) if word)


def _compile(pattern: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    end = 0
    for match in _SLOT.finditer(pattern):
        if match.start() > end:
            parts.append(pattern[end : match.start()])
        parts.append(lists[match[1]])
        end = match.end()
    if end < len(pattern):
        parts.append(pattern[end:])
    return tuple(parts)
