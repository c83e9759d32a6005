"""Requests of signed-in people, for type checkers."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import User


class PersonalRequest(HttpRequest):
    """A request behind ``login_required``."""

    user: User
