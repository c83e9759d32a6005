"""New passwords, and what ends with the old one: the rules of the pages and the REST API.

Sessions of other browsers end by themselves, as Django signs them with the password.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.db import transaction

from accounts import tokens
from accounts.models import AccessToken, User


def form_for(person: User, data: Mapping[str, Any] | None = None) -> SetPasswordForm[User]:
    """Asks for the old password too, where there is one: who signed up with Spotify has none."""
    form_class: type[SetPasswordForm[User]] = PasswordChangeForm if person.has_usable_password() else SetPasswordForm
    return form_class(person, data)


@transaction.atomic
def change(form: SetPasswordForm[User], but: AccessToken | None = None) -> None:
    """Save a valid form. Every device but the one at hand is signed out; programs go on with their tokens."""
    form.save()
    tokens.end_devices(form.user, but)


class EndsAllTokens:
    """A form's half: for who cannot get in. Somebody else may be in, so no token of any kind stays good."""

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        person: User = super().save(commit)  # type: ignore[misc]
        tokens.end_all(person)
        return person


class NewPasswordForm(EndsAllTokens, SetPasswordForm):
    """Of the link in a mail."""
