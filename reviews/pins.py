"""Four favourites that a person pins to their profile."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.items import require_form, require_item
from reviews.models import MAX_PINNED, PinnedItem


def pin(person: User, item_type: str, spotify_id: str) -> PinnedItem:
    """Pin an item at the first free place. What is pinned already stays where it is.

    Raises:
        UnknownItem: there is no such item.
        ValidationError: with code ``pins_full``.
    """
    require_form(item_type, spotify_id)
    require_item(item_type, spotify_id)
    with transaction.atomic():
        pinned = _locked(person)
        for one in pinned:
            if (one.item_type, one.spotify_id) == (item_type, spotify_id):
                return one
        free = sorted(set(range(1, MAX_PINNED + 1)) - {one.position for one in pinned})
        if not free:
            message = _("Four are pinned already. Take one away first.")
            raise ValidationError(message, code="pins_full")
        return PinnedItem.objects.create(person=person, item_type=item_type, spotify_id=spotify_id, position=free[0])


def unpin(person: User, item_type: str, spotify_id: str) -> bool:
    """Take a favourite away; the others close the gap. Returns whether it was pinned."""
    with transaction.atomic():
        pinned = _locked(person)
        rest = [one for one in pinned if (one.item_type, one.spotify_id) != (item_type, spotify_id)]
        PinnedItem.objects.filter(person=person, item_type=item_type, spotify_id=spotify_id).delete()
        _number(rest)
    return len(rest) < len(pinned)


def move_pin(person: User, item_type: str, spotify_id: str, position: int) -> None:
    """Put a favourite at a place from 1 on (a number outside means the nearest end); the others make room.

    Raises:
        PinnedItem.DoesNotExist: it is not pinned.
    """
    with transaction.atomic():
        pinned = _locked(person)
        moved = next((one for one in pinned if (one.item_type, one.spotify_id) == (item_type, spotify_id)), None)
        if moved is None:
            raise PinnedItem.DoesNotExist
        pinned.remove(moved)
        pinned.insert(min(max(position, 1), len(pinned) + 1) - 1, moved)
        _number(pinned)


def pinned_by(person: User) -> list[PinnedItem]:
    """A person's favourites in their order: one query."""
    return list(PinnedItem.objects.filter(person=person))


def is_pinned(person: object, item_type: str, spotify_id: str) -> bool:
    """Whether it is one of the favourites of ``person``; one query, none for a visitor."""
    if not isinstance(person, User):
        return False
    return PinnedItem.objects.filter(person=person, item_type=item_type, spotify_id=spotify_id).exists()


def _locked(person: User) -> list[PinnedItem]:
    """The favourites of a person whom nobody else changes meanwhile."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    return pinned_by(person)


def _number(pinned: Sequence[PinnedItem]) -> None:
    for position, one in enumerate(pinned, start=1):
        one.position = position
    PinnedItem.objects.bulk_update(pinned, ["position"])
