"""The shelf: what a person means to listen to later. Its writers and its readers."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import User
from reviews.items import require_form, require_item
from reviews.models import SHELF_TYPES, ShelfItem

PER_PAGE = 30


def put_on(person: User, item_type: str, spotify_id: str) -> bool:
    """Put an album or track on one's shelf. Returns False where it stood there.

    Raises:
        UnknownItem: there is no such album or track.
    """
    require_form(item_type, spotify_id, SHELF_TYPES)
    if is_on(person, item_type, spotify_id):
        return False
    require_item(item_type, spotify_id)
    item = ShelfItem(person=person, item_type=item_type, spotify_id=spotify_id)
    ShelfItem.objects.bulk_create([item], ignore_conflicts=True)
    return True


def take_off(person: User, item_type: str, spotify_id: str) -> bool:
    """Take an item off one's shelf. Returns whether it was there."""
    return bool(ShelfItem.objects.filter(person=person, item_type=item_type, spotify_id=spotify_id).delete()[0])


def is_on(person: object, item_type: str, spotify_id: str) -> bool:
    """Whether it stands on the shelf of ``person``; one query, none for a visitor."""
    if not isinstance(person, User):
        return False
    return ShelfItem.objects.filter(person=person, item_type=item_type, spotify_id=spotify_id).exists()


def items_of(person: User) -> QuerySet[ShelfItem]:
    """What stands on a person's shelf, last added first. Whoever sees the person's page sees it."""
    return ShelfItem.objects.filter(person=person)


def shelf_of(person: User, page: int | str = 1) -> Page[ShelfItem]:
    """The same, 30 a page: two queries."""
    return Paginator(items_of(person), PER_PAGE).get_page(page)


def ids_on(person: User, item_type: str, spotify_ids: Iterable[str]) -> set[str]:
    """Which of these items stand on one's shelf: one query."""
    rows = ShelfItem.objects.filter(person=person, item_type=item_type, spotify_id__in=list(spotify_ids))
    return set(rows.values_list("spotify_id", flat=True))
