"""``manage.py demo``: people, reviews and playlists to look at and to try things with."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.models import User
from muse import environment
from muse.demo import sign_ups
from muse.demo.circles import follow_each_other
from muse.demo.lists import MORE_QUERIES, PLAYLISTS
from muse.demo.music import find_music
from muse.demo.sign_ups import SignIn
from muse.demo.talk import write_talk
from muse.demo.writing import write_playlists, write_reviews
from playlists.models import Playlist
from reviews.charts import compute_charts
from reviews.models import Review

#: Any number that no other advisory lock of this database uses.
_LOCK = 7_335_811


class Command(BaseCommand):
    help = (
        "Make demo people, reviews and playlists over music that the connected Spotify finds. May be run again: what "
        "is there stays as it is. DEMO_ADMIN_PASSWORD is the admin's password at first; without it one is drawn and "
        "shown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one line of JSON: how to sign in, what was made")
        parser.add_argument("--force", action="store_true", help="also beside people who are not of the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["force"] and not sign_ups.demo_people() and sign_ups.others_exist():
            raise CommandError(
                "There are people here already: demo people with known passwords would join them. --force"
            )
        password = environment.read("DEMO_ADMIN_PASSWORD", environment.text, "")
        with transaction.atomic():
            self._one_at_a_time()
            admin = sign_ups.make_admin(password)
            people = sign_ups.make_people()
            follow_each_other(people)
        reviews, playlists, asked = self._write(people)
        compute_charts()
        demo = sign_ups.demo_sign_in()
        if options["json"]:
            facts = {"people": len(people), "reviews": reviews, "playlists": playlists, "spotify_answered": asked}
            self.stdout.write(json.dumps({"demo": _as_json(demo), "admin": _as_json(admin), "made": facts}))
            return
        if not asked:
            self.stderr.write("Spotify cannot be asked now: people only. Run this again for reviews and playlists.")
        self.stdout.write(f"{len(people)} people; {reviews} reviews and {playlists} playlists made")
        for role, somebody in (("demo", demo), ("admin", admin)):
            self.stdout.write(f"{role}: {somebody.username} / {somebody.password or '(a password of their own)'}")

    def _write(self, people: dict[str, User]) -> tuple[int, int, bool]:
        """How many reviews and playlists were made, and whether Spotify could be asked."""
        authors = list(people.values())
        if Review.objects.filter(author__in=authors).exists() and Playlist.objects.filter(owner__in=authors).exists():
            return 0, 0, True
        music = find_music([*(playlist.query for playlist in PLAYLISTS), *MORE_QUERIES])
        if music is None:
            return 0, 0, False
        reviews = playlists = 0
        with transaction.atomic():
            self._one_at_a_time()
            sign_ups.give_favourites(people, music)
            if not Review.objects.filter(author__in=authors).exists():
                reviews = write_reviews(people, music)
                write_talk(people, music)
            if not Playlist.objects.filter(owner__in=authors).exists():
                playlists = write_playlists(people, music)
        return reviews, playlists, True

    @staticmethod
    def _one_at_a_time() -> None:
        """Two of these commands at once follow each other, to the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _as_json(somebody: SignIn) -> dict[str, str | None]:
    return {"username": somebody.username, "password": somebody.password}
