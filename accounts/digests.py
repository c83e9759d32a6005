"""Mail that sums up what happened: once a day or a week, to who asked for it, in the morning where they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User, UserPreferences
from accounts.notifications import notifications_of
from accounts.time_zones import zone_of

Digest = UserPreferences.Digest
#: On the clock of the reader.
MORNING = datetime.time(8)
MAX_LINES = 20


def due_digests(now: datetime.datetime) -> Iterator[int]:
    """IDs of people whose mail of this day or week has not been sent yet. One query."""
    wanting = UserPreferences.objects.filter(user__is_active=True).exclude(digest=Digest.OFF).exclude(user__email="")
    for preferences in wanting.only("digest", "digest_sent_at", "time_zone"):
        sent_at = preferences.digest_sent_at
        if sent_at is None or sent_at < _began(preferences, now):
            yield preferences.pk


def send_digest(person_id: int, now: datetime.datetime | None = None) -> bool:
    """Send a person the mail of this day or week; whether one was sent.

    Not twice, however often and by how many at once it is asked for: who sends claims the period first. A mail that
    fails gives the period back, to be tried again. A morning with nothing new has no mail, and none later that day.

    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it.
    """
    now = now or timezone.now()
    preferences = UserPreferences.objects.select_related("user").filter(pk=person_id).first()
    if preferences is None or preferences.digest == Digest.OFF:
        return False
    person, sent_at = preferences.user, preferences.digest_sent_at
    if not person.is_active or not person.email or not _claim(preferences, now):
        return False
    try:
        mail = _mail(person, preferences, since=sent_at, until=now)
        return mail is not None and mail.send() == 1
    except Exception:
        UserPreferences.objects.filter(pk=person_id, digest_sent_at=now).update(digest_sent_at=sent_at)
        raise


def _began(preferences: UserPreferences, now: datetime.datetime) -> datetime.datetime:
    """When the period that ``now`` is in began: the last morning, or the last Monday morning, where the person is."""
    local = now.astimezone(zone_of(preferences.time_zone) or timezone.get_default_timezone())
    day = local.date() if local.time() >= MORNING else local.date() - datetime.timedelta(days=1)
    if preferences.digest == Digest.WEEKLY:
        day -= datetime.timedelta(days=day.weekday())
    return datetime.datetime.combine(day, MORNING, local.tzinfo)


def _claim(preferences: UserPreferences, now: datetime.datetime) -> bool:
    """Take the period, unless somebody has: one statement, which waits for others on the same row."""
    not_sent = Q(digest_sent_at__isnull=True) | Q(digest_sent_at__lt=_began(preferences, now))
    claimed = UserPreferences.objects.filter(not_sent, pk=preferences.pk, digest=preferences.digest)
    return claimed.update(digest_sent_at=now) == 1


def _mail(
    person: User, preferences: UserPreferences, since: datetime.datetime | None, until: datetime.datetime
) -> EmailMessage | None:
    """None where nothing happened that the person has not read."""
    news = notifications_of(person).filter(read_at__isnull=True, created_at__lte=until)
    if since is not None:
        news = news.filter(created_at__gt=since)
    count = news.count()
    if not count:
        return None
    stop_url = settings.BASE_URL + reverse("digest_stop", args=[stop_token(person)])
    context = {
        "person": person,
        "news": news.prefetch_related("target")[:MAX_LINES],
        "count": count,
        "more": max(0, count - MAX_LINES),
        "base_url": settings.BASE_URL,
        "stop_url": stop_url,
    }
    zone = zone_of(preferences.time_zone) or timezone.get_default_timezone()
    with timezone.override(zone), translation.override(settings.LANGUAGE_CODE):
        # One line, whatever a name holds: a subject is a header.
        subject = " ".join(render_to_string("accounts/digest_subject.txt", context).split())
        text = render_to_string("accounts/digest.txt", context)
    headers = {
        # The button of mail programs that stops it by one press (RFC 2369, RFC 8058).
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no answers of robots
    }
    return EmailMessage(subject, text, to=[person.email], headers=headers)


def stop_token(person: User) -> str:
    """Proves that whoever has it got a mail of this person's. It never expires: old mails have to be stopped too."""
    return _signer().sign(str(person.pk))


def person_of_token(token: str) -> int | None:
    """The ID in a token of `stop_token`; None for anything else."""
    try:
        return int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def stop(person_id: int) -> None:
    """No more mail. Nothing where there was none, or nobody any more."""
    UserPreferences.objects.filter(pk=person_id).update(digest=Digest.OFF)


def _signer() -> Signer:
    return Signer(salt="accounts.digests.stop")
