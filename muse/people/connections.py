"""Who follows somebody, whom somebody follows, and who asks to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import User
from accounts.selectors import asking_to_follow, follow_states, followed_by, followers_of
from accounts.visibility import is_visible

Viewer: TypeAlias = User | AnonymousUser

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Connection:
    person: User
    #: How the viewer stands to them: ``self``, ``accepted``, ``requested`` or ``none``.
    follow_state: str


@dataclass(frozen=True, slots=True)
class ConnectionsPage:
    is_own: bool
    page: Page[User]
    people: Sequence[Connection]


def followers_page(person: User, viewer: Viewer, page: int | str = 1) -> ConnectionsPage | None:
    """People who follow, newest first; None where the account keeps that from the viewer (R71).

    Three queries for who is signed in, two for a visitor, and one more where the account is private.
    """
    return _page(followers_of(person), viewer, person, page) if is_visible(viewer, person) else None


def following_page(person: User, viewer: Viewer, page: int | str = 1) -> ConnectionsPage | None:
    """People whom somebody follows, as `followers_page`."""
    return _page(followed_by(person), viewer, person, page) if is_visible(viewer, person) else None


def requests_page(person: User, page: int | str = 1) -> ConnectionsPage:
    """People who wait to be accepted, longest first."""
    return _page(asking_to_follow(person), person, person, page)


def _page(people: QuerySet[User], viewer: Viewer, person: User, number: int | str) -> ConnectionsPage:
    page = Paginator(people, PER_PAGE).get_page(number)
    listed = list(page)
    states = follow_states(viewer, listed)
    is_own = viewer.is_authenticated and viewer.pk == person.pk
    return ConnectionsPage(is_own, page, [Connection(other, states[other.pk]) for other in listed])
