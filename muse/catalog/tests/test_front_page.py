"""The front page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Follow, User
from accounts.tasks import count_anew
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from playlists.models import Playlist, PlaylistTrack
from reviews.models import Review
from spotify_cache.sandbox.process import SandboxProcess

TEXT = "Twelve songs that hold their breath between one shore and the next, and then let it go."


def _said(catalogue: dict[str, Any], people: int = 3) -> None:
    for number in range(people):
        author = UserFactory.create()
        Review.objects.create(author=author, item_type="album", spotify_id=catalogue["albums"][number], text=TEXT)
        Review.objects.create(author=author, item_type="track", spotify_id=catalogue["tracks"][number], rating=4)
        Review.objects.create(author=author, item_type="artist", spotify_id=catalogue["artists"][0], rating=5)


def test_is_there_before_anybody_said_anything(client: Client, catalogue: dict[str, Any]) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Nobody has said anything yet." in answer.content.decode()
    assert "New releases" in answer.content.decode()


def test_shows_what_people_say_what_is_popular_and_public_playlists(client: Client, catalogue: dict[str, Any]) -> None:
    _said(catalogue)
    owner = UserFactory.create()
    for title, is_public in (("Open shelf", True), ("Closed drawer", False)):
        playlist = Playlist.objects.create(owner=owner, title=title, is_public=is_public)
        PlaylistTrack.objects.create(playlist=playlist, spotify_track_id=catalogue["tracks"][0], position=0)
    page = client.get("/").content.decode()
    assert "Twelve songs that hold their breath" in page
    assert f'href="/albums/{catalogue["albums"][0]}"' in page
    assert f'href="/artists/{catalogue["artists"][0]}"' in page
    assert "Open shelf" in page
    assert "Closed drawer" not in page
    assert "Data and artwork from Spotify" in page


def test_what_is_popular_is_counted_anew_by_a_worker_after_some_minutes(
    client: Client, catalogue: dict[str, Any]
) -> None:
    artist = {"item_type": "artist", "spotify_id": catalogue["artists"][0]}
    for _ in range(2):
        Review.objects.create(author=UserFactory.create(), **artist, text=TEXT)
        assert "1 review</span>" in client.get("/").content.decode()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5)):
        assert "1 review</span>" in client.get("/").content.decode()
        count_anew("popular lately")  # as a worker does, whom that page asked
        assert "2 reviews</span>" in client.get("/").content.decode()


def test_a_visitor_is_asked_to_join_and_a_member_is_not(
    client: Client, client_of: ClientOf, owner: User, catalogue: dict[str, Any]
) -> None:
    assert "Join Muse" in client.get("/").content.decode()
    assert "Join Muse" not in client_of(owner).get("/").content.decode()


def test_a_person_sees_the_beginning_of_their_feed(
    client: Client, client_of: ClientOf, owner: User, follower: User, outsider: User, catalogue: dict[str, Any]
) -> None:
    for number in range(6):
        item = {"item_type": "album", "spotify_id": catalogue["albums"][number]}
        Review.objects.create(author=owner, **item, rating=4)
    page = client_of(follower).get("/").content.decode()
    assert page.count("rated it</span>") == 3
    assert 'href="/feed">Your feed</a>' in page
    for others in (client, client_of(outsider), client_of(owner)):
        assert "Your feed" not in others.get("/").content.decode()


def test_is_there_while_spotify_is_away(client: Client, catalogue: dict[str, Any], away: SandboxProcess) -> None:
    _said(catalogue)
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Twelve songs that hold their breath" in answer.content.decode()


def test_is_a_fixed_number_of_queries_and_round_trips(
    client: Client,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Callable[[], Any],
) -> None:
    for people in (2, 6):
        Review.objects.all().delete()
        _said(catalogue, people)
        client.get("/")
        with django_assert_num_queries(3), redis_round_trips() as trips:
            client.get("/")
        assert trips.count == 3, f"what is popular, items of the catalogue, new releases: {trips}"


def test_for_a_person_too(
    client_of: ClientOf,
    follower: User,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Callable[[], Any],
) -> None:
    client = client_of(follower)
    for people in (2, 6):
        Review.objects.all().delete()
        _said(catalogue, people)
        for author in User.objects.exclude(pk=follower.pk):
            Follow.objects.get_or_create(
                follower=follower, followed=author, defaults={"status": "accepted", "accepted_at": timezone.now()}
            )
        client.get("/")
        # As for a visitor, and: who it is, what is new, and the three kinds of a feed.
        with django_assert_num_queries(8), redis_round_trips() as trips:
            client.get("/")
        assert trips.count == 3, trips
