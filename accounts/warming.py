"""Signing in has fetched what a person will look at next, before they do (R14)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.selectors import connection_of
from accounts.spotify import token_source
from spotify_cache.kinds import PREFIX
from spotify_cache.repository import get_repository
from spotify_cache.store import StoreDown
from spotify_cache.wants import Recipe, Want, from_recipe

logger = logging.getLogger(__name__)

#: Signing in again within this time (another device, another tab) warms nothing again (seconds).
ONCE_IN_SECONDS: Final = 5 * 60

_shown: dict[str, Callable[[User], Iterable[Recipe]]] = {}


def register_shown(name: str, find: Callable[[User], Iterable[Recipe]]) -> None:
    """Say what a page shows a person of Spotify's (the apps above know feeds and shelves; this one does not)."""
    _shown[name] = find


@receiver(user_logged_in, dispatch_uid="accounts.warming")
def warm_listener(sender: type[User], user: User, **kwargs: Any) -> None:
    """Queue one warm-up of what this person will look at; a worker makes it."""
    from accounts.tasks import warm_person

    connection = connection_of(user)
    once = f"{PREFIX}:warm-up:{user.pk}:{connection.pk if connection else ''}"
    try:
        if get_repository().store.mark([once], ONCE_IN_SECONDS)[0]:
            warm_person.delay(user.pk)
    except (StoreDown, OperationalError, OSError) as error:
        # Without Redis there is nowhere to keep it, without a broker nobody to do it; pages fetch what they need.
        logger.warning("no warm-up: %s", type(error).__name__)


def wants_of(person: User) -> list[Want]:
    """Everything to warm for a person: own data by every period, then what their pages show."""
    source = token_source(person)
    wanted = get_repository().listener(source).all_of_it() if source is not None else []
    for name, find in _shown.items():
        try:
            wanted += [from_recipe(recipe) for recipe in find(person)]
        except Exception:
            logger.exception("warming goes on without %s", name)
    return list({want.key: want for want in wanted}.values())


def warm_up(person: User) -> None:
    """Have workers fetch of it what is not fresh."""
    get_repository().warm(wants_of(person))
