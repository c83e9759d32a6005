"""What the views about oneself have in common."""

from __future__ import annotations

from rest_framework.permissions import IsAuthenticated

from accounts.models import User
from accounts.rest.permissions import TokenMayDoThis
from accounts.rest.views import ApiView


class PersonalView(ApiView):
    """For people who are signed in, each about themselves: nobody else is named in an address."""

    permission_classes = (IsAuthenticated, TokenMayDoThis)

    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
