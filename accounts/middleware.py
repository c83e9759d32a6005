"""Middleware of accounts."""

from __future__ import annotations

from social_django.middleware import SocialAuthExceptionMiddleware


class SpotifySignInErrorMiddleware(SocialAuthExceptionMiddleware):
    """A sign-in that went wrong at Spotify goes back to the sign-in page with a sentence, never to a 500."""
