"""Telling people what others did: the only writers of notifications."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Notification, User

Verb = Notification.Verb

#: Of what a person may be told of a model's rows: those that they see. Filled by the apps above (`register_target`).
_visible: dict[type[Model], Callable[[User], QuerySet]] = {}


def register_target(model: type[Model], visible_to: Callable[[User], QuerySet]) -> None:
    """Name a model that notifications can be about: rows of ``visible_to(person)`` are those a person sees.

    Its rows have ``get_absolute_url``, which needs no query.
    """
    _visible[model] = visible_to


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


def notifications_of(person: User) -> QuerySet[Notification]:
    """What a person is told, newest first.

    Left out are deeds of accounts that were switched off, and what is about something that the person does not see
    (any more).
    """
    is_shown = Q(target_type__isnull=True)
    for model, visible_to in _visible.items():
        # Named by words and not by the row's id, which is cached per process: the number of queries is always the same.
        of_model = Q(target_type__app_label=model._meta.app_label, target_type__model=model._meta.model_name)
        # Looked up row by row: an IN beside an OR would gather all that the person sees, for a few notifications.
        is_shown |= of_model & Q(Exists(visible_to(person).order_by().filter(pk=OuterRef("target_id"))))
    return Notification.objects.filter(is_shown, recipient=person, actor__is_active=True).select_related("actor")


def unread_count(person: User, at_most: int | None = None) -> int:
    """How many of what a person is told they have not looked at. One query, on an index of the unread alone, which
    counts no further than ``at_most``."""
    return notifications_of(person).order_by().filter(read_at__isnull=True)[:at_most].count()


def mark_read(person: User, ids: Iterable[int] | None = None) -> int:
    """Mark notifications of one's own as read, all or some; how many they were. Those of others are left alone."""
    unread = Notification.objects.filter(recipient=person, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())
