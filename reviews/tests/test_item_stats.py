"""Stats of items: right at the end of every transaction, whatever was written and by whom."""

from __future__ import annotations

import random
from decimal import Decimal
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Case, TextField, Value, When
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.factories import UserFactory
from reviews import item_stats, services
from reviews.item_stats import RatingStats, averages, averages_of_any, rating_summaries
from reviews.models import RATINGS, ItemStats, Review
from reviews.tests.factories import ReviewFactory

ID = "4aawyAB9vmqN3uQ7FjRGTy"
OTHER = "6rqhFgbbKwnb9MLmUQDhG6"


def stats(spotify_id: str = ID, item_type: str = "album") -> RatingStats:
    return item_stats.item_stats(item_type, spotify_id)


def bars(spotify_id: str = ID) -> dict[str, int]:
    return {str(bar.rating): bar.count for bar in stats(spotify_id).histogram if bar.count}


def counts(spotify_id: str = ID) -> tuple[int, int]:
    said = stats(spotify_id)
    return said.rating_count, said.review_count


@pytest.mark.django_db
class TestRead:
    def test_ratings_and_texts_are_counted_apart(self, owner: User, outsider: User, follower: User) -> None:
        ReviewFactory(author=owner, spotify_id=ID, rating=Decimal("4.5"), text="Words.")
        ReviewFactory(author=outsider, spotify_id=ID, rating=3, text="")
        ReviewFactory(author=follower, spotify_id=ID, rating=None, text="Only words.")
        ReviewFactory(spotify_id=OTHER, rating=1)
        ReviewFactory(item_type="track", spotify_id=ID, rating=1)
        assert counts() == (2, 2)

    def test_an_average_is_shown_from_three_ratings_on(self) -> None:
        ReviewFactory(spotify_id=ID, rating=4)
        ReviewFactory(spotify_id=ID, rating=4)
        assert (stats().average, stats().rating_count) == (None, 2)
        ReviewFactory(spotify_id=ID, rating=3)
        assert stats().average == Decimal("3.67")

    def test_the_histogram_has_ten_bars_measured_by_the_highest(self) -> None:
        for rating in ("0.5", "4", "4", "4", "5"):
            ReviewFactory(spotify_id=ID, rating=Decimal(rating))
        assert bars() == {"0.5": 1, "4": 3, "5": 1}
        assert [bar.percent for bar in stats().histogram] == [33, 0, 0, 0, 0, 0, 0, 100, 0, 33]

    def test_nothing_is_known_of_what_nobody_rated(self) -> None:
        assert (stats().average, stats().most, counts()) == (None, 0, (0, 0))

    def test_one_row_is_read_and_no_review(self) -> None:
        ReviewFactory.create_batch(3, spotify_id=ID)
        with CaptureQueriesContext(connection) as queries:
            stats()
            rating_summaries("album", [ID, OTHER])
        assert len(queries) == 2
        assert not any('"reviews"' in query["sql"] for query in queries)

    def test_summaries_come_for_what_was_reviewed_only(self) -> None:
        ReviewFactory(spotify_id=ID, rating=4)
        ReviewFactory.create_batch(2, spotify_id=ID, rating=5, text="")
        gone = ReviewFactory(spotify_id=OTHER)
        gone.delete()
        summaries = rating_summaries("album", [ID, OTHER])
        assert list(summaries) == [ID]
        assert (summaries[ID].average, summaries[ID].rating_count, summaries[ID].review_count) == (
            Decimal("4.67"),
            3,
            1,
        )
        assert averages("album", [ID, OTHER]) == {ID: Decimal("4.67")}
        assert averages_of_any([("album", ID), ("album", OTHER)]) == {("album", ID): Decimal("4.67")}
        assert averages_of_any([("track", ID)]) == averages_of_any([]) == {}
        assert rating_summaries("track", [ID]) == rating_summaries("album", []) == {}


@pytest.mark.django_db
class TestFollow:
    """Whatever changes a review or its author changes the stats."""

    def test_another_rating_moves_from_bar_to_bar(self, owner: User, album_id: str) -> None:
        for rating in ("2", "4.5"):
            services.save_review(owner, "album", album_id, rating=rating, text="")
        assert (counts(album_id), bars(album_id)) == ((1, 0), {"4.5": 1})

    def test_a_rating_taken_back_leaves_the_text(self, owner: User) -> None:
        ReviewFactory(author=owner, spotify_id=ID, text="Words.")
        services.clear_rating(owner, "album", ID)
        assert (counts(), bars()) == ((0, 1), {})

    def test_a_deleted_review_is_not_counted(self, owner: User) -> None:
        services.delete_review(owner, ReviewFactory(author=owner, spotify_id=ID).pk)
        assert counts() == (0, 0)

    @pytest.mark.parametrize("visibility", ["followers", "only_me"])
    def test_what_not_everyone_may_see_is_not_counted(self, owner: User, album_id: str, visibility: str) -> None:
        for chosen, counted in ((visibility, 0), ("everyone", 1), (visibility, 0)):
            services.save_review(owner, "album", album_id, rating=4, text="Words.", visibility=chosen)
            assert counts(album_id) == (counted, counted)

    @pytest.mark.parametrize("change", [{"is_private": True}, {"is_active": False}])
    def test_an_account_that_is_private_or_off_is_not_counted_until_it_is_back(
        self, owner: User, change: dict[str, bool]
    ) -> None:
        ReviewFactory(author=owner, spotify_id=ID)
        ReviewFactory(author=owner, spotify_id=OTHER, visibility="only_me")
        back = {name: not value for name, value in change.items()}
        for fields, counted in ((change, 0), (change, 0), (back, 1), (back, 1)):
            User.objects.filter(pk=owner.pk).update(**fields)
            assert (counts(), counts(OTHER)) == ((counted, counted), (0, 0))

    def test_what_a_private_account_writes_is_not_counted(self, owner: User) -> None:
        User.objects.filter(pk=owner.pk).update(is_private=True)
        ReviewFactory(author=owner, spotify_id=ID)
        assert counts() == (0, 0)

    def test_an_account_that_is_deleted_takes_its_ratings_along(self, owner: User) -> None:
        ReviewFactory(author=owner, spotify_id=ID)
        ReviewFactory(spotify_id=ID)
        owner.delete()
        assert counts() == (1, 1)

    def test_many_at_once_are_counted_by_one_statement(self) -> None:
        authors = [UserFactory() for _ in range(4)]
        rows = [
            Review(author=author, item_type="album", spotify_id=spotify_id, rating=4)
            for author in authors
            for spotify_id in (ID, OTHER)
        ]
        Review.objects.bulk_create(rows)
        assert (counts(), counts(OTHER)) == ((4, 0), (4, 0))

    def test_of_many_that_change_at_once_the_one_that_counts_is_counted(self) -> None:
        chosen, *_ = ReviewFactory.create_batch(4, spotify_id=ID, rating=4, text="Words.")
        Review.objects.update(like_count=7, updated_at=timezone.now())
        assert counts() == (4, 4)
        Review.objects.update(like_count=8, rating=Case(When(pk=chosen.pk, then=Value(None)), default="rating"))
        assert (counts(), bars()) == ((3, 4), {"4": 3})
        Review.objects.update(text=Case(When(pk=chosen.pk, then="text"), default=Value("", TextField())))
        assert counts() == (3, 1)

    def test_what_is_rolled_back_was_never_counted(self, owner: User) -> None:
        with transaction.atomic():
            ReviewFactory(author=owner, spotify_id=ID)
            transaction.set_rollback(True)
        assert counts() == (0, 0)

    def test_the_migration_counts_what_was_there_before_it(self, owner: User) -> None:
        ReviewFactory.create_batch(3, spotify_id=ID, rating=Decimal("3.5"))
        ReviewFactory(spotify_id=ID, rating=None)
        ReviewFactory(spotify_id=OTHER, visibility="followers")
        ReviewFactory(spotify_id=OTHER, author__is_private=True)
        ItemStats.objects.all().delete()
        migration = import_module("reviews.migrations.0003_counts_kept_by_the_database")
        with connection.cursor() as cursor:
            cursor.execute(migration.COUNT_ALL)
        assert (counts(), bars(), counts(OTHER)) == ((3, 4), {"3.5": 3}, (0, 0))
        assert item_stats.rebuild() == 0

    def test_rebuilding_finds_nothing_wrong_and_mends_what_is(self) -> None:
        ReviewFactory.create_batch(3, spotify_id=ID)
        ReviewFactory(spotify_id=OTHER).delete()
        assert _rebuilt() == "Counted. All was right.\n"
        ItemStats.objects.filter(spotify_id=ID).update(rating_count=99)
        assert _rebuilt() == "Counted. The counts of 1 items were wrong.\n"
        assert counts() == (3, 3)


class TestAnySequence(TestCase):
    """After any sequence of writes the stats are those of a recount."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["rate", "write", "hide", "clear", "delete", "private", "off", "leave"]),
                st.integers(0, 2),
                st.sampled_from([ID, OTHER]),
                st.sampled_from([None, *RATINGS]),
                st.sampled_from(["everyone", "followers", "only_me"]),
            ),
            max_size=25,
        )
    )
    def test_stats_equal_a_recount(self, steps: list[tuple[str, int, str, Decimal | None, str]]) -> None:
        people = [UserFactory() for _ in range(3)]
        for deed, who, spotify_id, rating, visibility in steps:
            theirs = Review.objects.filter(author=people[who], spotify_id=spotify_id)
            if deed in ("rate", "write"):
                said = {"rating": rating or 1, "text": "" if deed == "rate" else "Words.", "visibility": visibility}
                Review.objects.update_or_create(
                    author=people[who], item_type="album", spotify_id=spotify_id, defaults=said
                )
            elif deed == "hide":
                theirs.update(visibility=visibility)
            elif deed == "clear":
                services.clear_rating(people[who], "album", spotify_id)
            elif deed == "delete":
                theirs.delete()
            elif deed == "leave":
                people[who].delete()
                people[who] = UserFactory()
            else:
                field = "is_private" if deed == "private" else "is_active"
                setattr(people[who], field, not getattr(people[who], field))
                people[who].save()
        assert item_stats.rebuild() == 0


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_end_with_exact_stats(album_id: str) -> None:
    people = [UserFactory() for _ in range(20)]

    def write(number: int) -> None:
        chance = random.Random(number)
        for _ in range(4):
            services.save_review(people[number], "album", album_id, rating=chance.choice(RATINGS), text="")
            User.objects.filter(pk=people[(number + 1) % 20].pk).update(is_private=chance.random() < 0.5)
            if chance.random() < 0.3:
                services.clear_rating(people[number], "album", album_id)

    at_once(*[lambda number=number: write(number) for number in range(20)])
    assert item_stats.rebuild() == 0


def _rebuilt() -> str:
    out = StringIO()
    call_command("rebuild_item_stats", stdout=out)
    return out.getvalue()
