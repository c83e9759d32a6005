"""Drop from the cache what is said to be wrong or is not to be kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import forget_cached_spotify_data
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import CATALOG_TYPES, is_spotify_id, parse_reference
from spotify_cache.store import StoreDown


class Command(BaseCommand):
    help = "Drops Spotify's data from the cache: whoever asks for it next has it fetched anew."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        for item_type in sorted(CATALOG_TYPES):
            items = what.add_parser(item_type, help=f"{item_type}s by ID, URI or link")
            items.add_argument("ids", nargs="+", metavar="ID")
        searches = what.add_parser("search", help="searches whose query matches")
        searches.add_argument("pattern", help="with * and ?; quote it: 'moon*'")
        people = what.add_parser("user", help="everything that is kept of a person's listening")
        people.add_argument("username")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            if what == "search":
                said = self._searches(options["pattern"])
            elif what == "user":
                said = self._person(options["username"])
            else:
                said = self._items(what, options["ids"])
        except StoreDown as error:
            raise CommandError("Redis does not answer; what it has goes by its lifetime.") from error
        self.stdout.write(said)

    def _items(self, item_type: str, given: list[str]) -> str:
        ids = [_id(item_type, text) for text in given]
        get_repository().invalidate(item_type, ids)
        return f"Dropped, where they were cached: {len(ids):,}."

    def _searches(self, pattern: str) -> str:
        if not pattern.strip():
            raise CommandError("Which searches? * means all of them.")
        return f"Searches dropped: {get_repository().invalidate_search(pattern):,}."

    def _person(self, username: str) -> str:
        person = User.objects.filter(username=username.removeprefix("@")).first()
        if person is None:
            raise CommandError(f"There is no {username}.")
        forget_cached_spotify_data(person.pk)
        return f"Dropped what was cached of @{person.username}."


def _id(item_type: str, text: str) -> str:
    known = parse_reference(text)
    if known is not None and known[0] != item_type:
        raise CommandError(f"{text} is of the type {known[0]}, not {item_type}.")
    spotify_id = known[1] if known is not None else text
    if not is_spotify_id(spotify_id):
        raise CommandError(f"{text} is no Spotify ID, URI or link.")
    return spotify_id
