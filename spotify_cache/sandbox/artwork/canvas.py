"""What every style draws with: chance that depends on the subject alone, a palette, numbers written short."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from .lettering import Face
from .palettes import Palette
from .subject import Subject

SIDE = 640
TAU = 2 * pi


class Canvas:
    """One drawing of 640 units a side."""

    def __init__(self, subject: Subject, palette: Palette, face: Face) -> None:
        self.subject = subject
        self.palette = palette
        self.face = face
        self.random = Random(subject.key)
        self.draw = self.random.random
        self._names = 0

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.draw()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.draw() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self.draw() < probability

    def accent(self) -> str:
        return self.palette.accents[int(self.draw() * 3)]

    def name(self) -> str:
        """An identifier that no other drawing has, for several may share a document."""
        self._names += 1
        return f"i{self.subject.key[:10]}{self._names}"

    def ground(self, colour: str | None = None) -> str:
        return f'<rect width="640" height="640" fill="{colour or self.palette.ground}"/>'

    def vertical_gradient(self, *colours: str) -> tuple[str, str]:
        """The definition of a gradient from top to bottom, and the paint that refers to it."""
        name = self.name()
        stops = "".join(
            f'<stop offset="{number(place / (len(colours) - 1))}" stop-color="{colour}"/>'
            for place, colour in enumerate(colours)
        )
        return f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>', f"url(#{name})"

    def glow(self, colour: str, strength: float = 1.0) -> tuple[str, str]:
        """The definition of a soft spot that fades to nothing, and its paint."""
        name = self.name()
        return (
            f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity="{number(strength)}"/>'
            f'<stop offset=".55" stop-color="{colour}" stop-opacity="{number(strength * 0.55)}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>',
            f"url(#{name})",
        )


def number(value: float) -> str:
    """A coordinate with one decimal at most (two below one), without idle zeros."""
    text = f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"
    return text.rstrip("0").rstrip(".") or "0"


def polar(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    """The point at an angle (radians, clockwise from the right) and distance from another."""
    return x + radius * cos(angle), y + radius * sin(angle)


def polygon(points: list[tuple[float, float]], attributes: str) -> str:
    path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon points="{path}" {attributes}/>'


def circle(x: float, y: float, radius: float, attributes: str) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {attributes}/>'


def box(x: float, y: float, width: float, height: float, attributes: str) -> str:
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" {attributes}/>'


def smooth(points: list[tuple[float, float]], closed: bool = False) -> str:
    """Path data of a soft curve through the middles between the points."""
    if closed:
        middles = [
            ((x + points[(place + 1) % len(points)][0]) / 2, (y + points[(place + 1) % len(points)][1]) / 2)
            for place, (x, y) in enumerate(points)
        ]
        start = middles[-1]
        pieces = [f"M{number(start[0])} {number(start[1])}"]
        for (x, y), (mx, my) in zip(points, middles, strict=True):
            pieces.append(f"Q{number(x)} {number(y)} {number(mx)} {number(my)}")
        return "".join(pieces) + "Z"
    pieces = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for (x, y), (nx, ny) in pairwise(points[1:]):
        pieces.append(f"Q{number(x)} {number(y)} {number((x + nx) / 2)} {number((y + ny) / 2)}")
    pieces.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(pieces)
