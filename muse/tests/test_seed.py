"""`manage.py seed`."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F
from django.test import Client

from accounts.models import Follow, User, UserPreferences
from accounts.tests.factories import UserFactory
from muse.seeding.crowd import Crowd
from muse.seeding.writing import write_crowd
from reviews import item_stats
from reviews.models import Comment, DiaryEntry, ItemStats, Like, Review
from reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db

REAL = {
    "albums": ["4aawyAB9vmqN3uQ7FjRGTy"],
    "artists": ["0TnOYISbd1XYRBk9myaseg"],
    "tracks": ["11dFghVXANMlKmJXsNCbNl"],
}


def run(**options: Any) -> str:
    output = io.StringIO()
    call_command("seed", stdout=output, **({"people": 40, "reviews": 1_500, "follows": 300} | options))
    return output.getvalue()


def test_makes_what_was_asked_for_and_says_so() -> None:
    said = run()
    assert User.objects.count() == UserPreferences.objects.count() == 40
    assert Review.objects.count() == 1_500
    assert Follow.objects.count() == 300
    assert said.startswith("40 people, 1,500 reviews of ")
    assert f"{DiaryEntry.objects.count():,} diary entries, {Like.objects.count():,} likes" in said
    for model in (DiaryEntry, Like, Comment):
        assert model.objects.exists()


def test_all_counts_are_those_of_the_rows() -> None:
    run()
    assert item_stats.rebuild() == 0
    assert ItemStats.objects.exists()
    likes = dict(Like.objects.values_list("review").annotate(Count("pk")))
    comments = dict(Comment.objects.values_list("review").annotate(Count("pk")))
    for pk, like_count, comment_count in Review.objects.values_list("pk", "like_count", "comment_count"):
        assert (likes.get(pk, 0), comments.get(pk, 0)) == (like_count, comment_count)


def test_triggers_count_again_afterwards() -> None:
    run()
    review = ReviewFactory.create(author=User.objects.order_by("pk")[0])
    assert item_stats.item_stats("album", review.spotify_id).rating_count == 1
    assert item_stats.rebuild() == 0


def test_every_row_keeps_the_rules_of_its_model() -> None:
    """What PostgreSQL cannot hold as well: validators, and who follows whom how."""
    run(people=10, reviews=100, follows=50)
    for model in (User, UserPreferences, Review, DiaryEntry, Follow, Like, Comment):
        for row in model._default_manager.all():
            row.full_clean(validate_unique=False, exclude=["password"])
    assert not Like.objects.filter(person=F("review__author")).exists()
    assert not Like.objects.exclude(review__visibility="everyone").exists()
    assert not Follow.objects.requested().filter(followed__is_private=False).exists()
    assert not Review.objects.filter(created_at__lt=F("author__date_joined")).exists()


def test_few_things_have_most_reviews() -> None:
    run()
    counts = sorted(Counter(Review.objects.values_list("spotify_id", flat=True)).values(), reverse=True)
    assert sum(counts[: len(counts) // 5]) > 0.3 * sum(counts)
    assert counts[0] > 2 * counts[len(counts) // 2]


def test_one_of_them_can_sign_in(client: Client) -> None:
    match = re.search(r"sign in as: (\w+) / (\w+)", run())
    assert match
    assert client.login(username=match[1], password=match[2])
    assert sum(person.has_usable_password() for person in User.objects.all()) == 1


def test_people_who_are_there_are_left_alone_unless_forced() -> None:
    somebody = UserFactory.create()
    ReviewFactory.create(author=somebody)
    with pytest.raises(CommandError, match="--force"):
        run()
    assert User.objects.count() == 1
    for _ in range(2):
        run(force=True)
    assert User.objects.count() == 81
    assert Review.objects.count() == 3_001
    assert item_stats.rebuild() == 0


@pytest.mark.parametrize(
    "sizes",
    [
        {"people": 1, "reviews": 0, "follows": 0},
        {"people": 1, "reviews": 200, "follows": 5},
        {"people": 2, "reviews": 300, "follows": 9},
        {"people": 12, "reviews": 30, "follows": 10_000},
    ],
)
def test_small_and_odd_sizes(sizes: dict[str, int]) -> None:
    run(**sizes)
    assert Review.objects.count() == sizes["reviews"]
    assert Follow.objects.count() == min(sizes["follows"], sizes["people"] * (sizes["people"] - 1))


@pytest.mark.parametrize("sizes", [{"people": 0}, {"reviews": -1}, {"follows": -1}])
def test_sizes_that_make_no_sense_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        run(**sizes)


@pytest.mark.parametrize("form", ["json", "lines"])
def test_real_items_come_first(tmp_path: Path, form: str) -> None:
    path = tmp_path / "ids"
    uris = [f"spotify:{kind[:-1]}:{one}" for kind, several in REAL.items() for one in several]
    path.write_text(json.dumps(REAL) if form == "json" else "\n".join(["", *uris, ""]))
    run(ids=path)
    real = {one for several in REAL.values() for one in several}
    most = Counter(Review.objects.values_list("spotify_id", flat=True)).most_common(10)
    assert real <= {one for one, _ in most}


@pytest.mark.parametrize("text", ["nonsense", "{", '{"albums": ["short"]}', "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M"])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ids"
    path.write_text(text)
    for wrong in (path, tmp_path / "missing"):
        with pytest.raises(CommandError):
            run(ids=wrong)
    assert not User.objects.exists()


def test_the_same_seed_draws_the_same_crowd() -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    first, again, other = (list(Crowd(seed, 20, 300, now, {}).reviews(300)) for seed in (7, 7, 8))
    assert first == again != other


def test_the_triggers_of_the_database_are_as_they_were() -> None:
    run(people=5, reviews=20, follows=4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O' AND NOT tgisinternal")
        assert cursor.fetchone() == (0,)


def test_it_is_all_or_nothing() -> None:
    """Stopped in the middle, it leaves nothing behind."""

    class Stopped(Exception):
        pass

    def stop(what: str, count: int) -> None:
        if what == "likes":
            raise Stopped

    crowd = Crowd(1, 20, 300, datetime(2026, 5, 1, tzinfo=UTC), {})
    with pytest.raises(Stopped):
        write_crowd(crowd, 300, 20, stop)
    assert not User.objects.exists()
    assert not Review.objects.exists()
