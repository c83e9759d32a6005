"""What a demo person says of one item."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Opinion(NamedTuple):
    """``author`` is a username of `muse.demo.people`; ``rating`` None is a text alone."""

    author: str
    rating: Decimal | None
    text: str


def opinion(author: str, rating: float | None, text: str) -> Opinion:
    """``text`` may be indented and wrapped like code: a blank line is a paragraph, a single break is a space."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    return Opinion(author, None if rating is None else Decimal(str(rating)), "\n\n".join(filter(None, paragraphs)))
