"""The only writer of the API's tokens: one for each device that somebody signed in on, and those made for programs."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import update_last_login
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from knox.settings import knox_settings

from accounts.models import User
from accounts.rest.models import AccessToken
from accounts.warming import warm_listener

MAX_DEVICES = 50
_EVERYTHING = (AccessToken.Scope.READ, AccessToken.Scope.WRITE)


def tokens_of(person: User, kind: str) -> QuerySet[AccessToken]:
    """Those that are good now, newest first."""
    unexpired = Q(expiry=None) | Q(expiry__gt=timezone.now())
    return AccessToken.objects.filter(unexpired, user=person, kind=kind).order_by("-created", "public_id")


def sign_in_device(person: User, name: str) -> tuple[AccessToken, str]:
    """A token for a device on which ``person`` has just shown who they are, and its secret, which is told this once.

    Of more devices than `MAX_DEVICES` the one that was not used for longest is signed out.
    """
    with transaction.atomic():
        _lock(person)
        token, secret = AccessToken.objects.issue(
            person, AccessToken.Kind.DEVICE, name, _EVERYTHING, knox_settings.TOKEN_TTL
        )
        others = AccessToken.objects.filter(user=person, kind=AccessToken.Kind.DEVICE).exclude(pk=token.pk)
        most_used_first = others.order_by(F("last_used_at").desc(nulls_last=True), "-created")
        surplus = list(most_used_first.values_list("pk", flat=True)[MAX_DEVICES - 1 :])
        AccessToken.objects.filter(pk__in=surplus).delete()
        update_last_login(User, person)
        transaction.on_commit(partial(warm_listener, User, person))
    return token, secret


def revoke(token: AccessToken) -> None:
    """It is good for nothing from now on. One that is gone already stays gone."""
    AccessToken.objects.filter(pk=token.pk).delete()


def _lock(person: User) -> None:
    """Until the transaction ends nobody else makes tokens of this person: their number is counted."""
    User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
