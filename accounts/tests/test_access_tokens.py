"""A token in ``Authorization``: whom it lets in, for how long, what it may do; and what becomes of it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError
from django.test import Client
from django_celery_beat.models import PeriodicTask

from accounts import tasks, tokens
from accounts.models import AccessToken, IdempotencyKey, User
from accounts.services import delete_account
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import phone_of, with_token
from muse.testing.openapi import documented

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def authorized(header: str) -> Any:
    return Client().get(ME, headers={"Authorization": header})


# --- Whom it lets in -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer muse_0123",
        "Bearer a b",
        "Bearer \x00",
        "Bearer é",
        "Bearer " + "x" * 5000,
        "bearer muse_0123",
        "Bearer muse_" + "0" * 64,
    ],
)
def test_malformed_and_unknown_tokens_are_401(header: str, db: None) -> None:
    answer = authorized(header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert documented(answer)["type"] == "/api/problems/not-authenticated"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["Basic b3duZXI6eA==", "Token muse_0123", "x", ""])
def test_other_ways_to_say_who_one_is_are_not_known(header: str) -> None:
    assert authorized(header).status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/reviews", "/api/v1/playlists", "/api/v1/users/owner"])
def test_token_that_is_no_longer_good_is_told_even_where_anybody_reads(owner: User, path: str) -> None:
    """Who believes to be signed in is not to be shown what a visitor sees."""
    assert with_token("muse_gone").get(path).status_code == 401


def test_scheme_is_taken_in_any_case(owner: User) -> None:
    _, secret = tokens.sign_in_device(owner, "Pixel")
    assert authorized(f"bEaReR {secret}").status_code == 200


def test_secret_with_anything_more_or_less_is_401(owner: User) -> None:
    _, secret = tokens.sign_in_device(owner, "Pixel")
    for other in (secret[:-1], secret + "0", secret.upper(), secret.removeprefix("muse_")):
        assert authorized(f"Bearer {other}").status_code == 401


def test_digest_is_no_token(owner: User) -> None:
    token, _ = tokens.sign_in_device(owner, "Pixel")
    assert authorized(f"Bearer {token.digest}").status_code == 401
    assert authorized(f"Bearer {token.token_key}").status_code == 401


def test_token_in_the_address_is_none(owner: User) -> None:
    _, secret = tokens.sign_in_device(owner, "Pixel")
    assert Client().get(f"{ME}?access_token={secret}").status_code == 401


def test_token_goes_before_the_session(owner: User, outsider: User, client_of: ClientOf) -> None:
    _, secret = tokens.sign_in_device(owner, "Pixel")
    answer = client_of(outsider).get(ME, headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["username"] == "owner"


def test_token_opens_no_page(owner: User) -> None:
    assert phone_of(owner).get("/settings")["Location"] == "/login?next=/settings"


def test_token_of_a_switched_off_person_does_not_work_until_they_are_back(owner: User) -> None:
    phone = phone_of(owner)
    User.objects.update(is_active=False)
    assert phone.get(ME).status_code == 401
    User.objects.update(is_active=True)
    assert phone.get(ME).status_code == 200


def test_who_asks_is_one_query(owner: User, django_assert_num_queries: Any) -> None:
    for number in range(5):
        tokens.sign_in_device(owner, f"Device {number}")
    phone = phone_of(owner)
    phone.get("/api/v1/auth/devices")  # its use is noted
    with django_assert_num_queries(2):  # who asks; the list
        phone.get("/api/v1/auth/devices")
    with django_assert_num_queries(1):
        with_token("muse_gone").get(ME)


# --- For how long ----------------------------------------------------------------------------------------------------
def test_device_that_is_used_stays_signed_in_and_one_in_a_drawer_does_not(owner: User) -> None:
    with time_machine.travel(NOON) as clock:
        used, drawer = phone_of(owner), phone_of(owner)
        for _ in range(3):
            clock.shift(timedelta(days=60))
            assert used.get(ME).status_code == 200
        assert drawer.get(ME).status_code == 401


def test_token_is_good_until_its_last_minute(owner: User) -> None:
    phone = phone_of(owner)
    end = AccessToken.objects.get().expiry
    with time_machine.travel(end - timedelta(minutes=1)):
        assert phone.get("/api/v1/reviews").status_code == 200
    AccessToken.objects.update(expiry=end)
    with time_machine.travel(end, tick=False):
        assert phone.get("/api/v1/reviews").status_code == 401


def test_use_is_noted_once_an_hour(owner: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        phone = phone_of(owner)
        phone.get(ME)
        first = AccessToken.objects.get()
        assert (first.last_used_at, first.expiry) == (NOON, NOON + timedelta(days=90))
        clock.shift(timedelta(minutes=59))
        phone.get(ME)
        assert AccessToken.objects.get().last_used_at == NOON
        clock.shift(timedelta(minutes=1))
        phone.get(ME)
        later = AccessToken.objects.get()
        assert later.last_used_at == NOON + timedelta(hours=1)
        assert later.expiry == NOON + timedelta(days=90, hours=1)


def test_use_of_a_personal_token_is_noted_and_puts_nothing_off(owner: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token, secret = tokens.make_personal(owner, name="Notes", scopes=["read"], days=7)
        clock.shift(timedelta(days=3))
        with_token(secret).get(ME)
        token.refresh_from_db()
        assert token.last_used_at == NOON + timedelta(days=3)
        assert token.expiry == NOON + timedelta(days=7)


def test_revoked_while_it_asks_it_does_not_come_back(owner: User) -> None:
    phone = phone_of(owner)
    assert phone.get(ME).status_code == 200
    tokens.revoke(AccessToken.objects.get())
    assert phone.get(ME).status_code == 401
    assert not AccessToken.objects.exists()


# --- What it may do --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["device", "personal"])
def test_token_that_may_only_read_changes_nothing(owner: User, kind: str) -> None:
    reader = phone_of(owner, ["read"], kind)
    assert reader.get(ME).status_code == 200
    writes = [
        reader.patch(ME, {"bio": "x"}, content_type="application/json"),
        reader.post("/api/v1/playlists", {"title": "x"}, content_type="application/json"),
    ]
    assert [documented(answer)["status"] for answer in writes] == [403, 403]
    owner.refresh_from_db()
    assert owner.bio == ""
    assert not owner.playlists.exists()


def test_phone_needs_no_csrf_token_and_a_browser_does(owner: User, client_of: ClientOf) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    change = {"bio": "Mostly ferries."}
    assert browser.patch(ME, change, content_type="application/json").status_code == 403
    assert phone_of(owner).patch(ME, change, content_type="application/json").status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"kind": "robot"}, {"name": ""}, {"scopes": ["write"]}, {"scopes": []}, {"scopes": ["read", "admin"]}]
)
def test_database_holds_the_rules(owner: User, wrong: dict[str, Any]) -> None:
    made: dict[str, Any] = {
        "person": owner,
        "kind": "device",
        "name": "Pixel",
        "scopes": ["read"],
        "lifetime": None,
    } | wrong
    with pytest.raises(IntegrityError):
        AccessToken.objects.issue(**made)


# --- Where it is not -------------------------------------------------------------------------------------------------
def test_token_is_in_no_log(owner: User, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    _, secret = tokens.sign_in_device(owner, "Pixel")
    phone = with_token(secret)
    for path in (ME, "/api/v1/nothing", "/api/v1/auth/devices"):
        phone.get(path)
    phone.patch(ME, {"bio": "x" * 999}, content_type="application/json")
    said = caplog.text + "".join(capfd.readouterr())
    assert secret not in said
    assert secret[20:] not in said


def test_export_names_tokens_and_holds_no_secret(owner: User, outsider: User) -> None:
    device, secret = tokens.sign_in_device(owner, "Pixel of Olga")
    tokens.sign_in_device(outsider, "Somebody else's")
    answer = with_token(secret).get("/api/v1/me/export")
    exported = answer.content.decode()
    assert [token["name"] for token in documented(answer)["access_tokens"]] == ["Pixel of Olga"]
    assert not [shown for shown in (secret, device.digest, device.token_key) if shown in exported]


# --- What becomes of it ----------------------------------------------------------------------------------------------
def test_tokens_go_with_the_account(owner: User, outsider: User) -> None:
    phone, other = phone_of(owner), phone_of(outsider)
    delete_account(owner)
    assert phone.get(ME).status_code == 401
    assert other.get(ME).status_code == 200
    assert AccessToken.objects.count() == 1


def test_expired_tokens_and_old_answers_are_dropped_at_night(owner: User) -> None:
    with time_machine.travel(NOON) as clock:
        tokens.make_personal(owner, name="Ended", scopes=["read"], days=1)
        IdempotencyKey.objects.create(person=owner, key="old", fingerprint="0" * 64)
        clock.shift(timedelta(days=1, minutes=1))
        tokens.sign_in_device(owner, "Pixel")
        IdempotencyKey.objects.create(person=owner, key="new", fingerprint="0" * 64)
        tasks.forget_what_has_ended()
    assert [token.name for token in AccessToken.objects.all()] == ["Pixel"]
    assert [row.key for row in IdempotencyKey.objects.all()] == ["new"]


def test_beat_drops_them_every_night_and_what_the_admin_changed_stays() -> None:
    migration = import_module("accounts.migrations.0007_old_tokens_every_night")
    migration.schedule(apps, None)
    task = PeriodicTask.objects.get(task=tasks.forget_what_has_ended.name)
    assert (task.enabled, task.crontab.minute, task.crontab.hour) == (True, "25", "4")
    task.enabled = False
    task.save()
    migration.schedule(apps, None)
    assert not PeriodicTask.objects.get(task=tasks.forget_what_has_ended.name).enabled
