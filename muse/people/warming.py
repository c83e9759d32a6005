"""What pages of Muse show of Spotify's, told to those who fetch it before people come (R14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounts.models import User
from accounts.selectors import connection_of
from accounts.warming import register_shown
from muse.people import dashboard, feed
from playlists import selectors as playlists
from reviews import pins, shelf
from reviews import selectors as reviews
from spotify_cache import wants
from spotify_cache.wants import Recipe
from spotify_cache.warming import register_popular_source

_PUBLIC_PLAYLISTS = 30


def register() -> None:
    register_shown("feed", feed_of)
    register_shown("shelf", shelf_of)
    register_shown("dashboard", writing_of)
    register_popular_source("new releases", lambda limit: [wants.new_releases().recipe])
    register_popular_source("playlists", listed)


def feed_of(person: User) -> list[Recipe]:
    """The first page of the person's feed."""
    written = feed.written_by_followed(person, None, feed.PER_PAGE)
    return _recipes(feed.catalog_ids_of(written, feed.popular_lately(person)))


def shelf_of(person: User) -> list[Recipe]:
    """What the person means to listen to, and the favourites on their profile."""
    return _recipes(reviews.catalog_ids([*shelf.shelf_of(person), *pins.pinned_by(person)]))


def writing_of(person: User) -> list[Recipe]:
    """What the dashboard shows instead of what is heard on Spotify."""
    if connection_of(person) is not None:
        return []
    return [*_recipes(dashboard.said_around(person).catalog_ids), wants.new_releases().recipe]


def listed(limit: int) -> list[Recipe]:
    """What public playlists show of themselves, those changed last."""
    changed = playlists.recent_public_playlists(min(limit, _PUBLIC_PLAYLISTS))
    return _recipes({"tracks": playlists.cover_track_ids(changed)[:limit]})


def _recipes(ids: Mapping[str, Sequence[str]]) -> list[Recipe]:
    """Recipes of IDs by ``tracks``, ``albums``, ``artists``."""
    return [(kind.removesuffix("s"), spotify_id) for kind, several in ids.items() for spotify_id in several]
