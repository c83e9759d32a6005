"""Django's command, which ends the person's tokens as well."""

from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth.management.commands.changepassword import Command as ChangePassword

from accounts import tokens
from accounts.models import User


class Command(ChangePassword):
    """A password that an operator sets is one that somebody has lost, or that somebody else has found."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        said = super().handle(*args, **options)
        tokens.end_all(User.objects.get_by_natural_key(options["username"] or getpass.getuser()))
        return said
