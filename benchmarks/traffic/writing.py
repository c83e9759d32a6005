"""What people of the trace write, in PostgreSQL: the sources of what is popular ask for it."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from accounts.models import Follow, User
from benchmarks.traffic.trace import PEOPLE, Visit, Zipf
from reviews.models import ChartEntry, DiaryEntry, Review, ShelfItem

_FOLLOWED = 10
_RATINGS = (3, 3.5, 4, 4, 4.5, 5)


def prepare_people() -> None:
    """Tables, the people of the trace with their numbers as keys, and whom they follow: some are followed by many."""
    call_command("migrate", verbosity=0)
    User.objects.bulk_create(User(pk=number, username=f"person_{number}") for number in range(1, PEOPLE + 1))
    chance, followed = random.Random(5), Zipf(PEOPLE, 1.0)  # noqa: S311
    pairs = {(number, followed.draw(chance) + 1) for number in range(1, PEOPLE + 1) for _ in range(_FOLLOWED)}
    now = timezone.now()
    Follow.objects.bulk_create(
        Follow(follower_id=one, followed_id=other, status=Follow.Status.ACCEPTED, accepted_at=now)
        for one, other in sorted(pairs)
        if one != other
    )


def forget_writing() -> None:
    for model in (Review, DiaryEntry, ShelfItem, ChartEntry):
        model._default_manager.all().delete()


def write(visit: Visit, at: int) -> None:
    """Keep what the person writes on that page at ``at`` (Unix seconds); a second time it is the same row."""
    moment = datetime.fromtimestamp(at, UTC)
    item: Any = {"item_type": visit.page, "spotify_id": visit.what}
    match visit.writes:
        case "review":
            rating = _RATINGS[at % len(_RATINGS)]
            Review.objects.get_or_create(
                author_id=visit.person, **item, defaults={"rating": rating, "text": "Heard it.", "created_at": moment}
            )
        case "diary":
            DiaryEntry.objects.get_or_create(author_id=visit.person, listened_on=moment.date(), **item)
        case "shelf":
            ShelfItem.objects.get_or_create(person_id=visit.person, **item, defaults={"added_at": moment})
