"""``manage.py seed``: a crowd of people and what they wrote, to try Muse at its size."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from muse.seeding.crowd import Crowd
from muse.seeding.loading import next_key
from muse.seeding.writing import write_crowd
from reviews.charts import compute_charts
from spotify_cache.spotify_ids import CATALOG_TYPES, is_spotify_id, parse_reference


class Command(BaseCommand):
    help = (
        "Fill an empty database with people, reviews, follows, diary entries, likes and comments, by COPY: 10,000 "
        "people and 1,000,000 reviews take minutes. Needs no Spotify; items are made up unless --ids names real ones."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=1_000)
        parser.add_argument("--reviews", type=int, default=20_000)
        parser.add_argument("--follows", type=int, default=None, help="default: ten for each person")
        parser.add_argument("--seed", type=int, default=1, help="the same number draws the same crowd")
        parser.add_argument(
            "--ids",
            type=Path,
            help="items that are written about most: Spotify URIs or links, one a line, or JSON with lists of IDs by "
            "albums, artists and tracks, as the sandbox's /_control/catalog answers",
        )
        parser.add_argument("--force", action="store_true", help="also beside people who are there already")

    def handle(self, *args: Any, **options: Any) -> None:
        people, reviews, follows = options["people"], options["reviews"], options["follows"]
        follows = 10 * people if follows is None else follows
        if people < 1 or reviews < 0 or follows < 0:
            raise CommandError("At least one person, and no negative numbers.")
        if not options["force"] and User.objects.exists():
            raise CommandError("There are people here already; a made-up crowd would join them. --force")
        ids = _read_ids(options["ids"]) if options["ids"] else {}
        began = time.monotonic()
        crowd = Crowd(options["seed"], people, reviews, timezone.now(), ids, first_number=next_key(User))
        self._shown = ""
        made = write_crowd(crowd, reviews, follows, self._tell)
        self._tell("charts", 0)
        compute_charts()
        self._end_line()
        self.stdout.write(
            f"{made.people:,} people, {made.reviews:,} reviews of {made.items:,} items, {made.follows:,} follows, "
            f"{made.diary_entries:,} diary entries, {made.likes:,} likes, {made.comments:,} comments "
            f"in {time.monotonic() - began:.0f} s"
        )
        self.stdout.write(f"sign in as: {made.username} / {made.password}")

    def _tell(self, what: str, count: int) -> None:
        """On a terminal one line for each kind, counting; elsewhere nothing until the end."""
        if not self.stdout.isatty():
            return
        if self._shown and self._shown != what:
            self._end_line()
        self._shown = what
        self.stdout.write(f"\r{what:<14} {count:>12,}" if count else what, ending="")
        self.stdout.flush()

    def _end_line(self) -> None:
        if self._shown:
            self.stdout.write("")
            self._shown = ""


def _read_ids(path: Path) -> dict[str, Sequence[str]]:
    """Spotify IDs by type.

    Raises:
        CommandError: it cannot be read, or holds something else.
    """
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    if text.lstrip().startswith("{"):
        try:
            catalog = json.loads(text)
        except ValueError as error:
            raise CommandError(f"{path}: {error}") from error
        pairs = [(item_type, one) for item_type in CATALOG_TYPES for one in catalog.get(f"{item_type}s", ())]
    else:
        lines = [line for line in text.splitlines() if line.strip()]
        references = [parse_reference(line) for line in lines]
        if None in references:
            raise CommandError(f"{path}: no Spotify URI or link: {lines[references.index(None)][:80]!r}")
        pairs = [reference for reference in references if reference]
    if wrong := [one for _, one in pairs if not is_spotify_id(one)]:
        raise CommandError(f"{path}: no Spotify ID: {wrong[0]!r}")
    ids: dict[str, Sequence[str]] = {}
    for item_type in CATALOG_TYPES:
        ids[item_type] = list(dict.fromkeys(one for kind, one in pairs if kind == item_type))
    return ids
