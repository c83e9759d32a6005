"""Genres as people name them: words of their own, kept in lower case, each once."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import MAX_FAVOURITE_GENRES

MAX_GENRE_LENGTH = 40  # characters, as the column has it


def clean_genres(given: str | Iterable[str]) -> list[str]:
    """Names between commas, or a list of such, in the order given.

    Raises:
        ValidationError: for ``favourite_genres``: one that is too long, or too many of them.
    """
    pieces = (given if isinstance(given, str) else ",".join(given)).split(",")
    genres = list(dict.fromkeys(filter(None, (" ".join(piece.split()).lower() for piece in pieces))))
    too_long = next((genre for genre in genres if len(genre) > MAX_GENRE_LENGTH), None)
    if too_long:
        sentence = _("“%(genre)s…” is too long: %(most)s characters at most.")
        raise _refusal(sentence % {"genre": too_long[:20], "most": MAX_GENRE_LENGTH}, "genre_too_long")
    if len(genres) > MAX_FAVOURITE_GENRES:
        sentence = _("That is %(count)s genres; %(most)s at most.")
        raise _refusal(sentence % {"count": len(genres), "most": MAX_FAVOURITE_GENRES}, "too_many_genres")
    return genres


def _refusal(sentence: str, code: str) -> ValidationError:
    return ValidationError({"favourite_genres": ValidationError(sentence, code=code)})
