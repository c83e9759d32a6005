"""The steps of a Spotify sign-in that are Muse's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from social_core.exceptions import AuthAssociationError, AuthPolicyError, AuthResponseError

from accounts import services
from accounts.backends import SpotifyOAuth2
from accounts.models import User
from accounts.warming import warm_listener

_DEFAULT_LIFETIME_SECONDS = 3600
_MAX_ID_LENGTH = 255  # characters, as the columns have it


def connect_listener(
    backend: SpotifyOAuth2, response: dict[str, Any], user: User | None = None, **kwargs: Any
) -> dict[str, Any]:
    """Find, connect or make the person, and keep the tokens sealed, in one transaction.

    It stands in for social_core's steps that make and associate users: those commit one by one, so that two first
    sign-ins at once leave a person without a Spotify account behind, and store tokens in the clear (R70).

    Raises:
        AuthResponseError: Spotify left out what Muse cannot do without.
        AuthAssociationError: the account is another person's, or the person has another account.
        AuthPolicyError: the person's account is switched off.
    """
    person = user if user is not None and user.is_authenticated else None
    was_signed_in = person is not None
    try:
        person, social, is_new = services.connect_spotify(_grant(backend, response), person)
    except services.AccountOfSomebodyElse as error:
        raise AuthAssociationError(backend, code="identity_in_use", stage="pipeline") from error
    except services.OtherAccountConnected as error:
        raise AuthAssociationError(backend, code="other_account_connected", stage="pipeline") from error
    except services.PersonInactive as error:
        raise AuthPolicyError(backend, code="person_inactive", stage="pipeline") from error
    if was_signed_in:
        # Who signs in with Spotify is warmed for having signed in.
        warm_listener(User, person)
    return {"user": person, "social": social, "is_new": is_new, "was_signed_in": was_signed_in}


def greet(backend: SpotifyOAuth2, user: User, is_new: bool, was_signed_in: bool, **kwargs: Any) -> None:
    """Say what has happened where it is not obvious."""
    request = getattr(backend.strategy, "request", None)
    if request is None:
        return
    if is_new:
        welcome = _("Welcome to Muse. You are @%(username)s here; Settings is where to change that.")
        messages.success(request, welcome % {"username": user.username})
    elif was_signed_in:
        messages.success(request, _("Spotify is connected."))


def _grant(backend: SpotifyOAuth2, response: dict[str, Any]) -> services.SpotifyGrant:
    account_id, user_id, refresh_token = (_text(response, key) for key in ("account_id", "id", "refresh_token"))
    for claim, value in {"id": user_id or account_id, "refresh_token": refresh_token}.items():
        if not value:
            raise AuthResponseError(backend, code="missing_claim", claim=claim, stage="pipeline")
    if max(len(account_id), len(user_id)) > _MAX_ID_LENGTH:
        raise AuthResponseError(backend, code="invalid_claim", claim="id", stage="pipeline")
    lifetime = response.get("expires_in")
    return services.SpotifyGrant(
        account_id=account_id or None,
        user_id=user_id or account_id,
        display_name=" ".join(_text(response, "display_name").split()),
        refresh_token=refresh_token,
        access_token=_text(response, "access_token"),
        expires_in_s=lifetime if isinstance(lifetime, int) and lifetime > 0 else _DEFAULT_LIFETIME_SECONDS,
        scopes=[scope[:64] for scope in _text(response, "scope").split()],
    )


def _text(response: dict[str, Any], key: str) -> str:
    """A string of the answer without NUL, which PostgreSQL refuses; anything else counts as absent."""
    value = response.get(key)
    return value.replace("\x00", "") if isinstance(value, str) else ""
