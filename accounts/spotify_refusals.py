"""What went wrong in a sign-in with Spotify, in a sentence for the person: on the page and in the API alike."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from social_core.exceptions import (
    AuthCanceled,
    AuthInputError,
    AuthProviderError,
    AuthSessionError,
    SocialAuthBaseException,
)

NOT_SET_UP = _("Signing in with Spotify is not set up here.")
_SENTENCES = {
    "identity_in_use": _("This Spotify account is connected to somebody else on Muse. Nothing was changed."),
    "other_account_connected": (
        _("You are connected to Spotify with a different account. Disconnect that one first. Nothing was changed.")
    ),
    "person_inactive": _("This account is switched off. Write to us if you think that is a mistake."),
    "rate_limited": _("Spotify is busy right now. Please try again in a few minutes."),
    "timeout": _("Spotify did not answer in time. Please try again in a moment."),
}


def is_not_admitted(error: Exception) -> bool:
    """In development mode Spotify admits five people, whom the app's owner has named (spotify.md)."""
    return isinstance(error, AuthProviderError) and error.status_code == HTTPStatus.FORBIDDEN


def sentence_of(error: Exception) -> str:
    if isinstance(error, SocialAuthBaseException) and error.code in _SENTENCES:
        return str(_SENTENCES[error.code])
    if isinstance(error, AuthCanceled):
        return gettext("You did not let Muse read your Spotify account, so nothing was changed.")
    if isinstance(error, (AuthInputError, AuthSessionError)):
        return gettext("That sign-in was started too long ago or in another window. Please start it again.")
    if is_not_admitted(error):
        return gettext(
            "Spotify does not let this account into Muse: whoever runs Muse has to add it first. "
            "You can use a password instead."
        )
    return gettext("Spotify could not sign you in right now. Please try again in a moment.")
