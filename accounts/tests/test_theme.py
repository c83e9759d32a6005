"""Light or dark: a visitor's cookie, a person's preference."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, PreferencesFactory

pytestmark = pytest.mark.django_db


def shown(client: Client, path: str = "/u/owner") -> str:
    page = client.get(path).content.decode()
    return next((theme for theme in ("light", "dark") if f'data-theme="{theme}"' in page), "system")


def test_choice_of_somebody_is_kept_for_every_device(owner: User, client_of: ClientOf) -> None:
    client_of(owner).post("/theme", {"theme": "dark", "next": "/"})
    owner.preferences.refresh_from_db()
    assert owner.preferences.theme == "dark"
    assert shown(client_of(owner)) == "dark"


def test_signing_in_brings_the_persons_own_theme(client: Client, owner: User) -> None:
    PreferencesFactory(user=owner, theme="dark")
    client.post("/theme", {"theme": "light"})
    assert shown(client) == "light"
    client.post("/login", {"username": "owner", "password": PASSWORD})
    assert shown(client) == "dark"


def test_theme_needs_no_query(owner: User, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    PreferencesFactory(user=owner, theme="dark")
    client = client_of(owner)
    with django_assert_num_queries(2) as queries:  # who is signed in, and how much is new
        assert 'data-theme="dark"' in client.get("/settings/password").content.decode()
    assert not any("preferences" in query["sql"] for query in queries.captured_queries)


def test_unknown_theme_changes_nothing(owner: User, client_of: ClientOf) -> None:
    PreferencesFactory(user=owner, theme="dark")
    assert client_of(owner).post("/theme", {"theme": "pink"}).status_code in {302, 400}
    owner.preferences.refresh_from_db()
    assert owner.preferences.theme == "dark"
