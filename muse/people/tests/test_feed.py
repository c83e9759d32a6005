"""The feed: what the people whom one follows wrote, newest first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import Follow, User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import FollowFactory, UserFactory
from muse.people.feed import FeedEntry, Place, feed_page, people_to_follow, place_in, written_by_followed
from muse.people.followed_writing import newest_keys, popular_with_followed
from playlists.models import Playlist
from playlists.tests.factories import PlaylistFactory, track_id
from reviews import services
from reviews.models import DiaryEntry, Review
from reviews.tests.factories import DiaryEntryFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
Written = Review | DiaryEntry | Playlist


def ago(minutes: float) -> datetime.datetime:
    return NOW - datetime.timedelta(minutes=minutes)


def written_in(entry: FeedEntry) -> list[Written]:
    return [row for row in (entry.review, *entry.listens, entry.playlist) if row is not None]


def feed_of(person: User, limit: int = 20) -> list[Written]:
    return [row for entry in written_by_followed(person, None, limit).entries for row in written_in(entry)]


def pages_of(person: User, limit: int) -> Iterator[list[FeedEntry]]:
    """Each page of the feed, by the addresses that lead from one to the next."""
    place: Place | None = None
    while True:
        written = written_by_followed(person, place, limit)
        yield list(written.entries)
        if written.older is None:
            return
        place = place_in(str(written.older))
        assert place == written.older


# --- What is in it ---------------------------------------------------------------------------------------------------
def test_holds_reviews_days_and_playlists_newest_first(owner: User, follower: User) -> None:
    made = [
        PlaylistFactory(owner=owner, track_ids=[track_id(1)], created_at=ago(3)),
        ReviewFactory(author=owner, created_at=ago(1)),
        DiaryEntryFactory(author=owner, created_at=ago(2)),
    ]
    assert feed_of(follower) == [made[1], made[2], made[0]]


def test_holds_nothing_of_people_whom_one_does_not_follow(owner: User, outsider: User, follower: User) -> None:
    ReviewFactory(author=outsider)
    DiaryEntryFactory(author=outsider)
    PlaylistFactory(owner=outsider, track_ids=[track_id(1)])
    ReviewFactory(author=follower)
    assert feed_of(follower) == []


def test_an_empty_or_private_playlist_is_no_news(owner: User, follower: User) -> None:
    PlaylistFactory(owner=owner)
    PlaylistFactory(owner=owner, is_public=False, track_ids=[track_id(1)])
    assert feed_of(follower) == []


@pytest.mark.parametrize("is_private", [False, True])
@pytest.mark.parametrize("status", ["accepted", "requested"])
@pytest.mark.parametrize("is_active", [True, False])
def test_holds_just_what_everybody_sees_who_follows(
    owner: User, outsider: User, is_private: bool, status: str, is_active: bool
) -> None:
    FollowFactory(follower=outsider, followed=owner, status=status)
    for visibility in ("everyone", "followers", "only_me"):
        ReviewFactory(author=owner, visibility=visibility)
        DiaryEntryFactory(author=owner, visibility=visibility)
    PlaylistFactory(owner=owner, track_ids=[track_id(1)])
    User.objects.filter(pk=owner.pk).update(is_private=is_private, is_active=is_active)
    is_open = status == "accepted" and is_active
    for model in (Review, DiaryEntry, Playlist):
        shown = {row.pk for row in feed_of(outsider) if isinstance(row, model)}
        visible = set(model.objects.visible_to(outsider).values_list("pk", flat=True))
        assert shown == (visible if is_open else set())
        # The walk along the indexes names nothing beyond it.
        named = model.objects.filter(pk__in=newest_keys(model, outsider, 50, None))
        assert set(named.values_list("pk", flat=True)) == shown


def test_what_one_follows_no_longer_is_gone(owner: User, follower: User) -> None:
    ReviewFactory(author=owner)
    assert feed_of(follower)
    following.unfollow(follower, owner)
    assert not feed_of(follower)


def test_what_was_logged_at_once_is_one_entry(owner: User, follower: User, sandbox: SandboxProcess) -> None:
    album = sandbox.control("catalog")["albums"][0]
    said = services.log(owner, "album", album, rating="4", text="Warm.", listened_on="2026-11-19")
    [entry] = written_by_followed(follower, None, 20).entries
    assert (entry.review, entry.listens) == (said.review, [said.entry])


def test_a_day_that_is_logged_later_is_an_entry_of_its_own(
    owner: User, follower: User, sandbox: SandboxProcess
) -> None:
    album = sandbox.control("catalog")["albums"][0]
    first = services.log(owner, "album", album, rating="4", listened_on="2026-11-19")
    again = services.log(owner, "album", album, rating="5", listened_on="2026-11-20", is_relisten=True)
    assert feed_of(follower) == [again.entry, first.review, first.entry]


def test_day_whose_review_is_hidden_stands_alone(owner: User, follower: User) -> None:
    review = ReviewFactory(author=owner, created_at=NOW, visibility="only_me")
    listen = DiaryEntryFactory(author=owner, spotify_id=review.spotify_id, created_at=NOW)
    assert feed_of(follower) == [listen]


# --- Its pages -------------------------------------------------------------------------------------------------------
def _crowd(reader: User) -> int:
    """Five people who wrote much, some of it at the same moment. Returns how many entries that makes."""
    for number in range(5):
        author = UserFactory()
        FollowFactory(follower=reader, followed=author)
        for minute in range(4):
            moment = ago(minute * (number % 3))
            review = ReviewFactory(author=author, created_at=moment)
            DiaryEntryFactory(author=author, spotify_id=review.spotify_id, created_at=moment)
            DiaryEntryFactory(author=author, item_type="track", created_at=moment)
            PlaylistFactory(owner=author, track_ids=[track_id(1)], created_at=moment)
    return 5 * 4 * 3


@pytest.mark.parametrize("limit", [1, 2, 7, 60, 100])
def test_pages_hold_everything_once_in_order(owner: User, limit: int) -> None:
    count = _crowd(owner)
    pages = list(pages_of(owner, limit))
    rows = [row for page in pages for entry in page for row in written_in(entry)]
    assert len(rows) == len({(type(row), row.pk) for row in rows}) == count + 20
    times = [row.created_at for row in rows]
    assert times == sorted(times, reverse=True)
    assert all(len(page) <= limit for page in pages)
    assert sum(len(page) for page in pages_of(owner, 1_000)) == count


def test_a_page_is_what_the_newest_of_all_would_be(owner: User) -> None:
    """Of many people few come into question; none of the newest is passed over."""
    authors = [UserFactory() for _ in range(12)]
    for place, author in enumerate(authors):
        FollowFactory(follower=owner, followed=author)
        for number in range(6):
            ReviewFactory(author=author, created_at=ago((place * 7 + number * number * 5) % 61 + place / 100))
    newest = list(Review.objects.order_by("-created_at", "-pk"))
    assert feed_of(owner, 5) == newest[:5]
    assert [row for page in pages_of(owner, 5) for entry in page for row in written_in(entry)] == newest


def test_what_is_written_meanwhile_moves_no_page(owner: User, follower: User) -> None:
    reviews = [ReviewFactory(author=owner, created_at=ago(minute)) for minute in range(4)]
    first = written_by_followed(follower, None, 2)
    ReviewFactory(author=owner, created_at=ago(-1))
    second = written_by_followed(follower, first.older, 2)
    assert [entry.review for entry in (*first.entries, *second.entries)] == reviews


@pytest.mark.parametrize(
    "address",
    [
        *("", "1", "1-1", "1-3-1", "-1-1-1", "1-1-1-1", "a-b-c", "1.5-1-1", "١-1-1", "1-1-1\n", "x" * 5_000),
        *("99999999999999999-1-1", "1-1-9999999999999999999", "None", "1-1-1' OR 1=1"),
    ],
)
def test_a_place_that_is_none_is_the_beginning(
    address: str, owner: User, follower: User, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    ReviewFactory(author=owner, text="At the beginning.")
    assert place_in(address) is None or address == "99999999999999999-1-1"
    answer = client_of(follower).get("/feed", {"before": address})
    assert answer.status_code == 200
    assert "At the beginning." in answer.content.decode()


def test_a_place_past_the_end_says_so(owner: User, follower: User, client_of: ClientOf) -> None:
    ReviewFactory(author=owner)
    page = client_of(follower).get("/feed", {"before": "1-0-0"}).content.decode()
    assert "That is all." in page
    assert 'href="/feed"' in page


# --- The page --------------------------------------------------------------------------------------------------------
def text_of(client: Client, path: str = "/feed", **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/feed")["Location"] == "/login?next=/feed"


def test_is_only_read(owner: User, client_of: ClientOf) -> None:
    assert client_of(owner).post("/feed").status_code == 405


def test_nothing_of_it_is_kept_by_caches(owner: User, client_of: ClientOf) -> None:
    assert "no-store" in client_of(owner).get("/feed")["Cache-Control"]


def test_shows_who_did_what(owner: User, follower: User, client_of: ClientOf, sandbox: SandboxProcess) -> None:
    catalogue = sandbox.control("catalog")
    ReviewFactory(author=owner, spotify_id=catalogue["albums"][0], text="It grows on you.", like_count=0)
    ReviewFactory(author=owner, spotify_id=catalogue["albums"][1], text="")
    DiaryEntryFactory(author=owner, spotify_id=catalogue["albums"][2], is_relisten=True)
    PlaylistFactory(owner=owner, title="For the road", track_ids=catalogue["tracks"][:4])
    page = text_of(client_of(follower))
    assert "It grows on you." in page
    for note in ("reviewed it", "rated it", "heard it again", "made a playlist"):
        assert f'<span class="byline__note">{note}</span>' in page
    assert "For the road" in page
    assert f'href="/albums/{catalogue["albums"][2]}"' in page
    assert "1 November 2026" in page
    assert "Data and artwork from Spotify" in page
    assert "Older" not in page


def test_is_there_while_spotify_is_away(
    owner: User, follower: User, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    ReviewFactory(author=owner, text="It grows on you.")
    DiaryEntryFactory(author=owner, item_type="track")
    page = text_of(client_of(follower))
    assert "It grows on you." in page
    assert "Track on Spotify" in page


def test_goes_on_by_a_link_and_in_place(
    owner: User, follower: User, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    for number in range(45):
        ReviewFactory(author=owner, text=f"Thought {number}.", created_at=ago(number))
    client = client_of(follower)
    seen: list[str] = []
    page = text_of(client)
    while True:
        seen += re.findall(r"Thought (\d+)\.", page)
        link = re.search(r'href="(/feed\?before=[0-9-]+)" rel="next"', page)
        if link is None:
            break
        fragment = text_of(client, link[1], **{"HX-Request": "true", "HX-Target": "feed-older"})
        page = text_of(client, link[1])
        assert "Back to the newest" in page
        assert "<html" not in fragment
        assert re.findall(r"Thought (\d+)\.", fragment) == re.findall(r"Thought (\d+)\.", page)
        assert "are shown." in fragment
    assert seen == [str(number) for number in range(45)]


def test_without_anything_there_are_people_to_follow(owner: User, outsider: User, client_of: ClientOf) -> None:
    FollowFactory(followed=outsider)
    UserFactory(username="shy", is_private=True)
    UserFactory(username="gone", is_active=False)
    page = text_of(client_of(owner))
    assert "Nothing here yet." in page
    assert 'action="/u/outsider/follow"' in page
    assert 'href="/search"' in page
    assert "shy" not in page
    assert "gone" not in page


def test_most_followed_come_first_and_nobody_whom_one_knows(owner: User, outsider: User, follower: User) -> None:
    FollowFactory(follower=owner, followed=follower, status="requested")
    FollowFactory.create_batch(2, followed=outsider)
    FollowFactory(followed=UserFactory(username="asked"), status="requested")
    suggested = [person.username for person in people_to_follow(owner)]
    assert suggested[0] == "outsider"
    assert not {"owner", "follower"} & set(suggested)


@pytest.mark.parametrize("count", [0, 1, 30])
def test_is_a_fixed_number_of_queries_and_one_round_trip(
    owner: User,
    follower: User,
    client_of: ClientOf,
    sandbox: SandboxProcess,
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Callable[[], Any],
    count: int,
) -> None:
    catalogue = sandbox.control("catalog")
    for place in range(count):
        author = UserFactory()
        FollowFactory(follower=follower, followed=author)
        ReviewFactory(author=author, spotify_id=catalogue["albums"][place % 20])
        DiaryEntryFactory(author=author, item_type="track", spotify_id=catalogue["tracks"][place % 20])
        PlaylistFactory(owner=author, track_ids=catalogue["tracks"][:4])
    DiaryEntryFactory(author=owner, item_type="artist", spotify_id=catalogue["artists"][0])
    client = client_of(follower)
    text_of(client)
    with django_assert_num_queries(6), redis_round_trips() as trips:  # who it is, what is new, three kinds, popular
        text_of(client)
    assert trips.count == 1, trips


def test_an_empty_one_asks_for_suggestions_too(
    owner: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    UserFactory.create_batch(10)
    client = client_of(owner)
    text_of(client)
    with django_assert_num_queries(8):
        text_of(client)


# --- What is popular with them ---------------------------------------------------------------------------------------
def test_popular_counts_people_of_this_month_whom_one_follows(owner: User, follower: User, outsider: User) -> None:
    second = UserFactory()
    FollowFactory(follower=follower, followed=second)
    item, other = {"spotify_id": track_id(1)}, {"spotify_id": track_id(2)}
    ReviewFactory(author=owner, **item)
    DiaryEntryFactory(author=owner, **item)
    DiaryEntryFactory(author=second, **item)
    ReviewFactory(author=owner, **other)
    ReviewFactory(author=second, **other, visibility="only_me")
    ReviewFactory(author=outsider, **other)
    DiaryEntryFactory(author=second, **other, created_at=timezone.now() - datetime.timedelta(days=40))
    since = timezone.now() - datetime.timedelta(days=30)
    found = popular_with_followed(follower, since, 10)
    assert [(one.spotify_id, one.people) for one in found] == [(track_id(1), 2), (track_id(2), 1)]
    assert popular_with_followed(follower, since, 1) == found[:1]
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert [one.people for one in popular_with_followed(follower, since, 10)] == [1, 1]
    Follow.objects.all().delete()
    assert popular_with_followed(follower, since, 10) == []


def test_popular_is_shown_on_the_first_page_alone(
    owner: User, follower: User, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    ReviewFactory(author=owner, spotify_id=sandbox.control("catalog")["albums"][0])
    assert "Popular with them" in text_of(client_of(follower))
    place = Place(timezone.now(), 0, 0)
    assert feed_page(follower, place).popular == []
