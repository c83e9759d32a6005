"""Who sees what somebody wrote, by one rule for queries and for single things."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User, UserPreferences
from accounts.tests.factories import FollowFactory, UserFactory
from accounts.visibility import Visibility, is_visible, visible_q

#: By (private account, visibility): who sees it beside its owner.
SEEN_BY = {
    (False, Visibility.EVERYONE): {"follower", "waiting", "outsider", "visitor", "moderator"},
    (False, Visibility.FOLLOWERS): {"follower"},
    (False, Visibility.ONLY_ME): set(),
    (True, Visibility.EVERYONE): {"follower"},
    (True, Visibility.FOLLOWERS): {"follower"},
    (True, Visibility.ONLY_ME): set(),
}


@pytest.fixture
def viewers(
    owner: User, follower: User, outsider: User, moderator: User, visitor: AnonymousUser
) -> dict[str, User | AnonymousUser]:
    waiting = UserFactory.create(username="waiting")
    FollowFactory.create(follower=waiting, followed=owner, status="requested")
    FollowFactory.create(follower=owner, followed=outsider)  # being followed by them opens nothing
    return {
        "owner": owner,
        "follower": follower,
        "waiting": waiting,
        "outsider": outsider,
        "moderator": moderator,
        "visitor": visitor,
    }


def seen(viewer: object, owner: User, visibility: str | None) -> bool:
    """Asked of a real table: preferences have a person and a field with the same values."""
    return UserPreferences.objects.filter(visible_q(viewer, "user", visibility), user=owner).exists()


@pytest.mark.parametrize(("is_private", "visibility"), SEEN_BY)
def test_who_sees_what(
    owner: User, viewers: dict[str, User | AnonymousUser], is_private: bool, visibility: Visibility
) -> None:
    User.objects.filter(pk=owner.pk).update(is_private=is_private)
    UserPreferences.objects.filter(user=owner).update(default_visibility=visibility)
    owner.refresh_from_db()
    expected = SEEN_BY[is_private, visibility] | {"owner"}
    assert {name for name, viewer in viewers.items() if seen(viewer, owner, "default_visibility")} == expected
    assert {name for name, viewer in viewers.items() if is_visible(viewer, owner, visibility)} == expected


@pytest.mark.parametrize("is_private", [False, True])
def test_rows_without_a_visibility_are_for_everyone(
    owner: User, viewers: dict[str, User | AnonymousUser], is_private: bool
) -> None:
    User.objects.filter(pk=owner.pk).update(is_private=is_private)
    expected = SEEN_BY[is_private, Visibility.EVERYONE] | {"owner"}
    assert {name for name, viewer in viewers.items() if seen(viewer, owner, None)} == expected


def test_nobody_sees_anything_of_an_account_that_was_switched_off(
    owner: User, viewers: dict[str, User | AnonymousUser]
) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    owner.refresh_from_db()
    assert not any(seen(viewer, owner, "default_visibility") for viewer in viewers.values())
    assert not any(is_visible(viewer, owner) for viewer in viewers.values())


def test_a_row_is_seen_once_however_many_follow(owner: User, follower: User) -> None:
    FollowFactory.create_batch(3, followed=owner)
    assert UserPreferences.objects.filter(visible_q(follower, "user", None), user=owner).count() == 1
