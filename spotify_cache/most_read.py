"""What people read most, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from spotify_cache import kinds, popularity, wants
from spotify_cache.kinds import decode_entry
from spotify_cache.store import Store
from spotify_cache.wants import Recipe

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Things of each kind.
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Read:
    """Something that is read much. Without a name it is not cached now."""

    kind: str
    spotify_id: str
    query: str
    name: str
    score: float

    @property
    def address(self) -> str:
        """What follows the address of the page on which one entry is looked at (`admin.CacheAdmin.entry`)."""
        thing = self.kind if self.spotify_id else "search" if self.query else "new-releases"
        return urlencode({"thing": thing, "name": self.spotify_id or self.query})


def most_read(store: Store, names: Mapping[str, StrOrPromise], limit: int = SHOWN) -> list[tuple[str, list[Read]]]:
    """By kind, of which ``names`` are given, and by name where it is cached: a round trip for each kind and one more.

    Raises StoreDown.
    """
    scored: list[tuple[str, Recipe, float]] = []
    for kind in popularity.COUNTED_KINDS:
        # An album has two recipes, an artist three: more are looked at than shown.
        scored += [(kind, recipe, score) for recipe, score in popularity.most_read(store, kind, 4 * limit)]
    merged: Counter[tuple[str, Recipe]] = Counter()
    for kind, recipe, score in scored:
        if recipe[0] in kinds.CATALOG_THINGS:
            merged[kind, recipe[:2]] += score  # type: ignore[assignment]
        elif kind != kinds.ARTIST.name:  # what stands on an artist's page is read with the artist
            merged[kind, recipe] += score  # type: ignore[assignment]
    chosen = []
    for kind, group in groupby(sorted(merged, key=lambda key: key[0]), key=lambda key: key[0]):
        chosen += [(kind, recipe) for _, recipe in sorted(group, key=lambda key: -merged[key])[:limit]]
    titles = _titles(store, [recipe for _, recipe in chosen])
    return [
        (str(names[kind]), [_read(kind, recipe, titles[recipe], merged[kind, recipe]) for _, recipe in group])
        for kind, group in groupby(chosen, key=lambda pair: pair[0])
    ]


def _read(kind: str, recipe: Recipe, name: str, score: float) -> Read:
    is_search = recipe[0] == kinds.SEARCH_PAGE.name
    is_item = recipe[0] in kinds.CATALOG_THINGS
    return Read(kind, recipe[1] if is_item else "", recipe[1] if is_search else "", name, round(score, 1))


def _titles(store: Store, recipes: Sequence[Recipe]) -> dict[Recipe, str]:
    """What things are called, as far as they are cached: one read."""
    asked = {recipe: wants.from_recipe(recipe) for recipe in recipes}
    found = dict.fromkeys(recipes, "")
    for (recipe, want), raw in zip(asked.items(), store.read([want.key for want in asked.values()]), strict=True):
        entry = decode_entry(want.thing, raw)
        if recipe[0] == kinds.SEARCH_PAGE.name:
            found[recipe] = f"“{recipe[1]}” ({recipe[2]})"
        elif recipe[0] == kinds.NEW_RELEASES.name:
            found[recipe] = _("New releases")
        elif entry is not None and entry.value is not None:
            artists = getattr(entry.value, "artists", ())
            found[recipe] = entry.value.name + (f" – {artists[0].name}" if artists else "")
    return found
