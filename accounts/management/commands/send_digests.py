"""Send the mails about what happened that are due."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.digests import due_digests, send_digest


class Command(BaseCommand):
    help = (
        "Sends the mails about what happened that are due, as the worker does every hour. Nobody gets a second one "
        "of the same day or week, however often this runs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        sent = failed = 0
        for person_id in list(due_digests(now)):
            try:
                sent += send_digest(person_id, now)
            except (OSError, SMTPException) as error:
                failed += 1
                self.stderr.write(f"The mail server did not take a mail: {type(error).__name__}")
        self.stdout.write(f"Sent: {sent}")
        if failed:
            raise CommandError(f"Not sent: {failed}. They are due still.")
