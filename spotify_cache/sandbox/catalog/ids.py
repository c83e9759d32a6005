"""Spotify-like identifiers, derived from the seed alone."""

from __future__ import annotations

import hashlib
import re

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 22
_PATTERN = re.compile(r"[0-9A-Za-z]{22}")
_TRANSLATION = bytes(ord(ALPHABET[byte % 62]) for byte in range(256))
# Spotify's IDs are 128-bit numbers in base 62, so the first character is never above 7.
_HEADS = tuple(str(byte % 7) for byte in range(256))


def make_ids(name: str, count: int = 1) -> list[str]:
    """`count` IDs of 22 base-62 characters, the same for the same name on every machine and in every run."""
    digest = hashlib.shake_128(name.encode()).digest(ID_LENGTH * count)
    text = digest.translate(_TRANSLATION).decode("ascii")
    return [
        _HEADS[digest[start]] + text[start + 1 : start + ID_LENGTH] for start in range(0, ID_LENGTH * count, ID_LENGTH)
    ]


def is_base62_id(text: str) -> bool:
    """Whether the text has the form of a Spotify ID: 22 characters of base 62."""
    return _PATTERN.fullmatch(text) is not None


def number_from(text: str, salt: str = "") -> int:
    """A 32-bit number that depends on the text alone (Python's own `hash` differs from run to run)."""
    return int.from_bytes(hashlib.blake2s(f"{salt}:{text}".encode(), digest_size=4).digest(), "big")
