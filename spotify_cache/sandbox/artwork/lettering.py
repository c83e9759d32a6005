"""Titles set in type: fonts that readers have, lines that fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape

_NARROW = set("iIl.,:;'!|()[]ftjr-’ ")
_WIDE = set("mwMW@%&—")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: its stack, how heavy, how wide on the average (of the size), whether all in capitals."""

    family: str
    weight: int
    width: float
    capitals: bool = False
    spacing: float = 0.0
    italic: bool = False


_SANS = "'Helvetica Neue',Helvetica,Arial,'Noto Sans','Noto Sans CJK JP',sans-serif"
_SERIF = (
    "'Iowan Old Style','Palatino Linotype',Palatino,'Noto Serif Display','Noto Serif','Noto Serif CJK JP',Georgia,serif"
)
_NARROW_SANS = "'Arial Narrow','Liberation Sans Narrow','Roboto Condensed','Noto Sans',sans-serif"
_MONO = "ui-monospace,'SF Mono','DejaVu Sans Mono','Noto Sans Mono CJK JP',monospace"

SANS = Face(_SANS, 700, 0.60)
SANS_CAPITALS = Face(_SANS, 800, 0.72, capitals=True)
LIGHT_CAPITALS = Face(_SANS, 400, 0.72, capitals=True, spacing=0.16)
SERIF = Face(_SERIF, 500, 0.54)
SERIF_ITALIC = Face(_SERIF, 500, 0.52, italic=True)
SERIF_CAPITALS = Face(_SERIF, 600, 0.70, capitals=True, spacing=0.06)
NARROW = Face(_NARROW_SANS, 700, 0.58, capitals=True)
MONO = Face(_MONO, 400, 0.62)


def text_width(text: str, face: Face) -> float:
    """A cautious guess at the width, as a multiple of the size."""
    units = 0.0
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            units += 1.04
        elif character in _NARROW:
            units += face.width * (0.62 if not face.capitals else 0.7)
        elif character in _WIDE or (character.isupper() and not face.capitals):
            units += face.width * 1.32
        else:
            units += face.width
    return units + face.spacing * len(text)


def split_lines(text: str, face: Face, count: int) -> list[str]:
    """The text on at most `count` lines of like width, broken at spaces; Chinese and Japanese anywhere."""
    words = text.split()
    if len(words) == 1 and count > 1 and len(text) > 5 and unicodedata.east_asian_width(text[0]) == "W":
        half = -(-len(text) // 2)
        return [text[:half], text[half:]]
    count = min(count, len(words))
    best = [text]
    best_width = text_width(text, face)
    for lines in range(2, count + 1):
        candidate = _wrap(words, face, best_of(words, face, lines))
        width = max(text_width(line, face) for line in candidate)
        if width < best_width * 0.97:
            best, best_width = candidate, width
    return best


def best_of(words: list[str], face: Face, lines: int) -> float:
    """The least width at which the words take no more than so many lines."""
    low = max(text_width(word, face) for word in words)
    high = text_width(" ".join(words), face)
    for _ in range(12):
        middle = (low + high) / 2
        if len(_wrap(words, face, middle)) <= lines:
            high = middle
        else:
            low = middle
    return high


def _wrap(words: list[str], face: Face, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and text_width(f"{lines[-1]} {word}", face) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def cased(text: str, face: Face) -> str:
    return text.upper() if face.capitals else text


def line_of_text(
    text: str, face: Face, x: float, y: float, size: float, colour: str, anchor: str = "start", extra: str = ""
) -> str:
    """One line; `x`, `y` are on its baseline."""
    style = ' font-style="italic"' if face.italic else ""
    spacing = f' letter-spacing="{face.spacing * size:.1f}"' if face.spacing else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{face.family}" font-weight="{face.weight}" font-size="{size:.1f}"'
        f'{style}{spacing} text-anchor="{anchor}" fill="{colour}" {extra}>{escape(cased(text, face))}</text>'
    )


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size that fit a width."""

    lines: list[str]
    size: float
    face: Face
    leading: float = 1.04

    @property
    def ascent(self) -> float:
        """From the top to the first baseline, of the size: ideographs and marks stand higher than capitals."""
        return 0.76 if all(ord(character) < 0x590 for character in self.lines[0]) else 0.92

    @property
    def height(self) -> float:
        return self.size * (self.ascent + self.leading * (len(self.lines) - 1))

    def svg(self, x: float, top: float, colour: str, anchor: str = "start") -> str:
        """The lines below `top`."""
        baseline = top + self.size * self.ascent
        return "".join(
            line_of_text(line, self.face, x, baseline + place * self.size * self.leading, self.size, colour, anchor)
            for place, line in enumerate(self.lines)
        )


def fit(text: str, face: Face, width: float, height: float, largest: float, lines: int = 3) -> Block:
    """The largest setting of the text in the box."""
    best: Block | None = None
    shown = cased(text, face)
    for count in range(1, lines + 1):
        broken = split_lines(shown, face, count)
        widest = max(text_width(line, face) for line in broken)
        size = min(largest, width / widest, height / (0.76 + 1.04 * (len(broken) - 1)))
        if best is None or size > best.size * 1.02:
            best = Block(broken, size, face)
    return best or Block([shown], 20, face)
