"""Send somebody the link to a new password, for whoever asks staff for one."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.forms import PasswordMailForm


class Command(BaseCommand):
    help = "Sends the link to a new password to an address, as the page for forgotten passwords has a worker do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        form = PasswordMailForm({"email": address})
        if not form.is_valid():
            raise CommandError(f"{address} is no e-mail address.")
        if not list(form.get_users(form.cleaned_data["email"])):
            raise CommandError(f"Nobody who signs in with a password has the address {address}.")
        try:
            form.send()
        except (OSError, SMTPException) as error:
            raise CommandError(f"The mail server did not take the mail: {type(error).__name__}") from error
        self.stdout.write("Sent.")
