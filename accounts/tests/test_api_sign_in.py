"""Signing a device in and out by the REST API, and the list of devices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import AccessToken, User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.tokens import phone_of, with_token
from muse.testing.openapi import documented

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/auth/token"
DEVICES = "/api/v1/auth/devices"
NOBODYS = "7d91651f-ab51-46ca-92c2-163ac2b3f4c3"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, body, content_type="application/json")


def sign_in(client: Client, username: str = "owner", password: str = PASSWORD, device: str = "Pixel") -> Any:
    return post(client, ADDRESS, {"username": username, "password": password, "device": device})


# --- Signing in with a password --------------------------------------------------------------------------------------
def test_right_password_gives_the_token_of_one_device(client: Client, owner: User) -> None:
    with time_machine.travel(NOON, tick=False):
        answer = sign_in(client, device="  Pixel  of\tInes ")
        body = documented(answer)
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    assert body["token"].startswith("muse_")
    assert body["expires_at"] == "2026-05-30T12:00:00Z"
    assert body["person"]["username"] == "owner"
    device = AccessToken.objects.get()
    assert body["device"] == {
        "id": str(device.public_id),
        "name": "Pixel of Ines",
        "kind": "device",
        "scopes": ["read", "write"],
        "created_at": "2026-03-01T12:00:00Z",
        "last_used_at": None,
        "expires_at": "2026-05-30T12:00:00Z",
        "is_current": True,
    }
    owner.refresh_from_db()
    assert owner.last_login == NOON
    assert "sessionid" not in answer.cookies


def test_location_leads_to_the_device(client: Client, owner: User) -> None:
    answer = sign_in(client)
    found = documented(with_token(answer.json()["token"]).get(answer["Location"]))
    assert (found["name"], found["is_current"]) == ("Pixel", True)
    assert found["id"] == answer.json()["device"]["id"]


@pytest.mark.parametrize("name", ["Owner", " owner ", "owner@example.com", "OWNER@example.com"])
def test_name_is_taken_as_on_the_page(client: Client, owner: User, name: str) -> None:
    assert sign_in(client, name).status_code == 201


def test_password_is_taken_with_its_spaces(client: Client) -> None:
    UserFactory(username="spaced", password=" a slow river ")
    assert sign_in(client, "spaced", "a slow river").status_code == 400
    assert sign_in(client, "spaced", " a slow river ").status_code == 201


def test_unknown_name_wrong_password_and_switched_off_account_are_answered_alike(client: Client, owner: User) -> None:
    UserFactory(username="gone", is_active=False)
    UserFactory(username="listener", password=None)
    answers = [
        sign_in(client, "owner", "wrong"),
        sign_in(client, "nobody"),
        sign_in(client, "gone"),
        sign_in(client, "listener"),
    ]
    assert {answer.status_code for answer in answers} == {400}
    problems = [documented(answer) for answer in answers]
    assert all(problem | {"request_id": ""} == problems[0] | {"request_id": ""} for problem in problems)
    assert problems[0]["errors"]["request"][0]["code"] == "invalid_login"
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "x" * 255}, "username"),
        ({"username": "ol\x00ga"}, "username"),
        ({"username": None}, "username"),
        ({"username": ["owner"]}, "username"),
        ({"password": ""}, "password"),
        ({"password": "x" * 5000}, "password"),
        ({"password": "\x00"}, "password"),
        ({"device": ""}, "device"),
        ({"device": " \n "}, "device"),
        ({"device": "x" * 81}, "device"),
        ({"device": {"name": "Pixel"}}, "device"),
    ],
)
def test_bad_input_is_said_by_field(client: Client, owner: User, change: dict[str, Any], field: str) -> None:
    answer = post(client, ADDRESS, {"username": "owner", "password": PASSWORD, "device": "Pixel", **change})
    assert answer.status_code == 400
    assert list(documented(answer)["errors"]) == [field]
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b'{"username": "\\ud800"}', b"\xff\xfe"])
def test_malformed_body_is_400(client: Client, body: bytes) -> None:
    answer = client.post(ADDRESS, body, content_type="application/json")
    assert answer.status_code == 400
    documented(answer)


def test_form_of_another_site_is_no_sign_in(client: Client, owner: User) -> None:
    answer = client.post(ADDRESS, {"username": "owner", "password": PASSWORD, "device": "Pixel"})
    assert answer.status_code == 415


def test_token_that_is_no_longer_good_is_not_in_the_way(owner: User) -> None:
    assert sign_in(with_token("muse_gone")).status_code == 201


def test_each_sign_in_is_a_device_of_its_own(client: Client, owner: User) -> None:
    first, second = (sign_in(client).json()["token"] for _ in range(2))
    assert first != second
    assert with_token(first).get(DEVICES).status_code == with_token(second).get(DEVICES).status_code == 200


def test_signing_in_twice_with_one_key_gives_no_token_again(client: Client, owner: User) -> None:
    """Answers with a secret are kept nowhere: not under an Idempotency-Key either."""
    for _ in range(2):
        client.post(
            ADDRESS,
            {"username": "owner", "password": PASSWORD, "device": "Pixel"},
            content_type="application/json",
            headers={"Idempotency-Key": "one"},
        )
    assert AccessToken.objects.count() == 2


def test_token_is_nowhere_in_the_database(client: Client, owner: User) -> None:
    secret = sign_in(client).json()["token"]
    kept = AccessToken.objects.values().get()
    assert not any(secret in str(value) or secret[20:] in str(value) for value in kept.values())


def test_of_too_many_devices_the_one_not_used_for_longest_is_signed_out(client: Client, owner: User) -> None:
    for number in range(tokens.MAX_DEVICES):
        tokens.sign_in_device(owner, f"Device {number}")
    first = AccessToken.objects.get(name="Device 0")
    AccessToken.objects.filter(pk=first.pk).update(last_used_at=timezone.now())
    assert sign_in(client).status_code == 201
    assert AccessToken.objects.count() == tokens.MAX_DEVICES
    assert not AccessToken.objects.filter(name="Device 1").exists()
    assert AccessToken.objects.filter(pk=first.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_many_sign_ins_at_once_stay_within_the_bound(owner: User) -> None:
    for number in range(tokens.MAX_DEVICES):
        tokens.sign_in_device(owner, f"Device {number}")
    at_once(*(lambda: sign_in(Client()) for _ in range(3)))
    assert AccessToken.objects.count() == tokens.MAX_DEVICES


@pytest.mark.parametrize("how", ["another password", "switched off", "gone"])
def test_nobody_is_signed_in_with_what_was_good_a_moment_ago(owner: User, how: str) -> None:
    """Between the check of the password and the token the account was changed in another window."""
    shown = User.objects.get(pk=owner.pk)
    if how == "another password":
        owner.set_password("nine ferries and a lighthouse")
    owner.is_active = how != "switched off"
    owner.save()
    if how == "gone":
        owner.delete()
    with pytest.raises(tokens.ChangedMeanwhile):
        tokens.sign_in_device(shown, "Pixel")
    assert not AccessToken.objects.exists()


# --- Too many tries (R73) --------------------------------------------------------------------------------------------
def test_eleventh_wrong_password_is_a_429_that_says_when(client: Client, owner: User) -> None:
    assert {sign_in(client, password="wrong").status_code for _ in range(10)} == {400}
    answer = sign_in(client)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert documented(answer)["type"] == "/api/problems/too-many-requests"


def test_page_and_api_count_together(client: Client, owner: User) -> None:
    for _ in range(5):
        sign_in(client, "OWNER", "wrong")
        client.post("/login", {"username": "owner", "password": "wrong"})
    assert sign_in(client).status_code == 429
    assert client.post("/login", {"username": "owner", "password": PASSWORD}).status_code == 429


def test_right_passwords_are_not_counted(client: Client, owner: User) -> None:
    assert {sign_in(client).status_code for _ in range(12)} == {201}


def test_many_names_from_one_address_are_429(client: Client) -> None:
    statuses = [sign_in(client, f"name{number}", "wrong").status_code for number in range(101)]
    assert statuses == [400] * 100 + [429]


# --- Signing out -----------------------------------------------------------------------------------------------------
def test_device_signs_itself_out_and_leaves_others_alone(owner: User) -> None:
    phone, tablet = phone_of(owner), phone_of(owner)
    assert phone.delete(ADDRESS).status_code == 204
    assert phone.get(DEVICES).status_code == 401
    assert tablet.get(DEVICES).status_code == 200


def test_signing_out_twice_is_401(owner: User) -> None:
    phone = phone_of(owner)
    phone.delete(ADDRESS)
    assert documented(phone.delete(ADDRESS))["status"] == 401


@pytest.mark.parametrize("kind", ["device", "personal"])
def test_token_that_may_only_read_may_end_itself(owner: User, kind: str) -> None:
    program = phone_of(owner, scopes=["read"], kind=kind)
    assert program.delete(ADDRESS).status_code == 204
    assert not AccessToken.objects.exists()


def test_visitor_has_nothing_to_sign_out(client: Client) -> None:
    answer = client.delete(ADDRESS)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_browser_signs_out_its_session(owner: User, client_of: ClientOf) -> None:
    browser, phone = client_of(owner), phone_of(owner)
    assert browser.delete(ADDRESS).status_code == 204
    assert browser.get(DEVICES).status_code == 401
    assert phone.get(DEVICES).status_code == 200


# --- The list of devices ---------------------------------------------------------------------------------------------
def test_devices_are_listed_newest_first_and_know_which_asks(owner: User, outsider: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        laptop, _ = tokens.sign_in_device(owner, "Laptop")
    tokens.sign_in_device(outsider, "Somebody else's")
    phone = phone_of(owner)
    answer = phone.get(DEVICES)
    assert answer["Cache-Control"] == "private, no-cache"
    results = documented(answer)["results"]
    assert [(one["name"], one["is_current"]) for one in results] == [("A phone", True), ("Laptop", False)]
    assert results[1]["id"] == str(laptop.public_id)
    assert (answer.json()["next"], answer.json()["previous"]) == (None, None)


def test_browser_sees_the_devices_none_of_which_is_this(owner: User, client_of: ClientOf) -> None:
    tokens.sign_in_device(owner, "Laptop")
    assert [one["is_current"] for one in documented(client_of(owner).get(DEVICES))["results"]] == [False]


def test_devices_cost_the_same_however_many(owner: User, django_assert_num_queries: Any) -> None:
    phone = phone_of(owner)
    phone.get(DEVICES)  # its use is noted
    for number in range(30):
        tokens.sign_in_device(owner, f"Device {number}")
    with django_assert_num_queries(2):
        assert len(phone.get(DEVICES).json()["results"]) == 31


def test_expired_device_is_not_listed(owner: User) -> None:
    tokens.sign_in_device(owner, "Drawer")
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert [one["name"] for one in phone_of(owner).get(DEVICES).json()["results"]] == ["A phone"]


def test_another_device_is_signed_out(owner: User) -> None:
    phone, lost = phone_of(owner), tokens.sign_in_device(owner, "Lost")
    assert phone.delete(f"{DEVICES}/{lost[0].public_id}").status_code == 204
    assert with_token(lost[1]).get(DEVICES).status_code == 401
    assert phone.delete(f"{DEVICES}/{lost[0].public_id}").status_code == 404


@pytest.mark.parametrize("method", ["get", "delete"])
def test_devices_of_others_are_404(owner: User, outsider: User, follower: User, method: str) -> None:
    device, _ = tokens.sign_in_device(owner, "Laptop")
    for somebody in (outsider, follower):
        answer = getattr(phone_of(somebody), method)(f"{DEVICES}/{device.public_id}")
        assert documented(answer)["status"] == 404
    assert AccessToken.objects.filter(pk=device.pk).exists()


def test_personal_token_is_no_device(owner: User) -> None:
    phone = phone_of(owner)
    phone_of(owner, kind="personal")
    personal = AccessToken.objects.get(kind="personal")
    assert phone.get(f"{DEVICES}/{personal.public_id}").status_code == 404
    assert len(phone.get(DEVICES).json()["results"]) == 1


@pytest.mark.parametrize(("method", "path"), [("get", DEVICES), ("get", f"{DEVICES}/x"), ("delete", f"{DEVICES}/x")])
def test_personal_token_does_not_see_devices(owner: User, method: str, path: str) -> None:
    device, _ = tokens.sign_in_device(owner, "Laptop")
    answer = getattr(phone_of(owner, kind="personal"), method)(path.replace("/x", f"/{device.public_id}"))
    assert documented(answer)["status"] == 403


@pytest.mark.parametrize(
    ("method", "path"), [("get", DEVICES), ("get", f"{DEVICES}/{NOBODYS}"), ("delete", f"{DEVICES}/{NOBODYS}")]
)
def test_visitor_has_no_devices(client: Client, method: str, path: str) -> None:
    assert documented(getattr(client, method)(path))["status"] == 401


@pytest.mark.parametrize("made_up", ["1", "x" * 10_000, "%00", f"{NOBODYS}0"])
def test_made_up_device_is_404(owner: User, made_up: str) -> None:
    assert phone_of(owner).get(f"{DEVICES}/{made_up}").status_code == 404
