"""Following, being asked, and what people are told of it."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import IntegrityError

from accounts import following, notifications
from accounts.models import Follow, Notification, User
from accounts.notifications import Verb, notify
from accounts.selectors import (
    asking_to_follow,
    follow_state,
    followed_by,
    followed_ids,
    followers_of,
    is_following,
)
from accounts.signals import privacy_changed
from accounts.tests.at_once import at_once
from accounts.tests.factories import FollowFactory, UserFactory


def verbs(person: User) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("verb", flat=True))


def test_a_public_account_is_followed_at_once_and_told(owner: User, outsider: User) -> None:
    following.follow(outsider, owner)
    assert follow_state(outsider, owner) == "accepted"
    assert is_following(outsider, owner)
    assert not is_following(owner, outsider)
    assert list(followed_ids(outsider)) == [owner.pk]
    assert list(followers_of(owner)) == [outsider]
    assert list(followed_by(outsider)) == [owner]
    assert verbs(owner) == ["followed"]


def test_following_twice_changes_nothing(owner: User, outsider: User) -> None:
    assert following.follow(outsider, owner) == following.follow(outsider, owner)
    assert verbs(owner) == ["followed"]


@pytest.mark.django_db(transaction=True)
def test_following_many_times_at_once_is_following_once() -> None:
    person, other = UserFactory.create_batch(2)
    at_once(*[partial(following.follow, person, other)] * 5)
    assert Follow.objects.count() == 1
    assert verbs(other) == ["followed"]


def test_nobody_follows_themselves_or_an_account_that_was_switched_off(owner: User, outsider: User) -> None:
    with pytest.raises(following.CannotFollow):
        following.follow(owner, owner)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    with pytest.raises(following.CannotFollow):
        following.follow(owner, outsider)


def test_a_private_account_is_asked_and_accepts(owner: User, outsider: User) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    assert follow_state(outsider, owner) == "requested"
    assert not is_following(outsider, owner)
    assert list(asking_to_follow(owner)) == [outsider]
    assert verbs(owner) == ["follow_requested"]
    following.accept(owner, outsider)
    assert is_following(outsider, owner)
    assert verbs(owner) == []
    assert verbs(outsider) == ["follow_accepted"]
    with pytest.raises(Follow.DoesNotExist):
        following.accept(owner, outsider)


def test_who_is_declined_is_not_told_and_may_ask_again(owner: User, outsider: User) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    following.decline(owner, outsider)
    assert (follow_state(outsider, owner), verbs(outsider), verbs(owner)) == ("none", [], [])
    following.follow(outsider, owner)
    assert follow_state(outsider, owner) == "requested"


def test_nobody_accepts_for_somebody_else(owner: User, outsider: User, moderator: User) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    with pytest.raises(Follow.DoesNotExist):
        following.accept(moderator, outsider)
    following.decline(moderator, outsider)
    assert follow_state(outsider, owner) == "requested"


def test_a_follower_can_be_removed_and_can_leave(owner: User, follower: User) -> None:
    following.remove_follower(owner, follower)
    assert not is_following(follower, owner)
    following.follow(follower, owner)
    following.unfollow(follower, owner)
    following.unfollow(follower, owner)
    assert not is_following(follower, owner)
    assert verbs(owner) == []


def test_declining_leaves_a_follower_alone(owner: User, follower: User) -> None:
    following.decline(owner, follower)
    assert is_following(follower, owner)


def test_becoming_public_accepts_who_has_asked_and_followers_stay(owner: User, outsider: User, follower: User) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    following.set_private(owner, False)
    assert is_following(outsider, owner)
    assert is_following(follower, owner)
    assert verbs(outsider) == ["follow_accepted"]


def test_the_apps_above_hear_of_a_change_and_of_nothing_else(owner: User) -> None:
    heard: list[tuple[int, bool]] = []

    def listen(person: User, **_: object) -> None:
        heard.append((person.pk, person.is_private))

    privacy_changed.connect(listen)
    try:
        following.set_private(owner, True)
        following.set_private(owner, True)
        following.set_private(owner, False)
    finally:
        privacy_changed.disconnect(listen)
    assert heard == [(owner.pk, True), (owner.pk, False)]


def test_the_database_refuses_what_cannot_be(owner: User, outsider: User) -> None:
    with pytest.raises(IntegrityError, match="follows_others"):
        FollowFactory.create(follower=owner, followed=owner)


def test_the_database_refuses_an_accepted_follow_without_its_time(owner: User, outsider: User) -> None:
    with pytest.raises(IntegrityError, match="follows_accepted_at_a_time"):
        FollowFactory.create(follower=outsider, followed=owner, accepted_at=None)


def test_a_notification_is_made_once_and_never_for_oneself(owner: User, outsider: User) -> None:
    notify(owner, outsider, Verb.LIKED_REVIEW, outsider)
    notify(owner, outsider, Verb.LIKED_REVIEW, outsider)
    notify(owner, owner, Verb.LIKED_REVIEW, outsider)
    assert verbs(owner) == ["liked_review"]


def test_only_ones_own_notifications_are_marked_read(owner: User, outsider: User) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    (told,) = Notification.objects.all()
    assert notifications.unread_count(owner) == 1
    assert notifications.mark_read(outsider, [told.pk]) == 0
    assert notifications.mark_read(owner, [told.pk]) == 1
    assert notifications.mark_read(owner) == 0
    assert notifications.unread_count(owner) == 0


def test_what_is_undone_is_no_longer_told(owner: User, outsider: User) -> None:
    notify(owner, outsider, Verb.LIKED_REVIEW, outsider)
    notifications.take_back(outsider, Verb.LIKED_REVIEW, owner, outsider)
    assert verbs(owner) == []
