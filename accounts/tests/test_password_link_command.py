"""Staff send somebody the link to a new password."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.tests.factories import UserFactory


@pytest.mark.django_db
def test_it_sends_the_link(mailoutbox: Sequence[EmailMessage]) -> None:
    person: User = UserFactory(email="ines@muse.example")
    person.set_password("a long pass phrase")
    person.save()
    call_command("send_password_link", "Ines@muse.example")
    assert [mail.to for mail in mailoutbox] == [["ines@muse.example"]]
    assert "/password/" in mailoutbox[0].body


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["nobody@muse.example", "no address"])
def test_it_says_who_gets_none(address: str, mailoutbox: Sequence[EmailMessage]) -> None:
    with pytest.raises(CommandError, match=address):
        call_command("send_password_link", address)
    assert not mailoutbox
