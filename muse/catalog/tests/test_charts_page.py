"""The page of charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from muse.catalog.charts import PER_PAGE
from reviews.charts import compute_charts
from reviews.models import Review
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

BEST_ALBUMS = "/charts?type=album&period=week&by=rated"


def _rated(item_type: str, spotify_id: str, *ratings: float, text: str = "") -> None:
    for rating in ratings:
        ReviewFactory(item_type=item_type, spotify_id=spotify_id, rating=rating, text=text)


def _charts(catalogue: dict[str, Any], count: int = 3) -> None:
    """Something of every type, each a little less loved than the one before."""
    for number in range(count):
        for kind in ("albums", "tracks", "artists"):
            best = 5 - number % 8 / 2
            _rated(kind[:-1], catalogue[kind][number % len(catalogue[kind])], best, best, best, text="Words.")
    compute_charts()


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def _current(page: str) -> list[str]:
    """Titles of the tabs that are open."""
    return [part.split(">")[1].split("<")[0] for part in page.split('aria-current="page"')[1:]]


@pytest.mark.parametrize("item_type", ["album", "track", "artist"])
@pytest.mark.parametrize("ranking", ["rated", "reviewed"])
def test_lists_what_is_first_with_its_counts(
    client: Client, catalogue: dict[str, Any], item_type: str, ranking: str
) -> None:
    first, second = catalogue[f"{item_type}s"][:2]
    _rated(item_type, second, 3, 3, 3, text="Words.")
    _rated(item_type, first, 5, 5, 4, 4, text="Words.")
    compute_charts()
    page = _page(client, f"/charts?type={item_type}&period=week&by={ranking}")
    assert page.index(f'href="/{item_type}s/{first}"') < page.index(f'href="/{item_type}s/{second}"')
    assert "4.50" in page
    assert "4 ratings" in page
    assert ("4 reviews" in page) == (ranking == "reviewed")
    assert "Data and artwork from Spotify" in page


def test_says_by_which_formula_and_when_it_was_computed(client: Client, catalogue: dict[str, Any]) -> None:
    with time_machine.travel("2026-11-24T12:00:00Z", tick=False) as clock:
        _charts(catalogue)
        clock.move_to("2026-11-24T12:20:00Z")
        page = _page(client, BEST_ALBUMS)
    assert "Bayesian average" in page
    assert "score = (10 × average of all + sum of its ratings) ÷ (10 + number of its ratings)" in page
    assert "fewer than 3 ratings is not ranked" in page
    assert '<time datetime="2026-11-24T12:00:00+00:00">20\xa0minutes ago</time>' in page
    assert "Bayesian" not in _page(client, "/charts?by=reviewed")


def test_tabs_are_plain_links_that_change_one_thing(client: Client, catalogue: dict[str, Any]) -> None:
    page = _page(client, "/charts?type=track&period=year&by=rated")
    assert _current(page) == ["Tracks", "Best rated", "This year"]
    for query in ("type=album&amp;period=year&amp;by=rated", "type=track&amp;period=week&amp;by=rated"):
        assert f'href="/charts?{query}"' in page
    assert 'href="/charts?type=track&amp;period=year&amp;by=reviewed"' in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?type=&period=&by=",
        "?type=show&period=decade&by=worst",
        "?type=album'--&period=%00&by=%F0%9F%8E%B5",
        "?page=0&try=x",
        "?page=-1",
        "?page=99999999999999999999",
        f"?page={'9' * 5000}",
        "?type=album&type=nothing",
    ],
)
def test_what_cannot_be_asked_for_is_the_first_choice(client: Client, catalogue: dict[str, Any], query: str) -> None:
    _charts(catalogue)
    page = _page(client, f"/charts{query}")
    assert _current(page) == ["Albums", "Most reviewed", "This month"]
    assert f'href="/albums/{catalogue["albums"][0]}"' in page


def test_is_there_before_anything_was_computed(client: Client, catalogue: dict[str, Any]) -> None:
    page = _page(client, BEST_ALBUMS)
    assert "Nothing is in this chart yet." in page
    assert "Computed" not in page
    assert 'href="/charts?type=album&amp;period=all&amp;by=rated"' in page
    assert 'href="/search"' in _page(client, "/charts?period=all")


def test_what_not_everyone_may_see_is_in_no_chart(client: Client, catalogue: dict[str, Any]) -> None:
    for account, visibility in (
        ({"is_private": True}, "everyone"),
        ({"is_active": False}, "everyone"),
        ({}, "only_me"),
        ({}, "followers"),
    ):
        for _ in range(3):
            author = UserFactory(**account)
            ReviewFactory(author=author, spotify_id=catalogue["albums"][0], visibility=visibility)
    compute_charts()
    for ranking in ("rated", "reviewed"):
        for period in ("week", "all"):
            page = _page(client, f"/charts?type=album&period={period}&by={ranking}")
            assert "Nothing is in this chart yet." in page


def test_fifty_places_a_page(client: Client, catalogue: dict[str, Any]) -> None:
    author = UserFactory()
    Review.objects.bulk_create(
        Review(author=author, item_type="album", spotify_id=f"{number:022d}", text="Words.")
        for number in range(PER_PAGE + 3)
    )
    compute_charts()
    assert _page(client, "/charts?by=reviewed").count('class="card__place"') == PER_PAGE
    second = _page(client, "/charts?by=reviewed&page=2")
    assert second.count('class="card__place"') == 3
    assert f'<ol class="covers covers--large chart" start="{PER_PAGE + 1}">' in second
    assert "page=1" in second
    assert second.count(f"page={2}") >= 1
    past = _page(client, "/charts?by=reviewed&page=9")
    assert past.count('class="card__place"') == 3


def test_shows_its_first_picture_where_it_is_shared(client: Client, catalogue: dict[str, Any]) -> None:
    _charts(catalogue)
    page = _page(client, BEST_ALBUMS)
    assert '<meta property="og:title" content="Best rated albums of the last seven days">' in page
    assert '"@type": "ItemList"' in page
    assert f'"url": "http://testserver/albums/{catalogue["albums"][0]}"' in page
    address = "http://testserver/charts?type=album&amp;period=week&amp;by=rated"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page


def test_the_front_page_and_every_foot_lead_there(client: Client, catalogue: dict[str, Any]) -> None:
    _charts(catalogue)
    assert _page(client, "/").count('href="/charts"') == 2
    assert 'href="/charts"' in _page(client, "/search")


def test_asks_again_by_itself_while_something_is_still_to_come(
    client: Client, catalogue: dict[str, Any], settings: Any
) -> None:
    best_tracks = "/charts?type=track&period=week&by=rated"
    settings.SPOTIFY_QUOTA_MODE = "development"
    _charts(catalogue, 2)
    client.get(f"/api/v1/tracks/{catalogue['tracks'][0]}")
    settings.SPOTIFY_RATE_LIMIT = 1
    answer = client.get(f"{best_tracks}&try=1")
    page = answer.content.decode()
    assert f'href="/tracks/{catalogue["tracks"][0]}"' in page
    assert page.count('class="skeleton skeleton--cover"') == 1
    assert 'hx-get="/charts?type=track&amp;period=week&amp;by=rated&amp;try=2" hx-trigger="load' in page
    assert "no-store" in answer["Cache-Control"]
    tired = _page(client, f"{best_tracks}&try=3")
    assert 'hx-trigger="load' not in tired
    assert "Spotify is taking its time." in tired


def test_keeps_places_and_counts_while_spotify_is_away(
    client: Client, catalogue: dict[str, Any], away: SandboxProcess
) -> None:
    _charts(catalogue)
    answer = client.get(BEST_ALBUMS)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('class="card__place"') == 3
    assert "3 ratings" in page
    assert "no-store" in answer["Cache-Control"]


def test_what_spotify_no_longer_has_keeps_its_place(client: Client, catalogue: dict[str, Any]) -> None:
    _rated("album", catalogue["unknown_id"], 5, 5, 5)
    compute_charts()
    client.get(BEST_ALBUMS)
    page = _page(client, BEST_ALBUMS)
    assert "No longer on Spotify" in page
    assert 'hx-trigger="load' not in page


def test_a_visitors_page_may_be_kept_and_a_persons_is_their_own(
    client: Client, client_of: ClientOf, owner: User, catalogue: dict[str, Any]
) -> None:
    _charts(catalogue)
    client.get(BEST_ALBUMS)
    answer = client.get(BEST_ALBUMS)
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert "private" in client_of(owner).get(BEST_ALBUMS)["Cache-Control"]


def test_is_one_query_and_one_round_trip_whatever_its_length(
    client: Client,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Callable[[], Any],
) -> None:
    for count in (1, 7):
        Review.objects.all().delete()
        _charts(catalogue, count)
        for item_type in ("album", "track", "artist"):
            path = f"/charts?type={item_type}&period=week&by=rated"
            client.get(path)
            with django_assert_num_queries(1), redis_round_trips() as trips:
                client.get(path)
            assert trips.count == 1, f"{trips}"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_is_read_only(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)("/charts").status_code == 405
