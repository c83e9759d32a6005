"""The only writer of the API's tokens: one for each device that somebody signed in on, and those made for programs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib.auth.models import update_last_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.settings import knox_settings

from accounts.models import User
from accounts.rest.models import AccessToken
from accounts.warming import warm_listener

MAX_DEVICES = 50
MAX_PERSONAL = 20
MAX_PERSONAL_DAYS = 365
_EVERYTHING = (AccessToken.Scope.READ, AccessToken.Scope.WRITE)


class ChangedMeanwhile(Exception):
    """The account is no longer as it was when somebody showed that it is theirs."""


class TooManyTokens(Exception):
    """The person has `MAX_PERSONAL` tokens that they made for programs."""


def tokens_of(person: User, kind: str) -> QuerySet[AccessToken]:
    """Those that are good now, newest first."""
    unexpired = Q(expiry=None) | Q(expiry__gt=timezone.now())
    return AccessToken.objects.filter(unexpired, user=person, kind=kind).order_by("-created", "public_id")


def sign_in_device(person: User, name: str) -> tuple[AccessToken, str]:
    """A token for a device on which ``person`` has just shown who they are, and its secret, which is told this once.

    Of more devices than `MAX_DEVICES` the one that was not used for longest is signed out.

    Raises:
        ChangedMeanwhile: what they showed is no longer good: another password, or the account is gone or switched off.
    """
    with transaction.atomic():
        now = _lock(person)
        if now is None or not now.is_active or now.password != person.password:
            raise ChangedMeanwhile
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


def make_personal(person: User, *, name: str, scopes: Collection[str], days: int) -> tuple[AccessToken, str]:
    """A token for a program that acts for ``person``, and its secret, which is told this once.

    Raises:
        django.core.exceptions.ValidationError: no name, scopes that there are not, too long a life.
        TooManyTokens: the person has to revoke one first.
    """
    if AccessToken.Scope.READ not in scopes:
        raise _refusal("scopes", _("A token that may not read is good for nothing."))
    if not 1 <= days <= MAX_PERSONAL_DAYS:
        raise _refusal("expires_in_days", _("From 1 to %(most)s days.") % {"most": MAX_PERSONAL_DAYS})
    if not name:
        raise _refusal("name", _("Give it a name, to know it by."))
    with transaction.atomic():
        _lock(person)
        if tokens_of(person, AccessToken.Kind.PERSONAL).count() >= MAX_PERSONAL:
            raise TooManyTokens
        known = [scope for scope in AccessToken.Scope if scope in scopes]
        return AccessToken.objects.issue(person, AccessToken.Kind.PERSONAL, name, known, timedelta(days=days))


def find_token(person: User, kind: str, public_id: UUID) -> AccessToken | None:
    return tokens_of(person, kind).filter(public_id=public_id).first()


def end_devices(person: User, but: AccessToken | None = None) -> None:
    """Sign every device out, except for one."""
    devices = AccessToken.objects.filter(user=person, kind=AccessToken.Kind.DEVICE)
    (devices.exclude(pk=but.pk) if but else devices).delete()


def end_all(person: User) -> None:
    """Whoever may have got hold of the account has nothing in hand any more."""
    AccessToken.objects.filter(user=person).delete()


def forget_expired() -> int:
    """Drop the tokens that are good for nothing any more; how many they were."""
    dropped, _rows = AccessToken.objects.filter(expiry__lte=timezone.now()).delete()
    return dropped


def revoke(token: AccessToken) -> None:
    """It is good for nothing from now on. One that is gone already stays gone."""
    AccessToken.objects.filter(pk=token.pk).delete()


def _refusal(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: ValidationError(sentence, code="invalid")})


def _lock(person: User) -> User | None:
    """The person as they are now. Until the transaction ends nobody else makes tokens of theirs, or changes them."""
    return User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
