"""Families of genres, one module each: the words that the catalogue is made of."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes.asia import ARABIC, CHINESE, HEBREW, INDIAN, KOREAN
from spotify_cache.sandbox.catalog.themes.classical import CLASSICAL
from spotify_cache.sandbox.catalog.themes.electronic import AMBIENT, CLUB, SYNTH
from spotify_cache.sandbox.catalog.themes.europe import GERMAN, GREEK, NORDIC, RUSSIAN, TURKISH
from spotify_cache.sandbox.catalog.themes.japanese import JAPANESE
from spotify_cache.sandbox.catalog.themes.jazz import BLUES, JAZZ, REGGAE
from spotify_cache.sandbox.catalog.themes.pop import COUNTRY, FOLK, POP
from spotify_cache.sandbox.catalog.themes.rock import CLASSIC, INDIE, METAL
from spotify_cache.sandbox.catalog.themes.romance import BRAZILIAN, FRENCH, LATIN
from spotify_cache.sandbox.catalog.themes.theme import Theme
from spotify_cache.sandbox.catalog.themes.urban import FUNK, HIP_HOP, SOUL
from spotify_cache.sandbox.catalog.themes.world import AFRO, SCORES

THEMES: tuple[Theme, ...] = (
    INDIE, CLASSIC, METAL, CLUB, AMBIENT, SYNTH, HIP_HOP, SOUL, FUNK, JAPANESE, POP, FOLK, COUNTRY, JAZZ, BLUES, REGGAE,
    LATIN, BRAZILIAN, FRENCH, NORDIC, GERMAN, RUSSIAN, GREEK, TURKISH, KOREAN, CHINESE, INDIAN, ARABIC, HEBREW, AFRO,
    SCORES, CLASSICAL,
)  # fmt: skip
"""Every theme, in the order in which artists are made. A new theme goes to the end, so that IDs stay."""

__all__ = ["THEMES", "Theme"]
