"""A picture as a document of a size, and pictures put together."""

from __future__ import annotations

from dataclasses import dataclass

from .covers import cover, deluxe
from .portraits import portrait
from .subject import Subject


@dataclass(frozen=True, slots=True)
class Picture:
    """The inside of an SVG on a square of 640 units."""

    content: str

    def sized(self, pixels: int) -> str:
        """A whole document of so many pixels a side."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixels}" height="{pixels}" viewBox="0 0 640 640">'
            f"{self.content}</svg>"
        )


def draw(subject: Subject) -> Picture:
    """The picture of a subject; the same subject always gets the same."""
    return Picture(cover(subject) if subject.kind == "album" else portrait(subject))


def draw_edition(first: Subject, later: Subject, edition: str) -> Picture:
    """The cover of a later edition: that of the first, framed."""
    return Picture(deluxe(cover(first), later, edition))


def mosaic(pictures: list[Picture]) -> Picture:
    """Four pictures in a square."""
    places = ((0, 0), (320, 0), (0, 320), (320, 320))
    return Picture(
        "".join(
            f'<svg x="{x}" y="{y}" width="320" height="320" viewBox="0 0 640 640">{picture.content}</svg>'
            for (x, y), picture in zip(places, pictures, strict=True)
        )
    )
