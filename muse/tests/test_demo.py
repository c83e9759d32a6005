"""`manage.py demo`."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.models import Follow, User
from accounts.notifications import unread_count
from accounts.selectors import follow_state, followed_ids, followers_of
from accounts.tests.factories import UserFactory
from muse.demo.people import DEMO_PASSWORD, PEOPLE
from muse.people.feed import PER_PAGE, feed_page
from muse.testing.servers import TestServers
from playlists.models import Playlist, PlaylistTrack
from reviews.item_stats import rebuild
from reviews.models import Comment, DiaryEntry, Like, PinnedItem, Review, ShelfItem
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db


def run(**options: Any) -> dict[str, Any]:
    output = io.StringIO()
    call_command("demo", json=True, stdout=output, **options)
    said: dict[str, Any] = json.loads(output.getvalue())
    return said


def test_makes_people_reviews_and_playlists_over_real_items(sandbox: SandboxProcess) -> None:
    made = run()["made"]
    assert made["people"] == len(PEOPLE) >= 12
    assert 130 <= made["reviews"] == Review.objects.count() <= 200
    assert made["playlists"] == Playlist.objects.count() >= 20
    assert PlaylistTrack.objects.count() > 300
    assert Playlist.objects.filter(is_public=False).exists()
    assert set(Review.objects.values_list("item_type", flat=True)) == {"album", "artist", "track"}


def test_people_like_comment_follow_and_keep_a_diary(sandbox: SandboxProcess) -> None:
    run()
    for model in (Like, Comment, DiaryEntry, ShelfItem, PinnedItem, Follow):
        assert model.objects.count() > 20, model
    assert not Like.objects.filter(person=F("review__author")).exists()
    assert DiaryEntry.objects.filter(is_relisten=True).exists()
    assert not DiaryEntry.objects.filter(created_at__gt=timezone.now()).exists()
    assert Review.objects.filter(like_count__gt=2, comment_count__gt=0).exists()
    assert rebuild() == 0


def test_its_people_follow_each_other_and_one_lets_nobody_in_unasked(sandbox: SandboxProcess) -> None:
    run()
    demo = User.objects.get(username="demo")
    (private,) = User.objects.filter(is_private=True)
    assert follow_state(demo, private) == "requested"
    assert followers_of(private).exists()
    assert followed_ids(demo).count() >= 3
    assert followers_of(demo).exists()
    assert unread_count(demo) == followers_of(demo).count()
    before = set(Follow.objects.values_list("pk", flat=True))
    run()
    assert set(Follow.objects.values_list("pk", flat=True)) == before


def test_its_feeds_tell_what_was_logged_at_once_in_one_entry(sandbox: SandboxProcess) -> None:
    run()
    entries = feed_page(User.objects.get(username="demo")).entries
    assert len(entries) == PER_PAGE
    assert any(entry.review and entry.listens for entry in entries)
    assert len({entry.place.at.date() for entry in entries}) > 3


def test_asks_spotify_a_few_searches_only(sandbox: SandboxProcess) -> None:
    run()
    assert sandbox.calls("search") == sandbox.calls() <= 20


def test_one_playlist_holds_a_hundred_tracks_in_order(sandbox: SandboxProcess) -> None:
    run()
    sizes = Counter(PlaylistTrack.objects.values_list("playlist", flat=True))
    assert max(sizes.values()) == 100
    for playlist in Playlist.objects.all():
        places = list(playlist.tracks.order_by("position").values_list("position", flat=True))
        assert places == list(range(len(places)))


def test_a_second_run_changes_nothing(sandbox: SandboxProcess) -> None:
    run()
    before = [User.objects.count(), Review.objects.count(), PlaylistTrack.objects.count()]
    assert run()["made"]["reviews"] == 0
    assert [User.objects.count(), Review.objects.count(), PlaylistTrack.objects.count()] == before


def test_the_demo_person_can_sign_in(sandbox: SandboxProcess) -> None:
    demo = run()["demo"]
    assert demo == {"username": "demo", "password": DEMO_PASSWORD}
    assert Client().login(**demo)


def test_nobody_can_sign_in_as_the_others(sandbox: SandboxProcess) -> None:
    run()
    usable = [person.username for person in User.objects.all() if person.has_usable_password()]
    assert sorted(usable) == ["admin", "demo"]


def test_the_admins_password_is_drawn_and_shown_once(sandbox: SandboxProcess) -> None:
    first = run()["admin"]
    assert Client().login(**first)
    assert User.objects.get(username="admin").is_superuser
    assert run()["admin"] == {"username": "admin", "password": None}


def test_the_admins_password_can_be_given(sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_ADMIN_PASSWORD", "a-password-from-outside")
    assert run()["admin"]["password"] == "a-password-from-outside"
    assert run()["admin"]["password"] == "a-password-from-outside"


def test_a_password_that_was_changed_stays_and_is_not_shown(sandbox: SandboxProcess) -> None:
    run()
    demo = User.objects.get(username="demo")
    demo.set_password("my very own words")
    demo.save()
    assert run()["demo"]["password"] is None
    demo.refresh_from_db()
    assert demo.check_password("my very own words")


def test_refuses_where_other_people_are(db: None) -> None:
    UserFactory(username="somebody")
    with pytest.raises(CommandError, match="people here already"):
        run()
    assert User.objects.count() == 1


def test_force_joins_other_people_and_takes_nobodys_name(sandbox: SandboxProcess) -> None:
    UserFactory(username="tobias", email="tobias@example.com")
    made = run(force=True)["made"]
    assert made["people"] == len(PEOPLE) - 1
    assert not Review.objects.filter(author__username="tobias").exists()


def test_runs_again_after_people_have_joined(sandbox: SandboxProcess) -> None:
    run()
    UserFactory(username="somebody")
    assert run()["made"]["reviews"] == 0


def test_without_spotify_there_are_people_only_and_later_the_rest(
    sandbox: SandboxProcess, test_servers: TestServers
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    said = run()
    assert said["made"]["spotify_answered"] is False
    assert said["made"]["people"] == len(PEOPLE)
    assert not Review.objects.exists()
    sandbox.faults()
    get_repository.cache_clear()
    test_servers.cache.command("FLUSHALL", "SYNC")
    assert run()["made"]["reviews"] > 100


def test_says_so_in_words_when_spotify_cannot_be_asked(sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    errors, output = io.StringIO(), io.StringIO()
    call_command("demo", stdout=output, stderr=errors)
    assert "Spotify cannot be asked now" in errors.getvalue()
    assert f"demo: demo / {DEMO_PASSWORD}" in output.getvalue()


def test_no_text_is_used_twice(sandbox: SandboxProcess) -> None:
    run()
    texts = list(Review.objects.exclude(text="").values_list("text", flat=True))
    assert len(texts) == len(set(texts)) > 80


def test_dates_are_spread_over_the_last_weeks(sandbox: SandboxProcess) -> None:
    run()
    days = {moment.date() for moment in Review.objects.values_list("created_at", flat=True)}
    assert len(days) > 15
    assert not Review.objects.exclude(updated_at=F("created_at")).exists()
