"""Charts: what counts, what is first, and what readers see while they are written."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import PeriodicTask, PeriodicTasks

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from reviews import tasks
from reviews.charts import PRIOR_RATINGS, chart, compute_charts
from reviews.models import CHART_LENGTH, ChartEntry, Period, Ranking, Review
from reviews.tests.factories import ReviewFactory

A, B, C = "A" * 22, "B" * 22, "C" * 22
PERIODS = list(Period.values)


def rate(spotify_id: str, *ratings: float | str, text: str = "", item_type: str = "album", days_ago: float = 0) -> None:
    """Ratings by as many people."""
    when = timezone.now() - datetime.timedelta(days=days_ago)
    for rating in ratings:
        ReviewFactory(
            spotify_id=spotify_id, rating=Decimal(str(rating)), text=text, item_type=item_type, created_at=when
        )


def places(ranking: str = "rated", period: str = "week", item_type: str = "album") -> list[str]:
    """Spotify IDs from the first place on, computed now."""
    compute_charts()
    return [entry.spotify_id for entry in chart(item_type, period, ranking)]


@pytest.mark.django_db
class TestBestRated:
    @pytest.mark.parametrize("period", PERIODS)
    def test_one_rating_of_five_stars_is_nowhere(self, period: str) -> None:
        rate(A, 5)
        rate(B, *["4.5"] * 12)
        assert places(period=period) == [B]

    @pytest.mark.parametrize("period", PERIODS)
    def test_three_ratings_of_five_stars_do_not_beat_many_of_four_and_a_half(self, period: str) -> None:
        rate(A, 5, 5, 5)
        rate(B, *["4.5"] * 12)
        rate(C, *[2] * 10)
        assert places(period=period) == [B, A, C]

    def test_every_item_begins_with_ten_ratings_at_the_average_of_all(self) -> None:
        rate(A, 5, 5, 4)
        rate(B, 2, 2, 1)
        rate(C, 3)  # not ranked, and yet part of the average of all
        compute_charts()
        mean = Decimal(22) / 7
        first = chart("album", "week", "rated")[0]
        assert first.score is not None
        assert PRIOR_RATINGS == 10
        assert (first.spotify_id, first.rank, first.average, first.rating_count) == (A, 1, Decimal("4.67"), 3)
        assert abs(first.score - (mean * 10 + 14) / 13) < Decimal("0.0001")

    def test_of_two_with_the_same_score_the_one_with_more_ratings_is_first(self) -> None:
        rate(B, *[4] * 3)
        rate(A, *[4] * 5)
        assert places() == [A, B]


@pytest.mark.django_db
class TestMostReviewed:
    @pytest.mark.parametrize("period", PERIODS)
    def test_texts_go_before_ratings(self, period: str) -> None:
        rate(A, 1, 1, text="Words.")
        rate(B, 5, text="Words.")
        rate(B, 5, 5, 5)
        rate(C, 5, 5, 5)
        assert places("reviewed", period) == [A, B]

    def test_a_text_without_a_rating_counts(self) -> None:
        ReviewFactory(spotify_id=A, rating=None, text="Only words.")
        compute_charts()
        (entry,) = chart("album", "all", "reviewed")
        assert (entry.review_count, entry.rating_count, entry.average, entry.score) == (1, 0, None, None)

    def test_of_two_with_as_many_texts_the_one_with_more_ratings_is_first(self) -> None:
        rate(A, 3, text="Words.")
        rate(B, 3, text="Words.")
        rate(B, 3)
        assert places("reviewed") == [B, A]


@pytest.mark.django_db
class TestWhatCounts:
    @pytest.mark.parametrize("period", PERIODS)
    @pytest.mark.parametrize(
        ("account", "review"),
        [
            ({"is_private": True}, {}),
            ({"is_active": False}, {}),
            ({}, {"visibility": "only_me"}),
            ({}, {"visibility": "followers"}),
        ],
        ids=["private account", "account switched off", "only me", "followers"],
    )
    def test_what_not_everyone_may_see_never_counts(
        self, account: dict[str, bool], review: dict[str, str], period: str
    ) -> None:
        rate(A, 4, 4, 4, text="Words.")
        for _ in range(3):
            ReviewFactory(author=UserFactory(**account), spotify_id=A, rating=1, **review)
            ReviewFactory(author=UserFactory(**account), spotify_id=B, rating=5, **review)
        compute_charts()
        for ranking in Ranking.values:
            (entry,) = chart("album", period, ranking)
            assert (entry.spotify_id, entry.rating_count, entry.review_count, entry.average) == (A, 3, 3, 4)

    def test_types_have_charts_of_their_own(self) -> None:
        for item_type, spotify_id in (("album", A), ("track", B), ("artist", C)):
            rate(spotify_id, 4, 4, 4, text="Words.", item_type=item_type)
        for item_type, spotify_id in (("album", A), ("track", B), ("artist", C)):
            for ranking in Ranking.values:
                assert places(ranking, item_type=item_type) == [spotify_id]

    def test_a_period_ends_now_and_begins_so_many_days_ago(self) -> None:
        with time_machine.travel("2026-11-24T12:00:00Z", tick=False):
            for days, spotify_id in ((6.99, A), (29.99, B), (364.99, C), (366, "D" * 22)):
                rate(spotify_id, 4, 4, 4, text="Words.", days_ago=days)
            said = {period: set(places("reviewed", period)) for period in PERIODS}
        assert said == {"week": {A}, "month": {A, B}, "year": {A, B, C}, "all": {A, B, C, "D" * 22}}

    def test_what_was_said_leaves_a_chart_as_time_passes(self) -> None:
        with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as clock:
            rate(A, 4, 4, 4, text="Words.")
            left = []
            for days in (6, 2, 23, 335):
                clock.shift(datetime.timedelta(days=days))
                left.append([period for period in PERIODS if places("rated", period)])
        assert left == [PERIODS, PERIODS[1:], PERIODS[2:], PERIODS[3:]]

    def test_a_chart_has_a_hundred_places(self) -> None:
        author = UserFactory()
        Review.objects.bulk_create(
            Review(author=author, item_type="album", spotify_id=f"{number:022d}", text="Words.")
            for number in range(CHART_LENGTH + 5)
        )
        compute_charts()
        for period in PERIODS:
            assert [entry.rank for entry in chart("album", period, "reviewed")] == list(range(1, CHART_LENGTH + 1))


@pytest.mark.django_db
class TestComputing:
    def test_a_chart_is_replaced_and_says_when(self) -> None:
        with time_machine.travel("2026-11-24T12:00:00Z", tick=False) as clock:
            rate(A, 4, 4, 4)
            assert places() == [A]
            clock.shift(datetime.timedelta(hours=1))
            rate(B, 5, 5, 5)
            Review.objects.filter(spotify_id=A).delete()
            assert places() == [B]
            assert {entry.computed_at for entry in ChartEntry.objects.all()} == {timezone.now()}

    def test_nothing_said_is_no_place(self) -> None:
        rate(A, 4, 4, 4, text="Words.")
        compute_charts()
        Review.objects.all().delete()
        assert compute_charts() == 0
        assert not ChartEntry.objects.exists()

    def test_the_periods_asked_for_are_computed_alone(self) -> None:
        rate(A, 4, 4, 4)
        compute_charts(["week"])
        assert {entry.period for entry in ChartEntry.objects.all()} == {"week"}

    def test_each_period_and_type_is_one_statement_whatever_there_is(self) -> None:
        counts = set()
        for _ in range(2):
            rate(A, 4, 4, 4, text="Words.")
            rate(B, 4, 4, 4, text="Words.", item_type="track")
            with CaptureQueriesContext(connection) as queries:
                compute_charts()
            counts.add(len(queries))
            written = [query["sql"] for query in queries if "INSERT INTO chart_entries" in query["sql"]]
            assert len(written) == len(PERIODS) * 3
            assert len([sql for sql in written if 'FROM "reviews"' in sql]) == 9, "all time reads item_stats"
        assert len(counts) == 1

    def test_reading_one_is_one_query(self) -> None:
        rate(A, 4, 4, 4)
        compute_charts()
        with CaptureQueriesContext(connection) as queries:
            chart("album", "week", "rated")
        assert len(queries) == 1

    def test_the_command_says_how_many_places_there_are(self) -> None:
        rate(A, 4, 4, 4, text="Words.")
        said = StringIO()
        call_command("compute_charts", stdout=said)
        assert said.getvalue() == "8 places in the charts.\n"

    def test_the_task_computes_them(self) -> None:
        rate(A, 4, 4, 4)
        tasks.compute_charts()
        assert chart("album", "week", "rated")

    def test_beat_has_them_computed_every_hour_and_what_the_admin_changed_stays(self) -> None:
        migration = import_module("reviews.migrations.0006_charts_every_hour")
        migration.schedule(apps, None)
        task = PeriodicTask.objects.get(task="reviews.compute_charts")
        assert (task.enabled, task.crontab.minute, task.crontab.hour) == (True, "7", "*")
        assert task.task == tasks.compute_charts.name
        task.enabled = False
        task.save()
        migration.schedule(apps, None)
        assert not PeriodicTask.objects.get(task="reviews.compute_charts").enabled
        assert PeriodicTasks.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_runs_at_once_leave_one_chart(self) -> None:
        rate(A, 4, 4, 4, text="Words.")
        rate(B, 5, 5, 5, text="Words.")
        assert at_once(*[compute_charts] * 3) == [16] * 3
        assert ChartEntry.objects.count() == 16

    def test_a_reader_never_sees_a_half_written_chart(self) -> None:
        for number in range(20):
            rate(f"{number:022d}", 4, text="Words.")
        compute_charts()

        def read() -> Sequence[int]:
            return [len(chart("album", "week", "reviewed")) for _ in range(60)]

        def write() -> Sequence[int]:
            return [compute_charts(["week"]) for _ in range(6)]

        _, *seen = at_once(write, read, read)
        assert {places for reader in seen for places in reader} == {20}


@pytest.mark.django_db
class TestRules:
    @pytest.mark.parametrize(
        "change",
        [
            {"rank": 0},
            {"rank": CHART_LENGTH + 1},
            {"period": "day"},
            {"ranking": "worst"},
            {"item_type": "show"},
            {"spotify_id": "no"},
            {"score": None},
        ],
    )
    def test_the_database_refuses_what_is_no_place(self, change: dict[str, object]) -> None:
        rate(A, 4, 4, 4)
        compute_charts()
        with pytest.raises(IntegrityError), transaction.atomic():
            ChartEntry.objects.filter(period="week").update(**change)

    def test_nothing_is_twice_in_a_chart_and_no_place_is_taken_twice(self) -> None:
        rate(A, 4, 4, 4)
        rate(B, 3, 3, 3)
        compute_charts()
        week = ChartEntry.objects.filter(period="week")
        for change in ({"rank": 1}, {"spotify_id": A}):
            with pytest.raises(IntegrityError), transaction.atomic():
                week.filter(rank=2).update(**change)

    def test_the_admin_looks_at_places_and_changes_none(self, moderator: User, client_of: ClientOf) -> None:
        rate(A, 4, 4, 4)
        compute_charts()
        entry = ChartEntry.objects.filter(period="week").get()
        browser = client_of(moderator)
        assert A in browser.get(reverse("admin:reviews_chartentry_changelist")).content.decode()
        for page in ("change", "delete"):
            url = reverse(f"admin:reviews_chartentry_{page}", args=[entry.pk])
            assert browser.post(url, {"rank": 3}).status_code == 403
        assert browser.get(reverse("admin:reviews_chartentry_add")).status_code == 403
