"""Charts in the API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from reviews.charts import compute_charts
from reviews.tests.factories import ReviewFactory

Counting = Callable[[], AbstractContextManager[RoundTrips]]
CHARTS = "/api/v1/charts"


def _rated(catalogue: dict[str, Any], count: int) -> list[str]:
    """Albums, each a little less loved than the one before."""
    albums = list(dict.fromkeys(catalogue["albums"]))[:count]
    for number, album in enumerate(albums):
        for _ in range(3):
            ReviewFactory(spotify_id=album, rating=5 - number % 8 / 2)
    compute_charts()
    return albums


def test_places_come_in_order_each_with_its_item(client: Client, catalogue: dict[str, Any]) -> None:
    albums = _rated(catalogue, 3)
    body = documented(client.get(CHARTS, {"ranking": "rated"}))
    assert [(place["rank"], place["item"]["id"]) for place in body["results"]] == list(enumerate(albums, start=1))
    assert body["results"][0]["item"]["name"]
    assert body["results"][0]["rating_count"] == 3


def test_every_chart_of_the_page_can_be_asked_for(client: Client, catalogue: dict[str, Any]) -> None:
    _rated(catalogue, 1)
    for ranking in ("rated", "reviewed"):
        for period in ("week", "month", "year", "all"):
            asked = f"{CHARTS}?item_type=album&period={period}&ranking={ranking}"
            assert len(documented(client.get(asked))["results"]) == 1
    assert documented(client.get(CHARTS, {"item_type": "track"}))["results"] == []


def test_a_chart_is_paged_by_cursor(client: Client, catalogue: dict[str, Any]) -> None:
    albums = _rated(catalogue, 5)
    first = documented(client.get(CHARTS, {"limit": "3", "ranking": "reviewed"}))
    rest = documented(client.get(first["next"]))
    assert [place["rank"] for place in first["results"] + rest["results"]] == [1, 2, 3, 4, 5]
    assert {place["item"]["id"] for place in first["results"] + rest["results"]} == set(albums)
    assert rest["next"] is None


@pytest.mark.parametrize("count", [1, 8])
def test_a_chart_is_one_query_and_one_round_trip(
    count: int,
    client: Client,
    catalogue: dict[str, Any],
    redis_round_trips: Counting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _rated(catalogue, count)
    client.get(CHARTS)
    with redis_round_trips() as trips, django_assert_num_queries(1):
        response = client.get(CHARTS)
    assert len(response.json()["results"]) == count
    assert response["Cache-Control"].startswith("public")
    assert trips.count == 1, trips


@pytest.mark.parametrize("name", ["item_type", "period", "ranking", "ordering", "limit"])
def test_what_is_no_chart_is_400(name: str, client: Client, db: None) -> None:
    body = documented(client.get(CHARTS, {name: "nonsense\x00"}))
    assert (body["status"], list(body["errors"])) == (400, [name])
