"""Tokens that people make for their programs, by the REST API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import AccessToken, User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import phone_of, with_token
from muse.testing.openapi import documented

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/auth/personal-tokens"
NOBODYS = "7d91651f-ab51-46ca-92c2-163ac2b3f4c3"
BODY = {"name": "Notes", "scopes": ["read"], "expires_in_days": 90}


def make(client: Client, **changes: Any) -> Any:
    return client.post(ADDRESS, {**BODY, **changes}, content_type="application/json")


def test_token_is_made_and_told_once(owner: User) -> None:
    phone = phone_of(owner)
    answer = make(phone)
    body = documented(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert (body["name"], body["kind"], body["scopes"]) == ("Notes", "personal", ["read"])
    shown = documented(phone.get(answer["Location"]))
    assert shown == {name: value for name, value in body.items() if name != "token"}
    assert documented(phone.get(ADDRESS))["results"] == [shown]
    kept = AccessToken.objects.values().get(kind="personal")
    assert not any(body["token"] in str(value) or body["token"][20:] in str(value) for value in kept.values())


def test_token_reads_in_the_name_of_its_maker_and_writes_only_where_it_may(owner: User) -> None:
    phone = phone_of(owner)
    reader = with_token(make(phone).json()["token"])
    writer = with_token(make(phone, scopes=["write", "read"]).json()["token"])
    assert reader.get("/api/v1/me").json()["username"] == "owner"
    changed = {"bio": "Mostly ferries."}
    refused = reader.patch("/api/v1/me", changed, content_type="application/json")
    assert documented(refused)["detail"] == "This token may only read."
    assert writer.patch("/api/v1/me", changed, content_type="application/json").status_code == 200


@pytest.mark.parametrize("days", [1, 365])
def test_token_ends_on_its_day_used_or_not(owner: User, days: int) -> None:
    program = with_token(make(phone_of(owner), expires_in_days=days).json()["token"])
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=days, minutes=-1)):
        assert program.get("/api/v1/me").status_code == 200
    with time_machine.travel(now + timedelta(days=days, minutes=1)):
        assert program.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \t "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "\x00"}, "name"),
        ({"name": None}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["write"]}, "scopes"),
        ({"scopes": ["admin"]}, "scopes.0"),
        ({"scopes": ["read", "write", "read"]}, "scopes"),
        ({"scopes": "read"}, "scopes"),
        ({"scopes": {"read": True}}, "scopes"),
        ({"expires_in_days": 0}, "expires_in_days"),
        ({"expires_in_days": 366}, "expires_in_days"),
        ({"expires_in_days": 10**30}, "expires_in_days"),
        ({"expires_in_days": "soon"}, "expires_in_days"),
        ({"expires_in_days": None}, "expires_in_days"),
    ],
)
def test_bad_input_is_said_by_field(owner: User, changes: dict[str, Any], field: str) -> None:
    answer = make(phone_of(owner), **changes)
    assert answer.status_code == 400
    assert list(documented(answer)["errors"]) == [field]
    assert not AccessToken.objects.filter(kind="personal").exists()


def test_twenty_first_token_is_409_until_one_is_gone(owner: User) -> None:
    phone = phone_of(owner)
    for number in range(tokens.MAX_PERSONAL):
        made = make(phone, name=f"Program {number}")
    answer = make(phone)
    assert answer.status_code == 409
    assert "Revoke one first" in documented(answer)["detail"]
    assert phone.delete(made["Location"]).status_code == 204
    assert make(phone).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_last_place_is_given_once(owner: User) -> None:
    phones = [phone_of(owner) for _ in range(3)]
    for number in range(tokens.MAX_PERSONAL - 1):
        make(phones[0], name=f"Program {number}")
    assert sorted(at_once(*(lambda phone=phone: make(phone).status_code for phone in phones))) == [201, 409, 409]


def test_expired_tokens_take_no_place(owner: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        for number in range(tokens.MAX_PERSONAL):
            tokens.make_personal(owner, name=f"Program {number}", scopes=["read"], days=1)
    phone = phone_of(owner)
    assert make(phone).status_code == 201
    assert len(phone.get(ADDRESS).json()["results"]) == 1


def test_revoked_token_is_good_for_nothing_at_once(owner: User) -> None:
    phone = phone_of(owner)
    made = make(phone)
    program = with_token(made.json()["token"])
    assert program.get("/api/v1/me").status_code == 200
    assert documented(phone.delete(made["Location"])) is None
    assert program.get("/api/v1/me").status_code == 401
    assert documented(phone.delete(made["Location"]))["status"] == 404


def test_browser_makes_tokens_with_its_session(owner: User, client_of: ClientOf) -> None:
    assert make(client_of(owner)).status_code == 201


@pytest.mark.parametrize("scopes", [["read"], ["read", "write"]])
def test_personal_token_makes_sees_and_ends_none(owner: User, scopes: list[str]) -> None:
    program = phone_of(owner, scopes, kind="personal")
    itself = f"{ADDRESS}/{AccessToken.objects.get().public_id}"
    assert [documented(answer)["status"] for answer in (make(program), program.get(ADDRESS))] == [403, 403]
    assert [program.get(itself).status_code, program.delete(itself).status_code] == [403, 403]
    assert AccessToken.objects.count() == 1


def test_device_that_may_only_read_makes_none(owner: User) -> None:
    assert documented(make(phone_of(owner, ["read"])))["status"] == 403


@pytest.mark.parametrize("method", ["get", "delete"])
def test_tokens_of_others_are_404(owner: User, outsider: User, follower: User, method: str) -> None:
    token, _ = tokens.make_personal(owner, name="Notes", scopes=["read"], days=1)
    for somebody in (outsider, follower):
        assert documented(getattr(phone_of(somebody), method)(f"{ADDRESS}/{token.public_id}"))["status"] == 404
    assert AccessToken.objects.filter(pk=token.pk).exists()


def test_device_is_no_personal_token(owner: User) -> None:
    phone = phone_of(owner)
    assert phone.get(f"{ADDRESS}/{AccessToken.objects.get().public_id}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("get", ADDRESS), ("post", ADDRESS), ("get", f"{ADDRESS}/{NOBODYS}"),
                         ("delete", f"{ADDRESS}/{NOBODYS}")]
)  # fmt: skip
def test_visitor_has_no_tokens(client: Client, method: str, path: str) -> None:
    assert documented(getattr(client, method)(path))["status"] == 401


def test_tokens_cost_the_same_however_many(owner: User, django_assert_num_queries: Any) -> None:
    phone = phone_of(owner)
    phone.get(ADDRESS)  # its use is noted
    for number in range(tokens.MAX_PERSONAL):
        tokens.make_personal(owner, name=f"Program {number}", scopes=["read"], days=1)
    with django_assert_num_queries(2):
        assert len(phone.get(ADDRESS).json()["results"]) == tokens.MAX_PERSONAL
