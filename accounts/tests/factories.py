"""Factories of people, for every app's tests."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from accounts.models import SpotifyConnection, User, UserPreferences

#: Every UserFactory user's password, unless the test names another.
PASSWORD = "correct-horse-battery"


class PreferencesFactory(DjangoModelFactory[UserPreferences]):
    class Meta:
        model = UserPreferences

    user = factory.SubFactory("accounts.tests.factories.UserFactory", preferences=None)


class UserFactory(DjangoModelFactory[User]):
    """A person with preferences, an e-mail address and the password `PASSWORD`; ``password=None`` makes it unusable."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"listener{number}")
    display_name = factory.LazyAttribute(lambda person: person.username.replace("_", " ").title())
    email = factory.LazyAttribute(lambda person: f"{person.username}@example.com")
    password = PASSWORD
    preferences = factory.RelatedFactory(PreferencesFactory, factory_related_name="user")

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        person: User = model_class.objects.create_user(*args, **kwargs)  # type: ignore[arg-type]
        return person


class SpotifyConnectionFactory(DjangoModelFactory[SpotifyConnection]):
    class Meta:
        model = SpotifyConnection

    user = factory.SubFactory(UserFactory)
    spotify_account_id = factory.Sequence(lambda number: f"account-{number}")
    spotify_user_id = factory.Sequence(lambda number: f"spotify_user_{number}")
    refresh_token = factory.Sequence(lambda number: f"refresh-token-of-{number}")
    scopes = factory.LazyFunction(lambda: ["user-read-private", "user-top-read", "user-read-recently-played"])
