"""Signing in and out with a password, and passwords themselves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import rate_limits
from accounts.forms import PasswordMailForm
from accounts.models import User
from accounts.tasks import send_password_link
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, UserFactory
from muse.testing.servers import TestServers

pytestmark = pytest.mark.django_db

NEW = "an even slower river"


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login", {"username": name, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- In --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["owner", "OWNER", " Owner ", "owner@example.com", "Owner@Example.COM"])
def test_name_in_any_case_or_email_address_signs_in(client: Client, owner: User, name: str) -> None:
    assert sign_in(client, name)["Location"] == "/dashboard"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("name", "password"),
    [("owner", "wrong"), ("nobody", PASSWORD), ("", ""), ("@", PASSWORD), ("ow\x00ner", PASSWORD), ("x" * 5000, "x")],
)
def test_wrong_name_or_password_says_so_without_saying_which(
    client: Client, owner: User, name: str, password: str
) -> None:
    answer = sign_in(client, name, password)
    assert answer.status_code == 200
    assert not is_signed_in(client)
    if name in {"owner", "nobody"}:
        assert answer.context["form"].non_field_errors() == [
            "This name and password do not go together. Passwords are case-sensitive."
        ]


def test_person_without_a_password_cannot_sign_in_with_one(client: Client) -> None:
    UserFactory(username="spotify_only", password=None)
    assert sign_in(client, "spotify_only", "").status_code == 200
    assert sign_in(client, "spotify_only", "!").status_code == 200
    assert not is_signed_in(client)


def test_account_that_was_switched_off_cannot_sign_in(client: Client, owner: User) -> None:
    User.objects.update(is_active=False)
    assert sign_in(client, "owner").status_code == 200
    assert not is_signed_in(client)


def test_sign_in_goes_on_to_where_the_person_was_heading(client: Client, owner: User) -> None:
    assert client.get("/settings")["Location"] == "/login?next=/settings"
    assert b'name="next" value="/settings"' in client.get("/login?next=/settings").content
    assert sign_in(client, "owner", next="/settings")["Location"] == "/settings"


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example/x", r"/\evil.example", "javascript:x"])
def test_sign_in_never_goes_on_to_another_site(client: Client, owner: User, onward: str) -> None:
    assert sign_in(client, "owner", next=onward)["Location"] == "/dashboard"


def test_somebody_signed_in_is_sent_on(owner: User, client_of: ClientOf) -> None:
    assert client_of(owner).get("/login")["Location"] == "/dashboard"


# --- Out -------------------------------------------------------------------------------------------------------------
def test_sign_out_is_a_post(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    assert client.get("/logout").status_code == 200
    assert is_signed_in(client)
    assert client.post("/logout")["Location"] == "/"
    assert not is_signed_in(client)


def test_signing_out_twice_is_no_error(client: Client) -> None:
    assert client.post("/logout")["Location"] == "/"
    assert client.get("/logout")["Location"] == "/"


# --- Passwords -------------------------------------------------------------------------------------------------------
def test_password_is_changed_and_other_browsers_are_signed_out(owner: User, client_of: ClientOf) -> None:
    here, elsewhere = client_of(owner), client_of(owner)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/settings/password", form)["Location"] == "/settings#password"
    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert here.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302


def test_wrong_old_password_changes_nothing(owner: User, client_of: ClientOf) -> None:
    form = {"old_password": "guess", "new_password1": NEW, "new_password2": NEW}
    answer = client_of(owner).post("/settings/password", form)
    assert "old_password" in answer.context["form"].errors
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_person_without_a_password_sets_a_first_one(client_of: ClientOf) -> None:
    person = UserFactory(password=None)
    client = client_of(person)
    assert b"old_password" not in client.get("/settings/password").content
    client.post("/settings/password", {"new_password1": NEW, "new_password2": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert client.get("/settings").status_code == 200


def test_weak_password_is_refused(client_of: ClientOf) -> None:
    person = UserFactory(password=None)
    client_of(person).post("/settings/password", {"new_password1": "password", "new_password2": "password"})
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_password_page_needs_a_person(client: Client) -> None:
    assert client.get("/settings/password")["Location"] == "/login?next=/settings/password"


def _link_in_mail() -> str:
    found = re.search(r"http://[^/]+(/password/reset/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.mark.usefixtures("tasks_at_once")
def test_forgotten_password_is_replaced_by_mail(client: Client, owner: User, settings: Any) -> None:
    settings.BASE_URL = "https://muse.example"
    answer = client.post("/password/reset", {"email": "Owner@Example.com"}, headers={"Host": "127.0.0.1"})
    assert answer["Location"] == "/password/reset/sent"
    letter = mail.outbox[0]
    assert letter.to == ["owner@example.com"]
    assert "//muse.example/password/reset/" in str(letter.body)  # not the Host header's
    settings.BASE_URL = "http://testserver"
    form_page = client.get(re.search(r"muse\.example(/\S+)", str(letter.body))[1], follow=True)
    assert form_page.context["validlink"]
    set_page = form_page.redirect_chain[-1][0]
    assert client.post(set_page, {"new_password1": NEW, "new_password2": NEW})["Location"] == "/dashboard"
    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert is_signed_in(client)


def test_the_answer_waits_for_no_mail_whoever_has_the_address(client: Client, owner: User) -> None:
    """So that it takes as long for an address that nobody has."""
    for address in (owner.email, "nobody@example.com"):
        assert client.post("/password/reset", {"email": address}).status_code == 302
    assert mail.outbox == []
    send_password_link(owner.email)
    send_password_link("nobody@example.com")
    assert [letter.to for letter in mail.outbox] == [[owner.email]]


def test_the_mail_is_sent_at_once_where_there_is_no_broker(
    client: Client, owner: User, test_servers: TestServers
) -> None:
    form = PasswordMailForm({"email": owner.email})
    assert form.is_valid()
    test_servers.keeping.stop()
    try:
        form.save()
    finally:
        test_servers.keeping.start()
    assert [letter.to for letter in mail.outbox] == [[owner.email]]


@pytest.mark.usefixtures("tasks_at_once")
def test_link_of_the_mail_works_once(client: Client, owner: User) -> None:
    client.post("/password/reset", {"email": owner.email})
    link = _link_in_mail()
    page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(page, {"new_password1": NEW, "new_password2": NEW})
    again = Client().get(link, follow=True)
    assert not again.context["validlink"]
    assert b"Ask for a new link" in again.content


@pytest.mark.usefixtures("tasks_at_once")
@pytest.mark.parametrize("address", ["nobody@example.com", "spotify_only@example.com"])
def test_answer_is_the_same_whether_or_not_anybody_has_the_address(client: Client, address: str) -> None:
    UserFactory(username="spotify_only", password=None)
    assert client.post("/password/reset", {"email": address})["Location"] == "/password/reset/sent"
    assert mail.outbox == []


@pytest.mark.parametrize("link", ["/password/reset/x/y", "/password/reset/MQ/set-password", "/password/reset/%00/x-y"])
def test_made_up_link_says_that_it_does_not_work(client: Client, link: str) -> None:
    answer = client.get(link, follow=True)
    assert answer.status_code == 200
    assert b"does not work any more" in answer.content


# --- Too many tries (R73) --------------------------------------------------------------------------------------------
def _wrong_tries(client: Client, name: str, count: int) -> list[int]:
    return [sign_in(client, name, "wrong").status_code for _ in range(count)]


def test_eleventh_wrong_password_is_429_with_a_clear_page(client: Client, owner: User) -> None:
    assert set(_wrong_tries(client, "owner", 10)) == {200}
    answer = sign_in(client, "owner")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert b"wait 5 minutes" in answer.content
    assert not is_signed_in(client)


def test_wrong_tries_of_one_name_leave_others_alone(client: Client, owner: User, outsider: User) -> None:
    _wrong_tries(client, "OWNER", 10)
    assert sign_in(client, "owner").status_code == 429
    assert sign_in(client, "outsider").status_code == 302


def test_right_passwords_are_not_counted(client: Client, owner: User) -> None:
    for _ in range(12):
        assert sign_in(client, "owner").status_code == 302
        client.post("/logout")


def test_wrong_tries_from_elsewhere_lock_nobody_out(client: Client, owner: User) -> None:
    _wrong_tries(Client(REMOTE_ADDR="203.0.113.7"), "owner", 12)
    assert sign_in(client, "owner").status_code == 302


def test_many_names_from_one_address_are_429(client: Client) -> None:
    statuses = [sign_in(client, f"name{number}", "wrong").status_code for number in range(101)]
    assert statuses[:100] == [200] * 100
    assert statuses[100] == 429


def test_forwarded_address_counts_only_behind_trusted_proxies(client: Client, owner: User, settings: Any) -> None:
    for number in range(10):
        client.post(
            "/login", {"username": "owner", "password": "x"}, headers={"X-Forwarded-For": f"198.51.100.{number}"}
        )
    assert sign_in(client, "owner").status_code == 429
    settings.NUM_PROXIES = 1
    form = {"username": "owner", "password": PASSWORD}
    assert client.post("/login", form, headers={"X-Forwarded-For": "127.0.0.1, 198.51.100.99"}).status_code == 302


def test_guesses_of_the_old_password_are_counted(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    form = {"old_password": "guess", "new_password1": NEW, "new_password2": NEW}
    statuses = [client.post("/settings/password", form).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.usefixtures("tasks_at_once")
def test_password_mails_are_limited(client: Client, owner: User) -> None:
    statuses = [client.post("/password/reset", {"email": owner.email}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_sign_ups_from_one_address_are_limited(client: Client) -> None:
    for _ in range(60):
        rate_limits.SIGN_UP.count("127.0.0.1")
    form = {"username": "late", "password1": NEW, "password2": NEW}
    assert client.post("/signup", form).status_code == 429
    assert not User.objects.exists()


def test_walks_to_spotify_from_one_address_are_limited(client: Client) -> None:
    for _ in range(60):
        rate_limits.SPOTIFY_SIGN_IN.count("127.0.0.1")
    assert client.post("/login/spotify/").status_code == 429


def test_networks_of_version_6_count_as_one_address(client: Client, owner: User) -> None:
    for number in range(10):
        _wrong_tries(Client(REMOTE_ADDR=f"2001:db8::{number:x}"), "owner", 1)
    assert sign_in(Client(REMOTE_ADDR="2001:db8::ffff"), "owner").status_code == 429
    assert sign_in(Client(REMOTE_ADDR="2001:db8:0:1::1"), "owner").status_code == 302


def test_limits_go_on_per_process_while_redis_is_down(client: Client, owner: User, test_servers: TestServers) -> None:
    rate_limits._local_limiter.cache_clear()
    test_servers.keeping.stop()
    try:
        assert set(_wrong_tries(client, "owner", 10)) == {200}
        assert sign_in(client, "owner").status_code == 429
        assert sign_in(client, "outsider", "wrong").status_code == 200
    finally:
        test_servers.keeping.start()
        rate_limits._local_limiter.cache_clear()
