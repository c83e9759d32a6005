"""An operator sets somebody's password on the command line."""

from __future__ import annotations

import getpass

import pytest
from django.core.management import call_command

from accounts.models import AccessToken, User
from accounts.tests.tokens import phone_of


@pytest.mark.django_db
def test_no_token_of_the_person_stays_good(owner: User, outsider: User, monkeypatch: pytest.MonkeyPatch) -> None:
    phone_of(owner)
    phone_of(outsider)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "another long pass phrase")
    call_command("changepassword", owner.username)
    owner.refresh_from_db()
    assert owner.check_password("another long pass phrase")
    assert [token.user for token in AccessToken.objects.all()] == [outsider]
