"""Names that listeners give to their playlists."""

from __future__ import annotations

NAMES: tuple[tuple[str, str], ...] = (
    ("Sunday, slowly", "Coffee, newspaper, nothing to do."),
    ("Late shift", "For the walk home."),
    ("Kitchen dancing", "Loud enough to hear over the extractor fan."),
    ("Long drives", "Windows down where the law allows."),
    ("Rain on the skylight", ""),
    ("Songs my sister sent me", "She has better taste. Do not tell her."),
    ("Train to work", "Exactly 43 minutes, if the points at the junction behave."),
    ("Deep focus, no words", "Instrumental only &amp; nothing above 90 bpm."),
    ("Two thousand and something", ""),
    ("Party, first half", "Before the neighbours come."),
    ("Party, second half", "After the neighbours came."),
    ("Discoveries", "Found this year."),
    ("Running", "5k, no heroics."),
    ("For Ada", ""),
    ("B-sides forever", "The better half of every single."),
    ("Winter songs", ""),
    ("Summer, all of it", "From the first barbecue to the last."),
    ("Covers that beat the original", "An argument in 20 parts."),
    ("Sleep", ""),
    ("Great openers", "First tracks that make you stay."),
)
