"""Text as search sees it: no letter case, no diacritics, words of any script."""

from __future__ import annotations

import re
import unicodedata

# Marks that a reader may leave out: Latin and Greek accents, Hebrew points, Arabic vowels, Japanese voicing marks.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a]")
_APOSTROPHES = re.compile("['\u2019\u02bc]")
_ASCII_WORDS = re.compile(r"[a-z0-9]+")
# Devanagari vowel signs are no letters to Python's \w but parts of a word all the same.
_WORDS = re.compile(r"[^\W_][\w\u0900-\u0963]*")
# Letters that no decomposition turns into their plain form.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def words_of(text: str) -> list[str]:
    """The words in order: `Sólstafir & Björk's` gives solstafir, bjorks."""
    if text.isascii():
        return _ASCII_WORDS.findall(text.lower().replace("'", ""))
    plain = _APOSTROPHES.sub("", text.casefold()).translate(_PLAIN)
    return _WORDS.findall(_MARKS.sub("", unicodedata.normalize("NFKD", plain)))
