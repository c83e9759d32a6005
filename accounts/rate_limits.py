"""How often one address or person may do what is costly: try passwords, have mail sent, write, search (R73).

Counted in a moving window in the Redis of the sessions, which evicts nothing. While that Redis is down each process
counts for itself: nobody is locked out, and guessing passwords stays slow.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django_redis import get_redis_connection
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class RateLimit:
    """A limit by name: ``rate`` in the words of `limits.parse`, such as ``10 per 5 minutes``."""

    def __init__(self, name: str, rate: str) -> None:
        self.name = name
        self._item: RateLimitItem = parse(rate)

    def is_used_up(self, *subject: str) -> bool:
        """Whether one more try of ``subject`` (an address, a name) would be too many; counts nothing."""
        return not _first_that_answers("test", self._item, self.name, *subject)

    def count(self, *subject: str, cost: int = 1) -> bool:
        """Count a try, or several at once. Returns whether it was within the limit; if not, none is counted."""
        return bool(_first_that_answers("hit", self._item, self.name, *subject, cost=cost))

    def left(self, *subject: str) -> tuple[int, int]:
        """How many tries of ``subject`` are left, and in how many seconds there will be more."""
        reset_at, remaining = _first_that_answers("get_window_stats", self._item, self.name, *subject)
        return int(remaining), max(0, math.ceil(reset_at - time.time()))

    @property
    def quota(self) -> int:
        """Tries in a window."""
        return int(self._item.amount)

    @property
    def seconds(self) -> int:
        """The length of the window."""
        return self._item.get_expiry()


#: Failed tries only: for one name from one address, and for all names from it.
SIGN_IN = RateLimit("sign-in", "10 per 5 minutes")
SIGN_IN_OF_ADDRESS = RateLimit("sign-in-address", "100 per 5 minutes")
#: Walks to Spotify that are begun; each leaves a row until it is finished.
SPOTIFY_SIGN_IN = RateLimit("spotify-sign-in", "60 per 5 minutes")
#: Accounts that are made; and tries, as each that is refused says who is here already, after hashing a password.
SIGN_UP = RateLimit("sign-up", "60 per hour")
SIGN_UP_TRIES = RateLimit("sign-up-tries", "100 per 5 minutes")
PASSWORD_MAIL = RateLimit("password-mail", "5 per hour")
PASSWORD_MAIL_OF_ADDRESS = RateLimit("password-mail-address", "30 per hour")
#: What visitors wrote, kept over their sign-in: each may make a session.
DRAFT = RateLimit("draft", "60 per hour")
#: Reviews, ratings and playlists of one person: more than hands do, less than a loop.
WRITE = RateLimit("write", "120 per minute")
#: Each may cost a call of the window that all of Muse has at Spotify. Of an address, and of a person.
SEARCH_OF_VISITOR = RateLimit("search-visitor", "40 per minute")
SEARCH = RateLimit("search", "120 per minute")
#: Calls to Spotify that are made for one address: two thirds of the window that all of Muse has, so that nobody alone
#: closes it to others by asking for one thing after the other that is not cached.
SPOTIFY_CALLS = RateLimit("spotify-calls", f"{max(10, settings.SPOTIFY_RATE_LIMIT * 2 // 3)} per 30 seconds")
#: What browsers behind one address tell of how fast pages were.
PAGE_TIMES = RateLimit("page-times", "60 per minute")


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address or the /64 network of an IPv6 one.

    Of the addresses that NUM_PROXIES trusted proxies appended to X-Forwarded-For, the outermost; anything further left
    is what the client made up.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.NUM_PROXIES:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        address = forwarded[-min(settings.NUM_PROXIES, len(forwarded))] if forwarded else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class SignInTries:
    """Tries of a name and a password, on the page or by the API: only those that fail are counted.

    For one name from one address, and for all names from it.
    """

    def __init__(self, request: HttpRequest, name: str) -> None:
        address = address_of(request)
        self._limits: list[tuple[RateLimit, tuple[str, ...]]] = [
            (SIGN_IN, (address, name.strip().lower()[:254])),
            (SIGN_IN_OF_ADDRESS, (address,)),
        ]

    def used_up_limit(self) -> RateLimit | None:
        """The limit that one more try would be past; counts nothing."""
        return next((limit for limit, subject in self._limits if limit.is_used_up(*subject)), None)

    def count_failure(self) -> None:
        for limit, subject in self._limits:
            limit.count(*subject)


def used_up_sign_up_limit(request: HttpRequest) -> RateLimit | None:
    """Count a try to sign up. Returns the limit that it is past, None where it may be made.

    Whoever makes an account counts it by `SIGN_UP`.
    """
    address = address_of(request)
    if not SIGN_UP_TRIES.count(address):
        return SIGN_UP_TRIES
    return SIGN_UP if SIGN_UP.is_used_up(address) else None


def used_up_mail_limit(request: HttpRequest, mailbox: str) -> RateLimit | None:
    """Count a mail with a link to a new password. Returns the limit that it is past, None where it may be sent."""
    address = address_of(request)
    within = [
        PASSWORD_MAIL_OF_ADDRESS.count(address),
        PASSWORD_MAIL.count(address, mailbox.strip().lower()[:254]),
    ]
    return None if all(within) else PASSWORD_MAIL


def used_up_search_limit(request: HttpRequest) -> RateLimit | None:
    """Count a search on a page. Returns the limit that it is past, None where it may be made."""
    limit, subject = search_limit(request)
    return None if limit.count(subject) else limit


def search_limit(request: HttpRequest, person_id: int | None = None) -> tuple[RateLimit, str]:
    """The limit of whoever searches, on a page or by the API, and whom it counts.

    Counted by person where a session says who it is, which costs no query, or the API knows by a token; else by
    address. A request without a session's cookie does not touch the session: its answer is the same for everybody and
    stays so for caches.
    """
    if person_id is not None:
        return SEARCH, str(person_id)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and (person := request.session.get(SESSION_KEY)):
        return SEARCH, str(person)
    return SEARCH_OF_VISITOR, address_of(request)


def too_many_requests(
    request: HttpRequest, limit: RateLimit, template: str = "accounts/too_many_requests.html"
) -> HttpResponse:
    """A page that says so; it goes by ``minutes`` to wait. htmx leaves the page as it is and reports the 429."""
    response = render(request, template, {"minutes": max(1, limit.seconds // 60)}, status=429)
    response["Retry-After"] = str(limit.seconds)
    patch_cache_control(response, private=True, no_store=True)
    return response


@lru_cache(maxsize=1)
def _redis_limiter() -> MovingWindowRateLimiter:
    pool = get_redis_connection("sessions").connection_pool
    return MovingWindowRateLimiter(RedisStorage("redis://", connection_pool=pool, key_prefix="rate"))


@lru_cache(maxsize=1)
def _local_limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


def _first_that_answers(method: str, item: RateLimitItem, *identifiers: str, **options: int) -> Any:
    try:
        return getattr(_redis_limiter(), method)(item, *identifiers, **options)
    except (RedisError, OSError) as error:
        logger.warning("rate limits are counted per process: %s", type(error).__name__)
        return getattr(_local_limiter(), method)(item, *identifiers, **options)
