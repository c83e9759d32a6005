"""A picture and what it is of."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Subject:
    """What to draw: an album (`title`, `artist`), an artist or a listener; `key` decides everything left to chance."""

    kind: str
    key: str
    title: str
    artist: str
    theme: str
    year: int
    form: str


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
    """The picture of a subject."""
    random = Random(subject.key)
    hue = random.randrange(360)
    return Picture(f'<rect width="640" height="640" fill="hsl({hue} 50% 50%)"/>')


def mosaic(pictures: list[Picture]) -> Picture:
    """Four pictures in a square."""
    places = ((0, 0), (320, 0), (0, 320), (320, 320))
    return Picture(
        "".join(
            f'<svg x="{x}" y="{y}" width="320" height="320" viewBox="0 0 640 640">{picture.content}</svg>'
            for (x, y), picture in zip(places, pictures, strict=True)
        )
    )
