"""Signing up with a password."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FORM = {"username": "Olga_1", "email": "olga@example.com", "password1": "a slow river", "password2": "a slow river"}


def errors_of(answer: Any, field: str) -> str:
    return " ".join(answer.context["form"].errors.get(field, []))


def test_sign_up_makes_a_person_and_signs_them_in(client: Client) -> None:
    answer = client.post("/signup", FORM, follow=True)
    assert answer.redirect_chain == [("/dashboard", 302)]
    person = User.objects.get()
    assert person.username == "olga_1"
    assert person.email == "olga@example.com"
    assert person.check_password("a slow river")
    assert person.preferences.theme == "system"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_email_address_is_optional(client: Client) -> None:
    assert client.post("/signup", {**FORM, "email": ""}).status_code == 302
    assert User.objects.get().email == ""


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"username": ""}, "username", "required"),
        ({"username": "a"}, "username", "2 to 30"),
        ({"username": "ol ga"}, "username", "2 to 30"),
        ({"username": "x" * 31}, "username", "at most 30"),
        ({"username": "Admin"}, "username", "taken"),
        ({"username": "ol\x00ga"}, "username", "Null characters"),
        ({"email": "nowhere"}, "email", "valid email"),
        ({"password1": "short", "password2": "short"}, "password1", "too short"),
        ({"password1": "1234567890", "password2": "1234567890"}, "password1", "entirely numeric"),
        ({"password1": "olga_1olga", "password2": "olga_1olga"}, "password1", "too similar"),
        ({"password2": "another river"}, "password2", "didn’t match"),
    ],
)
def test_bad_input_is_said_beside_the_field(client: Client, change: dict[str, str], field: str, sentence: str) -> None:
    answer = client.post("/signup", {**FORM, **change})
    assert answer.status_code == 200
    assert sentence in errors_of(answer, field)
    assert User.objects.count() == 0


def test_taken_names_are_said_beside_the_field(client: Client) -> None:
    UserFactory(username="olga_1", email="other@example.com")
    assert errors_of(client.post("/signup", FORM), "username") == "This name is taken."
    UserFactory(username="second", email="Olga@Example.com")
    answer = client.post("/signup", {**FORM, "username": "third"})
    assert "e-mail address exists" in errors_of(answer, "email")


def test_sign_up_goes_on_to_where_the_person_was_heading(client: Client) -> None:
    assert client.post("/signup", {**FORM, "next": "/search?q=x"})["Location"] == "/search?q=x"


def test_sign_up_never_goes_on_to_another_site(client: Client) -> None:
    assert client.post("/signup", {**FORM, "next": "https://evil.example"})["Location"] == "/dashboard"


def test_somebody_signed_in_is_sent_on(outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    assert client.get("/signup")["Location"] == "/dashboard"
    assert client.post("/signup", FORM)["Location"] == "/dashboard"
    assert User.objects.count() == 1


def test_form_without_csrf_token_is_refused(visitor: AnonymousUser) -> None:
    assert Client(enforce_csrf_checks=True).post("/signup", FORM).status_code == 403


def test_form_keeps_what_was_typed_but_not_the_password(client: Client) -> None:
    page = client.post("/signup", {**FORM, "password2": "another river"}).content.decode()
    assert 'value="olga@example.com"' in page
    assert "a slow river" not in page


@pytest.mark.django_db(transaction=True)
def test_same_name_twice_at_once_makes_one_person() -> None:
    forms = [{**FORM, "email": f"{number}@example.com"} for number in range(2)]
    statuses = at_once(*(lambda form=form: Client().post("/signup", form).status_code for form in forms))
    assert sorted(statuses) == [200, 302]
    assert User.objects.count() == 1
