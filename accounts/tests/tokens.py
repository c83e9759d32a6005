"""A phone in a test: Django's test client with a token of Muse's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from accounts.rest.models import AccessToken
from muse.testing.openapi import documented


def phone_of(person: User, scopes: Sequence[str] = ("read", "write"), kind: str = AccessToken.Kind.DEVICE) -> Client:
    """A client that sends a new token of ``person`` with every request; no cookies, no CSRF exemption needed."""
    _, secret = AccessToken.objects.issue(person, kind, "A phone", scopes, timedelta(days=90))
    return with_token(secret)


def with_token(secret: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """``send(phone, "patch", path, {...}, If_Match=etag)``: a body of JSON."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body)
    return getattr(client, method)(path, data=data, content_type="application/json", headers=names)


def codes(response: Any) -> dict[str, list[str]]:
    """What is wrong, by field, of an answer that has to be in the document."""
    assert response.status_code == 400, response.content
    return {field: [error["code"] for error in errors] for field, errors in documented(response)["errors"].items()}
