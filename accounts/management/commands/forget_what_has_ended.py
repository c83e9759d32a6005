"""Drop tokens and answers that are past their day, without waiting for the night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts import tokens
from accounts.rest import idempotency


class Command(BaseCommand):
    help = (
        "Drops tokens of the API that are past their day, and kept answers that nobody asks for again by their key, as "
        "a task does every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Tokens: {tokens.forget_expired():,}. Answers: {idempotency.forget_old_keys():,}.")
