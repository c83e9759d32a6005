"""Addresses of one picture in its several sizes, kept small.

Spotify names a picture by addresses that differ only in a few characters in the middle, so the parts they share are
kept once: 90 bytes instead of 210 for an album cover.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Artwork(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """``sizes`` are (width in pixels, or 0 where Spotify does not say; middle of the address), largest first."""

    prefix: str = ""
    suffix: str = ""
    sizes: tuple[tuple[int, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sizes)

    def at_least(self, width: int) -> str:
        """Address of the smallest size of ``width`` pixels or more, else of the largest; empty without a picture."""
        chosen = ""
        for size, middle in self.sizes:
            if chosen and size < width:
                break
            chosen = f"{self.prefix}{middle}{self.suffix}"
        return chosen

    @property
    def small(self) -> str:
        """For a row of a list (64 pixels and up)."""
        return self.at_least(64)

    @property
    def medium(self) -> str:
        """For a card (300 pixels and up)."""
        return self.at_least(300)

    @property
    def large(self) -> str:
        """For the page of the thing itself (640 pixels)."""
        return self.at_least(640)


def _common_start(texts: list[str]) -> str:
    """What the first and the last in order share, all share."""
    first, last = min(texts), max(texts)
    for place, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return first[:place]
    return first


def artwork_from_json(images: Any) -> Artwork:
    """From Spotify's list of ``{"url", "width", "height"}``; anything else is no picture."""
    if not isinstance(images, list):
        return Artwork()
    pairs = [
        (int(image.get("width") or 0), image["url"])
        for image in images
        if isinstance(image, dict) and isinstance(image.get("url"), str)
    ]
    if not pairs:
        return Artwork()
    pairs.sort(key=lambda pair: -pair[0])
    urls = [url for _, url in pairs]
    prefix = _common_start(urls)
    rests = [url[len(prefix) :] for url in urls]
    suffix = _common_start([rest[::-1] for rest in rests])[::-1] if len(urls) > 1 else ""
    middles = [rest[: len(rest) - len(suffix)] for rest in rests]
    return Artwork(prefix, suffix, tuple((width, middle) for (width, _), middle in zip(pairs, middles, strict=True)))
