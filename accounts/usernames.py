"""Usernames made of names: what somebody who signs up with Spotify is called on Muse."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterator
from unicodedata import category

from anyascii import anyascii

from accounts.models import USERNAME_MAX_LENGTH

#: Names that would pass for Muse itself; nobody can choose them (the command line and the admin can).
RESERVED = frozenset(
    {"admin", "administrator", "help", "moderator", "muse", "official", "root", "security", "spotify", "staff"}
    | {"support", "system"}
)
_FALLBACK = "listener"
#: Embeddings, overrides and isolates (Unicode Standard Annex 9): a name could end outside of itself.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NUMBERS_TRIED = 50


def clean_display_name(name: str) -> str:
    """A name as others may be shown it: one line, without characters that are not seen but move or hide others.

    Empty where nothing of it is to be seen; then the username stands in its place.
    """
    line = " ".join("".join(" " if c.isspace() else c for c in name if not _is_unseen(c)).split())
    return line if any(category(character)[0] in "LNPS" for character in line) else ""


def _is_unseen(character: str) -> bool:
    """Control characters, and what turns the direction of all that follows; joiners, which scripts need, stay."""
    return (category(character) == "Cc" and not character.isspace()) or character in _TURNS


def username_from(*names: str | None) -> str:
    """A well-formed username from the first name that yields one of two characters or more.

    Letters of any script are written in Latin ones (``Ольга`` becomes ``olga``), everything else becomes underscores.
    Says nothing of whether the username is free.
    """
    for name in names:
        latin = anyascii(name or "").lower().replace("'", "")  # the soft sign of Ольга, the apostrophe of O'Neill
        slug = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:USERNAME_MAX_LENGTH].rstrip("_")
        if len(slug) >= 2:
            return slug
    return _FALLBACK


def free_usernames(base: str, taken: Collection[str]) -> Iterator[str]:
    """``base``, ``base2``, ``base3`` and so on without those ``taken``, then ever new ones with a random number."""
    taken = RESERVED.union(taken)
    if base not in taken:
        yield base
    for number in range(2, _NUMBERS_TRIED):
        candidate = _with_suffix(base, str(number))
        if candidate not in taken:
            yield candidate
    while True:
        yield _with_suffix(base, str(secrets.randbelow(10**8)))


def _with_suffix(base: str, suffix: str) -> str:
    return base[: USERNAME_MAX_LENGTH - len(suffix)] + suffix
