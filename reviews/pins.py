"""Four favourites that a person pins to their profile."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.items import Reference, require_form, require_item, require_items
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
        pinned = lock_pins(person)
        for one in pinned:
            if (one.item_type, one.spotify_id) == (item_type, spotify_id):
                return one
        free = sorted(set(range(1, MAX_PINNED + 1)) - {one.position for one in pinned})
        if not free:
            message = _("Four are pinned already. Take one away first.")
            raise ValidationError(message, code="pins_full")
        return PinnedItem.objects.create(person=person, item_type=item_type, spotify_id=spotify_id, position=free[0])


def pin_these(person: User, items: Sequence[Reference]) -> list[PinnedItem]:
    """Make these the favourites of a person, in this order, in place of those that there are.

    Raises:
        UnknownItem: one of them does not exist.
        ValidationError: with code ``pins_full`` or ``pinned_twice``.
    """
    if len(items) > MAX_PINNED:
        raise ValidationError(_("Pin four at most."), code="pins_full")
    if len(set(items)) < len(items):
        raise ValidationError(_("Each favourite is pinned once."), code="pinned_twice")
    for item_type, spotify_id in items:
        require_form(item_type, spotify_id)
    known = {(one.item_type, one.spotify_id) for one in pinned_by(person)}
    require_items([item for item in items if item not in known])
    with transaction.atomic():
        here = {(one.item_type, one.spotify_id): one for one in lock_pins(person)}
        stay = [here[item] for item in items if item in here]
        PinnedItem.objects.filter(person=person).exclude(pk__in=[one.pk for one in stay]).delete()
        pinned = [here.get(item) or PinnedItem(person=person, item_type=item[0], spotify_id=item[1]) for item in items]
        _number(pinned)
    return pinned


def unpin(person: User, item_type: str, spotify_id: str) -> bool:
    """Take a favourite away; the others close the gap. Returns whether it was pinned."""
    with transaction.atomic():
        pinned = lock_pins(person)
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
        pinned = lock_pins(person)
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


def lock_pins(person: User) -> list[PinnedItem]:
    """The favourites of a person, which nobody else changes until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    return pinned_by(person)


def _number(pinned: Sequence[PinnedItem]) -> None:
    for position, one in enumerate(pinned, start=1):
        one.position = position
    PinnedItem.objects.bulk_update([one for one in pinned if one.pk], ["position"])
    PinnedItem.objects.bulk_create([one for one in pinned if not one.pk])
