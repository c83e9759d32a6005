"""Seal every Spotify refresh token with the first key of SPOTIFY_TOKEN_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import reseal_tokens


class Command(BaseCommand):
    help = (
        "Seals every Spotify refresh token with the first key of SPOTIFY_TOKEN_KEYS. Put a new key in front, run this, "
        "then drop the old one. Tokens that no key opens are reported; those people are asked to connect again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = reseal_tokens()
        self.stdout.write(f"Sealed with the first key: {outcome.resealed}")
        for username in outcome.unreadable:
            self.stderr.write(f"No key opens the token of {username}: marked as broken.")
