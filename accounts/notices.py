"""Mails about an account that its owner did not ask for, and has to know of."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from kombu.exceptions import OperationalError

from accounts.models import User

logger = logging.getLogger(__name__)


def tell_former_address(person: User, former: str) -> None:
    """Whoever reads the mail of an account sets its password: who had it until now is told that they no longer do.

    A worker sends it. Without a broker nothing is sent, and the change stands.
    """
    from accounts.tasks import send_changed_address

    try:
        send_changed_address.delay(former, person.username)
    except (OperationalError, OSError):
        logger.warning("no broker: nobody is told that the address of person %s was changed", person.pk)


def changed_address(former: str, username: str) -> EmailMessage:
    context = {"username": username, "base_url": settings.BASE_URL}
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string("accounts/changed_address_subject.txt", context).split())
        text = render_to_string("accounts/changed_address.txt", context)
    return EmailMessage(subject, text, to=[former], headers={"Auto-Submitted": "auto-generated"})  # RFC 3834
