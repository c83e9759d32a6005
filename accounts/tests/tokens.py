"""A phone in a test: Django's test client with a token of Muse's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.test import Client

from accounts.models import User
from accounts.rest.models import AccessToken


def phone_of(person: User, scopes: Sequence[str] = ("read", "write"), kind: str = AccessToken.Kind.DEVICE) -> Client:
    """A client that sends a new token of ``person`` with every request; no cookies, no CSRF exemption needed."""
    _, secret = AccessToken.objects.issue(person, kind, "A phone", scopes, timedelta(days=90))
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})
