"""Families of genres, one module each: the words that the catalogue is made of."""

from __future__ import annotations

from .electronic import AMBIENT, CLUB, SYNTH
from .japanese import JAPANESE
from .rock import CLASSIC, INDIE, METAL
from .theme import Theme
from .urban import FUNK, HIP_HOP, SOUL

THEMES: tuple[Theme, ...] = (INDIE, CLASSIC, METAL, CLUB, AMBIENT, SYNTH, HIP_HOP, SOUL, FUNK, JAPANESE)
"""Every theme, in the order in which artists are made. A new theme goes to the end, so that IDs stay."""

__all__ = ["THEMES", "Theme"]
