"""What a person may write about: things that Spotify knows."""

from __future__ import annotations

from collections.abc import Collection, Container
from contextlib import suppress
from typing import TypeAlias

from reviews.models import ItemType
from spotify_cache.answers import State
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import is_spotify_id

#: Item type and Spotify ID.
Reference: TypeAlias = tuple[str, str]


class UnknownItem(Exception):
    """Spotify says that there is no such item, or the reference has not even the form of one.

    ``items`` names them where several were asked about.
    """

    def __init__(self, *items: Reference) -> None:
        super().__init__(*items)
        self.items = items


def require_form(item_type: str, spotify_id: str, types: Container[str] = ItemType.values) -> None:
    """
    Raises:
        UnknownItem: nothing can be called that.
    """
    if item_type not in types or not is_spotify_id(spotify_id):
        raise UnknownItem


def require_item(item_type: str, spotify_id: str) -> None:
    """Asks the cache and perhaps Spotify: never inside a transaction. An item of which
    Spotify cannot be asked is believed.

    Raises:
        UnknownItem: Spotify knows no such item.
    """
    if get_repository().item(item_type, spotify_id).state is State.GONE:
        raise UnknownItem


def require_items(items: Collection[Reference]) -> None:
    """As `require_item`, of several in one read.

    Raises:
        UnknownItem: of those that Spotify does not know.
    """
    if not items:
        return
    catalog = get_repository().catalog(
        **{f"{item_type}s": [one for kind, one in items if kind == item_type] for item_type in ItemType.values}
    )
    if unknown := [item for item in items if catalog.state(*item) is State.GONE]:
        raise UnknownItem(*unknown)


def ask_about(*items: Reference) -> None:
    """Ask Spotify what will be required of these with a transaction open, within `told_once`. Raises nothing."""
    with suppress(UnknownItem):
        for item in items:
            require_form(*item)
        require_items(items)
