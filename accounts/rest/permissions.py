"""What a token may do. What a *person* may do is the selectors' and services' to say, for every face alike (R71)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request

from accounts.models import User
from accounts.rest.models import AccessToken

if TYPE_CHECKING:
    # At run time DRF's views import this.
    from rest_framework.views import APIView


class TokenMayDoThis(BasePermission):
    """A token that may only read changes nothing."""

    message = "This token may only read."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method in SAFE_METHODS or not isinstance(request.auth, AccessToken):
            return True
        return AccessToken.Scope.WRITE in request.auth.scopes


class InPerson(IsAuthenticated):
    """A person with a browser or a device of theirs; not a program that they gave a personal token to.

    For what would let a program that may do some things give itself more: tokens, the password, the account itself.
    """

    message = "A personal token may not do this: sign in."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return super().has_permission(request, view) and is_in_person(request)


def is_in_person(request: Request) -> bool:
    """Not by a personal token."""
    token = request.auth
    return not (isinstance(token, AccessToken) and token.kind == AccessToken.Kind.PERSONAL)


def caller(request: Request) -> User:
    """Who asks, once the permissions have let no visitor through."""
    person = request.user
    assert isinstance(person, User)
    return person
