"""Telling people what others did: the only writers of notifications."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from accounts.models import Notification, User

Verb = Notification.Verb


def notify(recipient: User, actor: User, verb: Verb, target: Model | None = None) -> None:
    """Tell ``recipient`` once that ``actor`` did something; never oneself, nor anybody who was switched off.

    Twice, or by two at once, leaves one notification (a constraint of the database).
    """
    if recipient.pk == actor.pk or not recipient.is_active:
        return
    kind = ContentType.objects.get_for_model(target) if target is not None else None
    told = Notification(
        recipient=recipient, actor=actor, verb=verb, target_type=kind, target_id=target.pk if target else None
    )
    Notification.objects.bulk_create([told], ignore_conflicts=True)


def take_back(actor: User, verb: Verb, recipient: User, target: Model | None = None) -> None:
    """Forget that ``actor`` did something that they have undone (unliked, unfollowed), read or not."""
    kind = ContentType.objects.get_for_model(target) if target is not None else None
    Notification.objects.filter(
        recipient=recipient, actor=actor, verb=verb, target_type=kind, target_id=target.pk if target else None
    ).delete()


def unread_count(person: User) -> int:
    """One query, on an index of the unread alone."""
    return Notification.objects.filter(recipient=person, read_at__isnull=True).count()


def mark_read(person: User, ids: Iterable[int] | None = None) -> int:
    """Mark notifications of one's own as read, all or some; how many they were. Those of others are left alone."""
    unread = Notification.objects.filter(recipient=person, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())
