"""The cast of people that permission tests are played with.

``owner`` has written something, ``outsider`` is somebody else who is signed in, ``follower`` follows the owner,
``visitor`` is not signed in, ``moderator`` is staff with every permission. ``client_of(person)`` is that person's
browser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from accounts.tests.factories import FollowFactory, UserFactory

ClientOf: TypeAlias = Callable[[User | AnonymousUser], Client]


@pytest.fixture
def owner(db: None) -> User:
    return UserFactory.create(username="owner", display_name="Olga Owner")


@pytest.fixture
def outsider(db: None) -> User:
    return UserFactory.create(username="outsider", display_name="Otto Outsider")


@pytest.fixture
def follower(owner: User) -> User:
    person = UserFactory.create(username="follower", display_name="Fadi Follower")
    FollowFactory.create(follower=person, followed=owner)
    return person


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory.create(username="moderator", display_name="Mona Moderator", is_staff=True, is_superuser=True)


@pytest.fixture
def visitor() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def client_of() -> ClientOf:
    """``client_of(person)``: a browser in which ``person`` is signed in; a visitor's is not."""

    def make(person: User | AnonymousUser) -> Client:
        client = Client()
        if isinstance(person, User):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
