"""Following people: the only writers of follows, and of who has to ask first."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Follow, User
from accounts.notifications import Verb, notify, take_back
from accounts.signals import privacy_changed

Status = Follow.Status


class CannotFollow(Exception):
    """Oneself, or an account that was switched off or deleted."""


@transaction.atomic
def follow(person: User, other: User) -> Follow:
    """Follow at once where the account is public, ask where it is private; following twice changes nothing.

    Raises:
        CannotFollow
    """
    # Locked: whether a follow has to be asked for must not change between looking and writing. Not its key, which the
    # follow of somebody who follows back at this moment refers to.
    locked = User.objects.select_for_update(no_key=True).filter(pk=other.pk, is_active=True).first()
    if locked is None or person.pk == other.pk:
        raise CannotFollow
    other = locked
    status = Status.REQUESTED if other.is_private else Status.ACCEPTED
    accepted_at = None if other.is_private else timezone.now()
    made, created = Follow.objects.get_or_create(
        follower=person, followed=other, defaults={"status": status, "accepted_at": accepted_at}
    )
    if created:
        notify(other, person, Verb.FOLLOW_REQUESTED if other.is_private else Verb.FOLLOWED)
    return made


@transaction.atomic
def unfollow(person: User, other: User) -> None:
    """Follow no longer, or take a request back. Nothing where there is none."""
    Follow.objects.filter(follower=person, followed=other).delete()
    take_back(person, Verb.FOLLOWED, other)
    take_back(person, Verb.FOLLOW_REQUESTED, other)


@transaction.atomic
def accept(person: User, follower: User) -> None:
    """Let somebody follow who asked.

    Raises:
        Follow.DoesNotExist: they have not asked, or took it back.
    """
    request = Follow.objects.requested().select_for_update().get(follower=follower, followed=person)
    request.status, request.accepted_at = Status.ACCEPTED, timezone.now()
    request.save(update_fields=["status", "accepted_at"])
    take_back(follower, Verb.FOLLOW_REQUESTED, person)
    notify(follower, person, Verb.FOLLOW_ACCEPTED)


@transaction.atomic
def decline(person: User, follower: User) -> None:
    """Refuse somebody who asked; they are not told. Nothing where they have not."""
    Follow.objects.requested().filter(follower=follower, followed=person).delete()
    take_back(follower, Verb.FOLLOW_REQUESTED, person)


@transaction.atomic
def remove_follower(person: User, follower: User) -> None:
    """Make somebody no longer follow; they are not told. Nothing where they do not."""
    Follow.objects.filter(follower=follower, followed=person).delete()
    take_back(follower, Verb.FOLLOWED, person)
    take_back(follower, Verb.FOLLOW_REQUESTED, person)


@transaction.atomic
def set_private(person: User, is_private: bool) -> None:
    """Make an account private or public. Becoming public accepts everybody who has asked."""
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.is_private = is_private
    if locked.is_private == is_private:
        return
    locked.is_private = is_private
    locked.save(update_fields=["is_private"])
    if not is_private:
        waiting = list(Follow.objects.requested().filter(followed=locked).select_related("follower"))
        for request in waiting:
            accept(locked, request.follower)
    privacy_changed.send(sender=User, person=locked)
