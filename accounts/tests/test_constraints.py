"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DataError, IntegrityError

from accounts.models import SpotifyConnection, User, UserPreferences
from accounts.tests.factories import SpotifyConnectionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("username", ["", "a", "_olga", "Olga", "ol ga", "ol-ga", "olga\n", "ölga"])
def test_malformed_username_is_refused(username: str) -> None:
    person = UserFactory()
    with pytest.raises(IntegrityError, match="users_username_form"):
        User.objects.filter(pk=person.pk).update(username=username)


def test_username_of_31_letters_is_refused() -> None:
    person = UserFactory()
    with pytest.raises((IntegrityError, DataError)):
        User.objects.filter(pk=person.pk).update(username="a" * 31)


def test_username_twice_is_refused() -> None:
    UserFactory(username="olga")
    with pytest.raises(IntegrityError, match="users_username_key"):
        UserFactory(username="OLGA")


def test_email_address_twice_is_refused_in_any_case() -> None:
    UserFactory(email="olga@example.com")
    with pytest.raises(IntegrityError, match="users_email_unique"):
        UserFactory(email="Olga@Example.com")


def test_any_number_of_people_have_no_email_address() -> None:
    UserFactory(email="")
    UserFactory(email="")
    assert User.objects.filter(email="").count() == 2


def test_spotify_account_belongs_to_one_person() -> None:
    SpotifyConnectionFactory(spotify_account_id="acct")
    with pytest.raises(IntegrityError):
        SpotifyConnectionFactory(spotify_account_id="acct")


def test_person_has_one_spotify_account() -> None:
    connection = SpotifyConnectionFactory()
    with pytest.raises(IntegrityError):
        SpotifyConnectionFactory(user=connection.user)


@pytest.mark.parametrize("column", ["spotify_account_id", "sealed_refresh_token"])
def test_connection_without_account_or_token_is_refused(column: str) -> None:
    connection = SpotifyConnectionFactory()
    with pytest.raises(IntegrityError, match="required"):
        SpotifyConnection.objects.filter(pk=connection.pk).update(**{column: ""})


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("theme", "pink", "theme_known"),
        ("favourite_artists", ["0" * 22] * 51, "favourites_bounded"),
        ("favourite_genres", ["fado"] * 31, "favourites_bounded"),
    ],
)
def test_preferences_out_of_bounds_are_refused(column: str, value: Any, constraint: str) -> None:
    person = UserFactory()
    with pytest.raises(IntegrityError, match=constraint):
        UserPreferences.objects.filter(user=person).update(**{column: value})


def test_everybody_is_made_with_preferences() -> None:
    plain = User.objects.create_user("plain")
    admin = User.objects.create_superuser("boss", password="a long password")
    assert UserPreferences.objects.filter(user__in=[plain, admin]).count() == 2


def test_person_who_cannot_be_made_leaves_nothing_behind() -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user("x")
    # The transaction of the test is broken by the error unless create_user held it in one of its own.
    assert not User.objects.filter(username="x").exists()
