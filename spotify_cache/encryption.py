"""Sealing of OAuth tokens: Fernet (AES-128-CBC with HMAC-SHA256), keys from SPOTIFY_TOKEN_KEYS (R70).

The first key seals, every key opens: put a new key in front, run ``manage.py rotate_token_keys``, drop the old one.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class UnreadableSecret(Exception):
    """No configured key opens this sealed text: its key was dropped, or the text was altered."""


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _current() -> MultiFernet:
    return _fernet(tuple(settings.SPOTIFY_TOKEN_KEYS))


def seal(secret: str) -> str:
    """Encrypt ``secret``; the result is ASCII and safe to store."""
    return _current().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made.

    Raises:
        UnreadableSecret: no key fits.
    """
    try:
        return _current().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret("no key of SPOTIFY_TOKEN_KEYS opens this token") from None


def reseal(sealed: str) -> str:
    """The same secret sealed with the first key.

    Raises:
        UnreadableSecret: no key fits.
    """
    try:
        return _current().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret("no key of SPOTIFY_TOKEN_KEYS opens this token") from None
