"""Oneself in the API: what one says of oneself, and leaving."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import Follow, User
from accounts.notices import tell_former_address
from accounts.notifications import Verb, notify
from accounts.rate_limits import SIGN_IN
from accounts.rest.models import AccessToken
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, SpotifyConnectionFactory, UserFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from muse.testing.servers import TestServers

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def phone(owner: User) -> Client:
    return phone_of(owner)


def change(client: Client, body: Any, **headers: str) -> Any:
    return client.patch("/api/v1/me", body, content_type=JSON, headers=headers)


def leave(client: Client, body: Any) -> Any:
    return client.delete("/api/v1/me", body, content_type=JSON)


def errors_of(response: Any) -> dict[str, list[str]]:
    body = documented(response)
    assert body["status"] == response.status_code == 400
    return {field: [error["code"] for error in errors] for field, errors in body["errors"].items()}


# --- Who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_a_visitor_is_401(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/me", {}, content_type=JSON)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    documented(response)


def test_a_token_that_may_only_read_changes_nothing(owner: User) -> None:
    reader = phone_of(owner, scopes=["read"])
    assert documented(reader.get("/api/v1/me"))["username"] == "owner"
    assert change(reader, {"bio": "x"}).status_code == 403
    assert leave(reader, {"password": PASSWORD}).status_code == 403
    owner.refresh_from_db()
    assert owner.bio == ""


def test_everybody_sees_themselves_alone(phone: Client, owner: User, outsider: User, client_of: ClientOf) -> None:
    assert documented(phone.get("/api/v1/me"))["email"] == owner.email
    assert documented(client_of(outsider).get("/api/v1/me"))["email"] == outsider.email


def test_a_browser_changes_nothing_from_another_site(owner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert change(browser, {"bio": "x"}).status_code == 403


# --- Reading ---------------------------------------------------------------------------------------------------------
def test_one_sees_what_nobody_else_does(phone: Client, owner: User, outsider: User) -> None:
    SpotifyConnectionFactory(user=owner, broken_at="2026-01-01T00:00Z")
    notify(owner, outsider, Verb.FOLLOWED)
    response = phone.get("/api/v1/me")
    body = documented(response)
    assert (body["username"], body["name"], body["email"]) == ("owner", "Olga Owner", owner.email)
    assert (body["has_password"], body["is_private"], body["unread_notifications"]) == (True, False, 1)
    assert body["spotify"] == {"is_connected": True, "is_broken": True}
    assert response["Cache-Control"] == "private, no-cache"
    for secret in (owner.password, owner.spotify_connection.spotify_account_id):
        assert secret not in response.content.decode()


def test_what_has_not_changed_is_304(phone: Client, owner: User, outsider: User) -> None:
    etag = phone.get("/api/v1/me")["ETag"]
    assert phone.get("/api/v1/me", headers={"If-None-Match": etag}).status_code == 304
    notify(owner, outsider, Verb.FOLLOWED)
    assert phone.get("/api/v1/me", headers={"If-None-Match": etag}).status_code == 200


def test_a_badge_asks_for_its_number_alone(phone: Client) -> None:
    assert phone.get("/api/v1/me?fields=unread_notifications").json() == {"unread_notifications": 0}


def test_it_is_three_queries(phone: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    phone.get("/api/v1/me")
    with django_assert_num_queries(3):  # whose token it is, their connection, what is new
        phone.get("/api/v1/me")


def test_a_phone_is_answered_while_sessions_are_out_of_reach(phone: Client, test_servers: TestServers) -> None:
    test_servers.keeping.stop()
    try:
        assert documented(phone.get("/api/v1/me"))["username"] == "owner"
        assert documented(change(phone, {"bio": "Still here."}))["bio"] == "Still here."
    finally:
        test_servers.keeping.start()


# --- Changing --------------------------------------------------------------------------------------------------------
def test_a_change_answers_as_reading_does_and_leaves_the_rest(phone: Client, owner: User) -> None:
    body = documented(change(phone, {"bio": " Mostly bass. ", "unknown": 1}))
    assert (body["bio"], body["display_name"]) == ("Mostly bass.", "Olga Owner")
    assert body == phone.get("/api/v1/me").json()
    assert documented(change(phone, {})) == body


def test_a_personal_token_does_not_get_at_the_account_by_its_mail(owner: User) -> None:
    program, address = phone_of(owner, kind=AccessToken.Kind.PERSONAL), owner.email
    assert documented(change(program, {"bio": "x", "email": "me@evil.example"}))["status"] == 403
    owner.refresh_from_db()
    assert (owner.email, owner.bio) == (address, "")
    assert change(program, {"bio": "By a program."}).status_code == 200


@pytest.mark.parametrize("scopes", [["read"], ["read", "write"]])
def test_a_personal_token_is_not_told_the_e_mail_address(owner: User, scopes: list[str]) -> None:
    program = phone_of(owner, scopes, kind=AccessToken.Kind.PERSONAL)
    assert documented(program.get("/api/v1/me"))["email"] is None
    export = program.get("/api/v1/me/export")
    assert documented(export)["profile"]["email"] is None
    assert owner.email not in export.content.decode()
    assert phone_of(owner, ["read"]).get("/api/v1/me").json()["email"] == owner.email


def test_a_personal_token_does_not_disconnect_spotify(owner: User) -> None:
    SpotifyConnectionFactory(user=owner)
    program = phone_of(owner, kind=AccessToken.Kind.PERSONAL)
    assert documented(program.delete("/api/v1/me/spotify"))["status"] == 403
    assert documented(program.get("/api/v1/me/spotify"))["is_connected"] is True


def test_a_display_name_is_a_line_that_can_be_seen(phone: Client) -> None:
    for sent, kept in (
        ("Olga\x0b\x1b[31m\x07", "Olga [31m"),
        ("\u202eaglO\u202c Owner", "aglO Owner"),
        ("Ol\nga\u2028O", "Ol ga O"),
        ("\u200d\u2060\x08", ""),
        ("👩\u200d🎤", "👩\u200d🎤"),
        ("نام\u200cها", "نام\u200cها"),
    ):
        assert documented(change(phone, {"display_name": sent}))["display_name"] == kept


@pytest.mark.usefixtures("tasks_at_once")
def test_the_former_address_is_told_that_it_was_changed(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    phone, former = phone_of(owner), owner.email
    with django_capture_on_commit_callbacks(execute=True):
        change(phone, {"email": former.upper()})
        change(phone, {"email": "nowhere"})
        change(phone, {"bio": "x"})
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        assert change(phone, {"email": "me@evil.example"}).status_code == 200
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([former.upper()], "Your e-mail address on Muse was changed")
    assert "@owner" in str(letter.body)
    assert "http://testserver/settings/password" in str(letter.body)
    assert "evil" not in str(letter.body)
    with django_capture_on_commit_callbacks(execute=True):
        change(phone, {"email": ""})
    assert [one.to for one in mail.outbox[1:]] == [["me@evil.example"]]


def test_without_a_broker_the_address_is_changed_all_the_same(
    owner: User, test_servers: TestServers, caplog: pytest.LogCaptureFixture
) -> None:
    test_servers.keeping.stop()
    try:
        tell_former_address(owner, owner.email)
    finally:
        test_servers.keeping.start()
    assert mail.outbox == []
    assert "nobody is told" in caplog.text


def test_a_new_name_is_lower_case_and_the_old_one_free(phone: Client, outsider: User) -> None:
    assert documented(change(phone, {"username": "Olga_O"}))["username"] == "olga_o"
    assert documented(change(phone_of(outsider), {"username": "owner"}))["username"] == "owner"


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"username": "OUTSIDER"}, {"username": ["unique"]}),
        ({"username": "Muse"}, {"username": ["unique"]}),
        ({"username": "a b"}, {"username": ["username"]}),
        ({"username": ""}, {"username": ["blank"]}),
        ({"username": None}, {"username": ["null"]}),
        ({"username": "x" * 31}, {"username": ["max_length"]}),
        ({"email": "Outsider@example.com"}, {"email": ["unique"]}),
        ({"email": "nowhere"}, {"email": ["invalid"]}),
        ({"bio": "x" * 301}, {"bio": ["max_length"]}),
        ({"bio": ["x"]}, {"bio": ["invalid"]}),
        ({"display_name": "x" * 61}, {"display_name": ["max_length"]}),
        ({"display_name": "a\x00b"}, {"display_name": ["null_characters_not_allowed"]}),
        ({"display_name": "\ud800"}, {"display_name": ["surrogate_characters_not_allowed"]}),
        ({"is_private": "perhaps"}, {"is_private": ["invalid"]}),
        ({"is_private": None}, {"is_private": ["null"]}),
        ([], {"request": ["invalid"]}),
        ('"x"', {"request": ["invalid"]}),
    ],
)
def test_what_is_not_valid_is_said_by_field_and_changes_nothing(
    phone: Client, outsider: User, body: Any, refused: dict[str, list[str]]
) -> None:
    before = phone.get("/api/v1/me").json()
    sent = body if not isinstance(body, dict) else {"bio": "Not kept."} | body
    assert errors_of(change(phone, sent)) == refused
    assert phone.get("/api/v1/me").json() == before


@pytest.mark.parametrize("raw", ["{", "nul", '{"bio": NaN}', "[" * 100_000, "\x00", b"\xff"])
def test_a_body_that_is_no_json_is_400(phone: Client, raw: str | bytes) -> None:
    assert documented(phone.patch("/api/v1/me", raw, content_type=JSON))["type"] == "/api/problems/bad-request"


def test_an_account_that_becomes_public_lets_in_who_asked(phone: Client, owner: User, outsider: User) -> None:
    assert documented(change(phone, {"is_private": True}))["is_private"] is True
    following.follow(outsider, owner)
    assert documented(change(phone, {"is_private": False, "bio": "Open."}))["is_private"] is False
    assert Follow.objects.accepted().filter(follower=outsider, followed=owner).exists()


def test_of_two_devices_that_read_the_same_the_second_is_too_late(phone: Client, owner: User, outsider: User) -> None:
    etag = phone.get("/api/v1/me")["ETag"]
    notify(owner, outsider, Verb.FOLLOWED)  # changes the answer and nothing of what the person says
    first = change(phone, {"bio": "First."}, **{"If-Match": etag})
    second = change(phone_of(owner), {"bio": "Second."}, **{"If-Match": etag})
    assert (first.status_code, second.status_code) == (200, 412)
    documented(second)
    assert change(phone, {"bio": "Third."}, **{"If-Match": first["ETag"]}).json()["bio"] == "Third."


def test_the_same_change_with_its_key_is_made_once(phone: Client, owner: User) -> None:
    first = change(phone, {"bio": "First."}, **{"Idempotency-Key": "k"})
    change(phone, {"bio": "Second."})
    again = change(phone, {"bio": "First."}, **{"Idempotency-Key": "k"})
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    owner.refresh_from_db()
    assert owner.bio == "Second."


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_that_change_the_same_at_once_one_is_too_late(phone: Client, owner: User) -> None:
    etag = phone.get("/api/v1/me")["ETag"]
    phones = {"first": phone_of(owner), "second": phone_of(owner)}
    statuses = at_once(
        *(
            lambda bio=bio, one=one: change(one, {"bio": bio}, **{"If-Match": etag}).status_code
            for bio, one in phones.items()
        )
    )
    assert sorted(statuses) == [200, 412]


@pytest.mark.django_db(transaction=True)
def test_two_who_want_one_name_at_once_get_it_once() -> None:
    phones = [phone_of(UserFactory()) for _ in range(2)]
    wanted = {"username": "wanted"}
    statuses = at_once(*(lambda one=one: change(one, wanted).status_code for one in phones))
    assert sorted(statuses) == [200, 400]


# --- Leaving ---------------------------------------------------------------------------------------------------------
def test_leaving_takes_everything_along(phone: Client, owner: User) -> None:
    response = leave(phone, {"password": PASSWORD})
    assert response.status_code == 204
    documented(response)
    assert not User.objects.filter(pk=owner.pk).exists()
    assert phone.get("/api/v1/me").status_code == 401
    assert leave(phone, {"password": PASSWORD}).status_code == 401


def test_leaving_in_a_browser_ends_its_session(owner: User, client_of: ClientOf) -> None:
    browser = client_of(owner)
    assert leave(browser, {"password": PASSWORD, "username": "Owner"}).status_code == 204
    assert browser.get("/api/v1/me").status_code == 401
    assert not browser.session.keys()


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({}, {"password": ["required"]}),
        ({"username": "owner"}, {"password": ["required"]}),
        ({"password": "wrong"}, {"password": ["wrong_password"]}),
        ({"password": f" {PASSWORD}"}, {"password": ["wrong_password"]}),
        ({"password": None}, {"password": ["null"]}),
        ({"password": "x" * 5_000}, {"password": ["max_length"]}),
        ({"password": PASSWORD, "username": "outsider"}, {"username": ["wrong_username"]}),
    ],
)
def test_without_the_proof_nobody_leaves(phone: Client, owner: User, body: Any, refused: dict[str, list[str]]) -> None:
    assert errors_of(leave(phone, body)) == refused
    assert User.objects.filter(pk=owner.pk).exists()


def test_who_has_no_password_gives_their_username() -> None:
    person = UserFactory(username="mira", password=None)
    phone = phone_of(person)
    assert errors_of(leave(phone, {"password": ""})) == {"password": ["blank"]}
    assert errors_of(leave(phone, {})) == {"username": ["required"]}
    assert errors_of(leave(phone, {"username": "owner"})) == {"username": ["wrong_username"]}
    assert leave(phone, {"username": "Mira"}).status_code == 204


def test_a_personal_token_deletes_nobody(owner: User) -> None:
    program = phone_of(owner, kind=AccessToken.Kind.PERSONAL)
    response = leave(program, {"password": PASSWORD})
    assert (response.status_code, documented(response)["status"]) == (403, 403)
    assert User.objects.filter(pk=owner.pk).exists()


def test_passwords_are_not_guessed_here(phone: Client, owner: User, client_of: ClientOf) -> None:
    for _ in range(SIGN_IN.quota):
        assert leave(phone, {"password": "guess"}).status_code == 400
    response = leave(phone, {"password": PASSWORD})
    assert (response.status_code, response["Retry-After"]) == (429, str(SIGN_IN.seconds))
    page = client_of(owner).post("/settings/delete", {"username": "owner", "password": PASSWORD})
    assert page.status_code == 429
    assert User.objects.filter(pk=owner.pk).exists()


def test_leaving_with_a_key_is_no_error(phone: Client) -> None:
    response = phone.delete(
        "/api/v1/me", {"password": PASSWORD}, content_type=JSON, headers={"Idempotency-Key": "leaving"}
    )
    assert response.status_code == 204
