"""Signing up, new passwords and forgotten ones by the REST API; what ends with an old password, on every face."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import rate_limits, tokens
from accounts.models import AccessToken, IdempotencyKey, User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.tokens import phone_of, with_token
from muse.testing.openapi import documented

pytestmark = pytest.mark.django_db

SIGN_UP = "/api/v1/auth/signup"
MAIL = "/api/v1/auth/password-reset"
NEW_PASSWORD = "/api/v1/me/password"
DEVICES = "/api/v1/auth/devices"
NEW = "nine ferries and a lighthouse"
BODY = {"username": "Olga_1", "email": "olga@example.com", "password": "a slow river", "device": "Pixel"}


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, body, content_type="application/json", headers=headers)


def change(client: Client, old: str | None = PASSWORD, new: Any = NEW) -> Any:
    return post(client, NEW_PASSWORD, {"new_password": new} | ({} if old is None else {"old_password": old}))


def is_signed_in(client: Client) -> bool:
    return client.get("/api/v1/me").status_code == 200


# --- Signing up ------------------------------------------------------------------------------------------------------
def test_sign_up_makes_a_person_and_signs_the_device_in(client: Client) -> None:
    answer = post(client, SIGN_UP, BODY)
    body = documented(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    person = User.objects.get()
    assert (person.username, person.email) == ("olga_1", "olga@example.com")
    assert person.check_password("a slow river")
    assert person.preferences.theme == "system"
    assert body["person"]["username"] == "olga_1"
    assert with_token(body["token"]).get(DEVICES).json()["results"][0]["name"] == "Pixel"


def test_email_address_is_optional(client: Client) -> None:
    body = {name: value for name, value in BODY.items() if name != "email"}
    assert post(client, SIGN_UP, body).status_code == 201
    assert post(client, SIGN_UP, body | {"username": "second", "email": ""}).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"username": ""}, "username", "blank"),
        ({"username": "a"}, "username", "2 to 30"),
        ({"username": "ol ga"}, "username", "2 to 30"),
        ({"username": "x" * 31}, "username", "30 characters"),
        ({"username": "Admin"}, "username", "taken"),
        ({"username": "ol\x00ga"}, "username", "Null characters"),
        ({"username": {"a": 1}}, "username", "string"),
        ({"email": "nowhere"}, "email", "valid email"),
        ({"email": f"{'x' * 300}@example.com"}, "email", "254"),
        ({"password": "short"}, "password", "too short"),
        ({"password": "1234567890"}, "password", "too common"),
        ({"password": "olga_1olga"}, "password", "too similar"),
        ({"password": "x" * 5000}, "password", "4096"),
        ({"device": ""}, "device", "blank"),
    ],
)
def test_rules_are_those_of_the_page(client: Client, changes: dict[str, Any], field: str, sentence: str) -> None:
    answer = post(client, SIGN_UP, {**BODY, **changes})
    assert answer.status_code == 400
    errors = documented(answer)["errors"]
    assert list(errors) == [field]
    assert sentence in errors[field][0]["message"]
    assert not User.objects.exists()


def test_taken_names_are_said_by_field(client: Client) -> None:
    UserFactory(username="olga_1", email="other@example.com")
    assert documented(post(client, SIGN_UP, BODY))["errors"]["username"][0]["code"] == "unique"
    UserFactory(username="second", email="Olga@Example.com")
    assert "email" in documented(post(client, SIGN_UP, BODY | {"username": "third"}))["errors"]


def test_sign_ups_from_one_address_are_limited_together_with_the_page(client: Client) -> None:
    for _ in range(60):
        rate_limits.SIGN_UP.count("127.0.0.1")
    answer = post(client, SIGN_UP, BODY)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    documented(answer)
    assert not User.objects.exists()


def test_who_asks_for_name_after_name_is_slowed_down(client: Client) -> None:
    UserFactory(username="olga_1")
    for _ in range(99):
        rate_limits.SIGN_UP_TRIES.count("127.0.0.1")
    statuses = [post(client, SIGN_UP, BODY).status_code for _ in range(2)]
    assert statuses == [400, 429]
    assert client.post("/signup", {}).status_code == 429


def test_refused_sign_ups_are_no_accounts(client: Client) -> None:
    for _ in range(61):
        post(client, SIGN_UP, BODY | {"username": "admin"})
    assert post(client, SIGN_UP, BODY).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_same_name_twice_at_once_makes_one_person() -> None:
    bodies = [{**BODY, "email": f"{number}@example.com"} for number in range(2)]
    statuses = at_once(*(lambda body=body: post(Client(), SIGN_UP, body).status_code for body in bodies))
    assert sorted(statuses) == [201, 400]
    assert User.objects.count() == 1


# --- A forgotten password --------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("tasks_at_once")
def test_link_comes_by_mail(client: Client, owner: User, settings: Any) -> None:
    settings.BASE_URL = "https://muse.example"
    answer = post(client, MAIL, {"email": "Owner@Example.com"})
    assert answer.status_code == 202
    documented(answer)
    assert mail.outbox[0].to == ["owner@example.com"]
    assert "//muse.example/password/reset/" in str(mail.outbox[0].body)
    assert mail.outbox[0].subject == mail.outbox[0].subject.strip() != ""


@pytest.mark.usefixtures("tasks_at_once")
def test_answer_is_the_same_whether_or_not_anybody_has_the_address(client: Client, owner: User) -> None:
    UserFactory(username="listener", password=None)
    answers = [post(client, MAIL, {"email": f"{name}@example.com"}).content for name in ("owner", "nobody", "listener")]
    assert len(set(answers)) == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("address", ["", "nowhere", "x" * 300 + "@example.com", "a@\x00.com", None, ["a@b.com"], 7])
def test_what_is_no_address_is_400(client: Client, address: Any) -> None:
    assert list(documented(post(client, MAIL, {"email": address}))["errors"]) == ["email"]


@pytest.mark.usefixtures("tasks_at_once")
def test_mails_are_limited_together_with_the_page(client: Client, owner: User) -> None:
    for _ in range(3):
        client.post("/password/reset", {"email": owner.email})
    statuses = [post(client, MAIL, {"email": "OWNER@example.com"}).status_code for _ in range(3)]
    assert statuses == [202, 202, 429]
    assert len(mail.outbox) == 5


# --- A new password --------------------------------------------------------------------------------------------------
def test_changed_password_signs_every_other_device_and_browser_out(owner: User, client_of: ClientOf) -> None:
    here, elsewhere, browser = phone_of(owner), phone_of(owner), client_of(owner)
    program = phone_of(owner, kind="personal")
    answer = change(here)
    assert answer.status_code == 204
    assert documented(answer) is None
    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(browser)
    assert is_signed_in(program)  # made with the old password known, and revoked by itself


def test_devices_of_others_stay_signed_in(owner: User, outsider: User) -> None:
    other = phone_of(outsider)
    change(phone_of(owner))
    assert is_signed_in(other)


def test_browser_changes_the_password_and_stays_signed_in(owner: User, client_of: ClientOf) -> None:
    browser, phone = client_of(owner), phone_of(owner)
    assert change(browser).status_code == 204
    assert is_signed_in(browser)
    assert not is_signed_in(phone)


def test_page_signs_the_devices_out_too(owner: User, client_of: ClientOf) -> None:
    phone, program = phone_of(owner), phone_of(owner, kind="personal")
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client_of(owner).post("/settings/password", form).status_code == 302
    assert (is_signed_in(phone), is_signed_in(program)) == (False, True)


@pytest.mark.usefixtures("tasks_at_once")
def test_password_set_by_mail_ends_every_token(client: Client, owner: User) -> None:
    phone, program = phone_of(owner), phone_of(owner, kind="personal")
    client.post("/password/reset", {"email": owner.email})
    link = re.search(r"http://[^/]+(/password/reset/\S+)", str(mail.outbox[-1].body))
    assert link
    page = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(page, {"new_password1": NEW, "new_password2": "another"})
    assert is_signed_in(phone)  # nothing was set
    assert client.post(page, {"new_password1": NEW, "new_password2": NEW})["Location"] == "/dashboard"
    assert (is_signed_in(phone), is_signed_in(program)) == (False, False)
    assert not AccessToken.objects.exists()


def test_who_has_none_sets_a_first_password() -> None:
    person = UserFactory.create(password=None)
    phone = phone_of(person)
    assert change(phone, old=None).status_code == 204
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert is_signed_in(phone)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("guess", NEW, "old_password"),
        (None, NEW, "old_password"),
        ("", NEW, "old_password"),
        ("x" * 5000, NEW, "old_password"),
        (PASSWORD, "short", "new_password"),
        (PASSWORD, "owner@example.com", "new_password"),
        (PASSWORD, "", "new_password"),
        (PASSWORD, "\x00" * 12, "new_password"),
        (PASSWORD, None, "new_password"),
        (PASSWORD, ["a"], "new_password"),
    ],
)
def test_refused_password_changes_nothing(owner: User, old: str | None, new: Any, field: str) -> None:
    phone, other = phone_of(owner), phone_of(owner)
    answer = change(phone, old, new)
    assert answer.status_code == 400
    assert list(documented(answer)["errors"]) == [field]
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
    assert is_signed_in(other)


def test_guesses_of_the_old_password_are_limited_together_with_the_pages(owner: User, client_of: ClientOf) -> None:
    phone, browser = phone_of(owner), client_of(owner)
    for _ in range(5):
        assert change(phone, "guess").status_code == 400
        browser.post("/settings/password", {"old_password": "guess", "new_password1": NEW, "new_password2": NEW})
    answer = change(phone)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


@pytest.mark.parametrize(("scopes", "kind"), [(["read", "write"], "personal"), (["read"], "device")])
def test_programs_and_readers_change_no_password(owner: User, scopes: list[str], kind: str) -> None:
    assert documented(change(phone_of(owner, scopes, kind)))["status"] == 403
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_visitor_has_no_password_to_change(client: Client) -> None:
    assert documented(change(client))["status"] == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [(NEW_PASSWORD, {"old_password": PASSWORD, "new_password": NEW}), (SIGN_UP, BODY), (MAIL, {"email": "a@b.com"})],
)
def test_nothing_of_a_request_with_a_password_is_kept_under_its_key(owner: User, path: str, body: Any) -> None:
    assert post(phone_of(owner), path, body, **{"Idempotency-Key": "one"}).status_code < 300
    assert not IdempotencyKey.objects.exists()


def test_device_that_signs_in_afterwards_is_let_in(owner: User, client: Client) -> None:
    change(phone_of(owner))
    credentials = {"username": "owner", "password": NEW, "device": "Tablet"}
    assert post(client, "/api/v1/auth/token", credentials).status_code == 201
    assert tokens.tokens_of(owner, AccessToken.Kind.DEVICE).count() == 2
