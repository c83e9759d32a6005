"""A person's choice of light or dark: a preference, copied into the session so that no page needs a query for it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import services
from accounts.models import User
from accounts.selectors import preferences_of

SESSION_KEY = "theme"


def chosen_theme(request: HttpRequest) -> str | None:
    """A `UserPreferences.Theme`; None for a visitor, whose choice is not known here."""
    if not request.user.is_authenticated:
        return None
    theme: str | None = request.session.get(SESSION_KEY)
    return theme


def choose_theme(request: HttpRequest, theme: str) -> None:
    """Keep the signed-in person's choice; nothing happens for a visitor.

    Raises:
        django.core.exceptions.ValidationError: no such theme.
    """
    if request.user.is_authenticated:
        services.save_preferences(request.user, theme=theme)
        carry_theme(request, theme)


def carry_theme(request: HttpRequest, theme: str) -> None:
    """See Muse in this light from the next page on, as the signed-in person's preferences say."""
    request.session[SESSION_KEY] = theme


@receiver(user_logged_in)
def _take_along(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    carry_theme(request, preferences_of(user).theme)
