"""Work about people that nobody waits for."""

from __future__ import annotations

from smtplib import SMTPException

from celery import shared_task
from django.utils import timezone

from accounts import digests, kept_counts, notices, services, tokens, warming
from accounts.forms import PasswordMailForm
from accounts.models import SpotifyConnection, User
from accounts.rest import idempotency
from spotify_cache.store import StoreDown


@shared_task(autoretry_for=(StoreDown,), retry_backoff=30, retry_backoff_max=3600, max_retries=20)
def forget_spotify_data(person_id: int) -> None:
    """Drop what is cached of somebody who disconnected Spotify, unless they have connected it again (R63)."""
    if not SpotifyConnection.objects.filter(user_id=person_id).exists():
        services.forget_cached_spotify_data(person_id)


@shared_task(ignore_result=True)
def warm_person(person_id: int) -> None:
    """After a sign-in, once in a few minutes."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is not None:
        warming.warm_up(person)


@shared_task(
    ignore_result=True, autoretry_for=(OSError, SMTPException), retry_backoff=15, retry_backoff_max=300, max_retries=4
)
def send_password_link(address: str) -> None:
    """To whoever has this address, if anybody has."""
    form = PasswordMailForm({"email": address})
    if form.is_valid():
        form.send()


@shared_task(
    ignore_result=True, autoretry_for=(OSError, SMTPException), retry_backoff=15, retry_backoff_max=900, max_retries=8
)
def send_changed_address(former: str, username: str) -> None:
    notices.changed_address(former, username).send()


@shared_task
def send_digests() -> None:
    """Every hour: a task for each person in whose zone it is time (one slow mail server holds up nobody else)."""
    for person_id in digests.due_digests(timezone.now()):
        send_digest.delay(person_id)


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=60, retry_backoff_max=900, max_retries=4)
def send_digest(person_id: int) -> None:
    """The mail of one person, unless it was sent; a mail server that is away is tried again, at last by the hour."""
    digests.send_digest(person_id)


@shared_task(ignore_result=True)
def count_anew(name: str) -> None:
    """What pages show of a large count that has grown old."""
    kept_counts.count_anew(name)


@shared_task
def forget_what_has_ended() -> None:
    """Every night: tokens that are past their day, and answers that nobody asks for again by their key."""
    tokens.forget_expired()
    idempotency.forget_old_keys()
