"""Factories of people, for every app's tests."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Follow, SpotifyConnection, User, UserPreferences

#: Every UserFactory user's password, unless the test names another.
PASSWORD = "correct-horse-battery"


class UserFactory(DjangoModelFactory[User]):
    """A person with preferences, an e-mail address and the password `PASSWORD`; ``password=None`` makes it unusable."""

    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"listener{number}")
    display_name = factory.LazyAttribute(lambda person: person.username.replace("_", " ").title())
    email = factory.LazyAttribute(lambda person: f"{person.username}@example.com")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


class PreferencesFactory(DjangoModelFactory[UserPreferences]):
    """Preferences of a new person, or with ``user=`` changed ones of somebody (whoever is made has some already)."""

    class Meta:
        model = UserPreferences

    user = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[UserPreferences], *args: Any, **kwargs: Any) -> UserPreferences:
        user = kwargs.pop("user")
        preferences, _ = model_class.objects.update_or_create(user=user, defaults=kwargs)
        preferences.user = user  # so that user.preferences is this one
        return preferences


class SpotifyConnectionFactory(DjangoModelFactory[SpotifyConnection]):
    class Meta:
        model = SpotifyConnection

    user = factory.SubFactory(UserFactory)
    spotify_account_id = factory.Sequence(lambda number: f"account-{number}")
    spotify_user_id = factory.Sequence(lambda number: f"spotify_user_{number}")
    refresh_token = factory.Sequence(lambda number: f"refresh-token-of-{number}")
    scopes = factory.LazyFunction(lambda: ["user-read-private", "user-top-read", "user-read-recently-played"])


class FollowFactory(DjangoModelFactory[Follow]):
    """An accepted follow; ``status="requested"`` makes one that waits."""

    class Meta:
        model = Follow

    follower = factory.SubFactory(UserFactory)
    followed = factory.SubFactory(UserFactory)
    status = "accepted"
    accepted_at = factory.LazyAttribute(lambda follow: timezone.now() if follow.status == "accepted" else None)
