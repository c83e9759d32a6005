"""Typed reading of environment variables: a bad value stops the start with the variable's name (R52)."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
_env = environ.Env()


def read(name: str, parse: Callable[[str], T], default: str) -> T:
    """Parse the variable ``name``; an absent or empty one counts as ``default``.

    Raises:
        ImproperlyConfigured: naming the variable and what is wrong with its value (never the value of a secret).
    """
    raw = os.environ.get(name, "").strip() or default
    try:
        return parse(raw)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def text(raw: str) -> str:
    return raw


def required(raw: str) -> str:
    if not raw:
        raise ValueError("must be set")
    return raw


def boolean(raw: str) -> bool:
    lowered = raw.lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off"}:
        return False
    raise ValueError("must be true or false")


def words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


def positive(raw: str) -> int:
    number = int(raw) if raw.isascii() and raw.isdigit() else 0
    if number < 1:
        raise ValueError("must be a whole number of at least 1")
    return number


def natural(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit()):
        raise ValueError("must be a whole number of at least 0")
    return int(raw)


def hours(raw: str) -> frozenset[int]:
    """Hours of the day, such as ``23-5,12``: 23, 0, 1, 2, 3, 4, 5 and 12."""
    found: set[int] = set()
    for word in words(raw):
        first, _, last = word.partition("-") if "-" in word else (word, "", word)
        begins, ends = natural(first.strip()), natural(last.strip())
        if max(begins, ends) > 23:
            raise ValueError("must be hours from 0 to 23, such as 1-5 or 23-5,12")
        found |= {hour % 24 for hour in range(begins, (ends if ends >= begins else ends + 24) + 1)}
    return frozenset(found)


def share(raw: str) -> float:
    part = float(raw)
    if not 0 <= part <= 1:
        raise ValueError("must be a number from 0 to 1")
    return part


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return raw

    return parse


def web_address(raw: str) -> str:
    """An http(s) address without a trailing slash."""
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address that starts with http:// or https://")
    parts.port  # noqa: B018  (raises ValueError for a port that is none)
    return raw.rstrip("/")


def origins(raw: str) -> list[str]:
    """Origins of other sites between commas, each as a browser names it: no path, no port that goes without saying."""
    return [_origin(word) for word in words(raw)]


def _origin(raw: str) -> str:
    parts = urlsplit(raw.lower())
    is_whole = (
        parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and "*" not in parts.netloc
    )
    if not is_whole or raw.lower() != f"{parts.scheme}://{parts.netloc}":
        raise ValueError(f"{raw} must be the origin of a site, such as https://app.example, with nothing behind it")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return raw.lower().removesuffix(f":{usual}") if parts.port == usual else raw.lower()


def redis_address(raw: str) -> str:
    if urlsplit(raw).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("must be an address that starts with redis://, rediss:// or unix://")
    return raw


def broker_address(raw: str) -> str:
    if urlsplit(raw).scheme not in {"redis", "rediss", "redis+socket", "sentinel"}:
        raise ValueError("must be an address that starts with redis://, rediss://, redis+socket:// or sentinel://")
    return raw


def database(raw: str) -> dict[str, object]:
    """Django's settings of a PostgreSQL database from its address."""
    if urlsplit(raw).scheme not in {"postgres", "postgresql", "pgsql"}:
        raise ValueError("must be an address that starts with postgresql://")
    return dict(_env.db_url_config(raw))


def market(raw: str) -> str:
    """An ISO 3166-1 alpha-2 country code, or nothing: Spotify then answers for every market."""
    if raw and not (len(raw) == 2 and raw.isascii() and raw.isalpha()):
        raise ValueError("must be a country code of two letters, such as DE")
    return raw.upper()


def fernet_keys(raw: str) -> list[str]:
    """Keys for `cryptography.fernet`: 32 bytes each in URL-safe base64; the first one encrypts, all decrypt."""
    keys = words(raw)
    if not keys:
        raise ValueError("must hold at least one key")
    for number, key in enumerate(keys, start=1):
        try:
            size = len(base64.urlsafe_b64decode(key))
        except ValueError:
            size = 0
        if size != 32:
            raise ValueError(f"key {number} must be 32 bytes in URL-safe base64")
    return keys


def mail_server(raw: str) -> dict[str, object]:
    """Django's EMAIL_* settings from an address such as ``smtp+tls://user:password@host:587``."""
    return dict(_env.email_url_config(raw))
