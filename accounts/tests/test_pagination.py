"""Cursors that nobody made, and the law of those that were: every row once, in order, both ways."""

from __future__ import annotations

import base64
import contextlib
import json
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.models import User
from accounts.rest.pagination import Cursor, CursorPagination, Order
from accounts.tests.factories import UserFactory
from muse.testing.openapi import documented

REVIEWS = "/api/v1/reviews"


class People:
    """A view, as far as its pages go."""

    cursor_orders = {
        "newest": Order("date_joined"),
        "name": Order("display_name", is_falling=False),
        "shout": Order("shout", is_falling=False),
    }


def made_up(plain: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "é",
        "\x00",
        "A" * 5000,
        made_up("text"),
        made_up(7),
        made_up(None),
        made_up({}),
        made_up([]),
        made_up(["n", "2026-01-01T00:00:00Z"]),
        made_up(["n", "2026-01-01T00:00:00Z", "7"]),
        made_up(["n", "2026-01-01T00:00:00Z", True]),
        made_up(["n", "2026-01-01T00:00:00Z", -1]),
        made_up(["n", "2026-01-01T00:00:00Z", 2**63]),
        made_up(["x", "2026-01-01T00:00:00Z", 7]),
        made_up(["n", "not a day", 7]),
        made_up(["n", "2026-13-01T00:00:00Z", 7]),
        made_up(["n", "\x00", 7]),
        made_up(["n", "\ud800", 7]),
        made_up(["n", ["2026"], 7]),
        made_up([[]] * 3),
    ],
)
def test_a_cursor_that_nobody_made_is_400(cursor: str, client: Client, db: None) -> None:
    response = client.get(REVIEWS, {"cursor": cursor})
    assert (response.status_code, list(documented(response)["errors"])) == (400, ["cursor"])


@given(st.booleans(), st.text(max_size=100).filter(lambda text: "\x00" not in text), st.integers(0, 2**63 - 1))
def test_a_cursor_says_what_was_put_into_it(is_forward: bool, value: str, pk: int) -> None:
    cursor = Cursor(is_forward, value, pk)
    assert Cursor.decode(cursor.encode()) == cursor


@given(st.text(max_size=200))
def test_any_text_is_a_cursor_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        Cursor.decode(text)


def page(address: str) -> tuple[list[int], str | None, str | None]:
    pages = CursorPagination()
    people = User.objects.annotate(shout=F("username"))
    rows = pages.paginate_queryset(people, Request(APIRequestFactory().get(address)), People())
    said = pages.get_paginated_response([row.pk for row in rows]).data
    return said["results"], said["next"], said["previous"]


@pytest.mark.parametrize("ordering", People.cursor_orders)
def test_every_order_leads_through_all_rows_and_back(ordering: str, db: None) -> None:
    UserFactory.create_batch(7, display_name="Same")
    UserFactory.create_batch(4, display_name="Älter")
    order = People.cursor_orders[ordering]
    sign = "-" if order.is_falling else ""
    annotated = User.objects.annotate(shout=F("username"))
    expected = list(annotated.order_by(f"{sign}{order.field}", f"{sign}pk").values_list("pk", flat=True))
    seen: list[int] = []
    following: str | None = f"/people?limit=3&ordering={ordering}"
    while following:
        last, following, previous = page(following)
        seen += last
    assert seen == expected
    back: list[int] = []
    while previous:
        rows, _, previous = page(previous)
        back = rows + back
    assert back == expected[: -len(last)]


def test_an_order_that_there_is_not_is_400(db: None) -> None:
    with pytest.raises(Exception, match="newest, name, shout"):
        page("/people?ordering=nonsense")
