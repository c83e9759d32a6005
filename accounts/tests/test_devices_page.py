"""The page of apps and devices: what may act for a person, and an end to it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts import tokens
from accounts.models import AccessToken, User
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import with_token

pytestmark = pytest.mark.django_db

PAGE = "/settings/devices"
MAKE = "/settings/devices/tokens"
FORM = {"name": "Notes", "access": "read", "days": "90"}


def revoke(client: Client, token: AccessToken) -> Any:
    return client.post(f"{PAGE}/{token.public_id}/revoke")


def secret_of(page: str) -> str:
    found = re.search(r'value="(muse_[0-9a-f]+)"', page)
    assert found
    return found[1]


def test_page_lists_devices_and_tokens_of_the_person_alone(owner: User, outsider: User, client_of: ClientOf) -> None:
    tokens.sign_in_device(owner, "Pixel of Olga")
    tokens.make_personal(owner, name="Notes", scopes=["read"], days=9)
    tokens.sign_in_device(outsider, "Somebody else's")
    answer = client_of(owner).get(PAGE)
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "Pixel of Olga" in page
    assert "Notes" in page
    assert "Somebody else" not in page


def test_empty_page_says_what_could_be_here(owner: User, client_of: ClientOf) -> None:
    page = client_of(owner).get(PAGE).content.decode()
    assert "not signed in with any app" in page
    assert "without your password" in page


def test_settings_lead_there(owner: User, client_of: ClientOf) -> None:
    assert f'href="{PAGE}"' in client_of(owner).get("/settings").content.decode()


def test_page_costs_the_same_however_many(owner: User, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    for number in range(20):
        tokens.sign_in_device(owner, f"Device {number}")
        tokens.make_personal(owner, name=f"Program {number}", scopes=["read"], days=9)
    client = client_of(owner)
    client.get(PAGE)
    with django_assert_num_queries(4):  # who asks; their new notifications; devices; tokens
        client.get(PAGE)


def test_token_is_made_and_shown_once(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    answer = client.post(MAKE, FORM)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    secret = secret_of(answer.content.decode())
    assert with_token(secret).get("/api/v1/me").json()["username"] == "owner"
    assert secret not in client.get(PAGE).content.decode()
    token = AccessToken.objects.get()
    assert (token.kind, token.name, token.scopes) == ("personal", "Notes", ["read"])


def test_token_that_writes_is_asked_for(owner: User, client_of: ClientOf) -> None:
    client_of(owner).post(MAKE, FORM | {"access": "write"})
    assert AccessToken.objects.get().scopes == ["read", "write"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "\x00"}, "name"),
        ({"access": "admin"}, "access"),
        ({"access": ""}, "access"),
        ({"days": "400"}, "days"),
        ({"days": "soon"}, "days"),
    ],
)
def test_bad_input_is_said_beside_the_field(
    owner: User, client_of: ClientOf, changes: dict[str, str], field: str
) -> None:
    answer = client_of(owner).post(MAKE, {**FORM, **changes})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not AccessToken.objects.exists()


def test_twenty_first_token_is_refused_with_a_sentence(owner: User, client_of: ClientOf) -> None:
    for number in range(tokens.MAX_PERSONAL):
        tokens.make_personal(owner, name=f"Program {number}", scopes=["read"], days=9)
    answer = client_of(owner).post(MAKE, FORM)
    assert "You have 20 tokens" in answer.content.decode()
    assert AccessToken.objects.count() == tokens.MAX_PERSONAL


def test_device_is_signed_out_by_its_button(owner: User, client_of: ClientOf) -> None:
    device, secret = tokens.sign_in_device(owner, "Lost")
    client = client_of(owner)
    assert revoke(client, device)["Location"] == PAGE
    assert "“Lost” is signed out." in client.get(PAGE).content.decode()
    assert with_token(secret).get("/api/v1/me").status_code == 401
    assert revoke(client, device).status_code == 404


def test_program_is_revoked_by_its_button(owner: User, client_of: ClientOf) -> None:
    token, secret = tokens.make_personal(owner, name="Notes", scopes=["read"], days=9)
    client = client_of(owner)
    revoke(client, token)
    assert "“Notes” is revoked." in client.get(PAGE).content.decode()
    assert with_token(secret).get("/api/v1/me").status_code == 401


def test_tokens_of_others_are_404(owner: User, outsider: User, follower: User, client_of: ClientOf) -> None:
    device, _ = tokens.sign_in_device(owner, "Pixel")
    assert revoke(client_of(outsider), device).status_code == 404
    assert revoke(client_of(follower), device).status_code == 404
    assert AccessToken.objects.exists()


def test_visitor_is_sent_to_sign_in(owner: User, client: Client) -> None:
    device, _ = tokens.sign_in_device(owner, "Pixel")
    assert client.get(PAGE)["Location"] == f"/login?next={PAGE}"
    assert client.post(MAKE, FORM)["Location"].startswith("/login")
    assert revoke(client, device)["Location"].startswith("/login")
    assert AccessToken.objects.count() == 1


def test_link_alone_makes_and_ends_nothing(owner: User, client_of: ClientOf) -> None:
    device, _ = tokens.sign_in_device(owner, "Pixel")
    client = client_of(owner)
    assert client.get(MAKE)["Location"] == PAGE
    assert client.get(f"{PAGE}/{device.public_id}/revoke").status_code == 405
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert forger.post(MAKE, FORM).status_code == 403
    assert AccessToken.objects.count() == 1


def test_names_are_shown_as_they_are_and_never_as_markup(owner: User, client_of: ClientOf) -> None:
    tokens.sign_in_device(owner, "<script>alert(1)</script>")
    page = client_of(owner).get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
