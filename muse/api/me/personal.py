"""What the views about oneself have in common."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from accounts.models import User
from accounts.rest.permissions import TokenMayDoThis
from accounts.rest.views import ApiView

#: May be kept by the person's own device, and is asked for again each time.
PRIVATE = {"Cache-Control": "private, no-cache"}


class PersonalView(ApiView):
    """For people who are signed in, each about themselves: nobody else is named in an address."""

    permission_classes = (IsAuthenticated, TokenMayDoThis)

    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user


def checked(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What the body says, and nothing that it does not say.

    Raises:
        ValidationError: by field.
    """
    body = serializer(data=request.data, partial=request.method == "PATCH")
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)
