"""Mail about what happened: to whom, when, once, and how it is stopped."""

from __future__ import annotations

import datetime
import re
from functools import partial
from importlib import import_module
from io import StringIO
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django_celery_beat.models import PeriodicTask, PeriodicTasks

from accounts import services, tasks
from accounts.digests import due_digests, send_digest, stop_token
from accounts.models import Notification, User, UserPreferences
from accounts.notifications import Verb, mark_read, notify
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PreferencesFactory, UserFactory
from reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
#: A Wednesday.
NOON = datetime.datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = datetime.timedelta(days=1)


def wants(person: User, digest: str, *, zone: str = "", since: datetime.datetime = NOON - 10 * DAY) -> User:
    PreferencesFactory(user=person, digest=digest, time_zone=zone, digest_sent_at=since)
    return person


def told(person: User, at: datetime.datetime = NOON - datetime.timedelta(hours=5)) -> Notification:
    """``person`` is told of a new follower."""
    actor = UserFactory()
    notify(person, actor, Verb.FOLLOWED)
    Notification.objects.filter(recipient=person, actor=actor).update(created_at=at)
    return Notification.objects.get(recipient=person, actor=actor)


def send(now: datetime.datetime = NOON) -> list[mail.EmailMessage]:
    """What the command sends at a time."""
    before = len(mail.outbox)
    with time_machine.travel(now, tick=False):
        call_command("send_digests", stdout=StringIO())
    return list(mail.outbox[before:])


class MailServerAway(EmailBackend):
    def send_messages(self, messages: object) -> int:
        raise SMTPException("away")


# --- To whom, and when -----------------------------------------------------------------------------------------------
def test_nobody_gets_mail_who_did_not_ask_for_it(owner: User) -> None:
    told(owner)
    assert owner.preferences.digest == "off"
    assert send() == []


def test_who_asked_gets_one_mail_that_says_what_happened(owner: User, outsider: User) -> None:
    wants(owner, "daily")
    review = ReviewFactory(author=owner)
    notify(owner, outsider, Verb.LIKED_REVIEW, review)
    Notification.objects.update(created_at=NOON - datetime.timedelta(hours=5))
    (message,) = send()
    assert message.to == ["owner@example.com"]
    assert message.subject == "1 new thing on Muse"
    assert "Hello Olga Owner," in message.body
    assert "- Otto Outsider likes your review (4 March, 07:00)" in message.body
    assert settings.BASE_URL + review.get_absolute_url() in message.body
    assert f"{settings.BASE_URL}/notifications" in message.body
    assert "&" not in message.body


def test_names_are_plain_text_and_break_no_header(owner: User, outsider: User) -> None:
    services.edit_profile(outsider, display_name="<b>A & B</b>")
    wants(owner, "daily")
    notify(owner, outsider, Verb.FOLLOWED)
    Notification.objects.update(created_at=NOON - DAY)
    assert "<b>A & B</b> follows you" in send()[0].body


def test_one_mail_a_day_however_often_it_is_asked_for(owner: User) -> None:
    wants(owner, "daily")
    told(owner)
    assert len(send()) == 1
    told(owner, NOON + datetime.timedelta(minutes=1))
    assert send(NOON + datetime.timedelta(hours=1)) == []
    assert not send_digest(owner.pk, NOON + datetime.timedelta(hours=2))
    (second,) = send(NOON + DAY)
    assert second.subject == "1 new thing on Muse"  # what the first one told is not told again


def test_one_mail_a_week_on_monday(owner: User) -> None:
    wants(owner, "weekly")
    told(owner)
    assert len(send()) == 1
    told(owner, NOON + DAY)
    monday = datetime.datetime(2026, 3, 9, 7, 59, tzinfo=UTC)
    assert send(monday) == []
    assert len(send(monday + datetime.timedelta(minutes=1))) == 1


@pytest.mark.parametrize(
    ("zone", "hour"), [("", 8), ("Asia/Tokyo", 23), ("America/New_York", 13), ("Asia/Kathmandu", 2), ("Gone/Zone", 8)]
)
def test_it_is_sent_in_the_morning_where_the_person_is(owner: User, zone: str, hour: int) -> None:
    """With the hour of UTC in which it is first due."""
    start = datetime.datetime(2026, 3, 4, 0, 30, tzinfo=UTC)
    wants(owner, "daily", zone=zone, since=start)
    hours = [start + datetime.timedelta(hours=number) for number in range(26)]
    assert next(now.hour for now in hours if list(due_digests(now))) == hour


def test_times_in_it_are_the_persons(owner: User) -> None:
    wants(owner, "daily", zone="Asia/Tokyo")
    told(owner)
    assert "(4 March, 16:00)" in send()[0].body


def test_nothing_new_is_no_mail(owner: User) -> None:
    wants(owner, "daily")
    told(owner)
    mark_read(owner)
    assert send() == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_no_mail_to_who_is_switched_off_or_has_no_address(owner: User, change: dict[str, object]) -> None:
    wants(owner, "daily")
    told(owner)
    User.objects.filter(pk=owner.pk).update(**change)
    assert send() == []
    assert not send_digest(owner.pk, NOON)


def test_a_mail_has_twenty_lines_and_the_number_of_the_others(owner: User) -> None:
    wants(owner, "daily")
    for _ in range(23):
        told(owner)
    (message,) = send()
    assert message.body.count("follows you") == 20
    assert "and 3 more." in message.body
    assert message.subject == "23 new things on Muse"


def test_switching_it_on_tells_of_nothing_before(owner: User) -> None:
    told(owner)
    with time_machine.travel(NOON, tick=False):
        services.save_preferences(owner, digest="daily")
    assert send(NOON + DAY) == []


# --- Once, and not lost ----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_one_mail() -> None:
    person = wants(UserFactory.create(), "daily")
    told(person)
    assert sorted(at_once(*[partial(send_digest, person.pk, NOON)] * 5)) == [False] * 4 + [True]
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_loses_nothing(owner: User, settings: Any) -> None:
    wants(owner, "daily")
    told(owner)
    settings.EMAIL_BACKEND = f"{__name__}.MailServerAway"
    with pytest.raises(CommandError, match="Not sent: 1"):
        send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(send()) == 1


def test_an_account_that_is_gone_is_no_error() -> None:
    assert not send_digest(0)


def test_beat_asks_every_hour_and_what_the_admin_changed_stays() -> None:
    migration = import_module("accounts.migrations.0005_mail_every_hour")
    migration.schedule(apps, None)
    task = PeriodicTask.objects.get(task=tasks.send_digests.name)
    assert (task.enabled, task.crontab.minute, task.crontab.hour) == (True, "5", "*")
    task.enabled = False
    task.save()
    migration.schedule(apps, None)
    assert not PeriodicTask.objects.get(task=tasks.send_digests.name).enabled
    assert PeriodicTasks.objects.exists()


# --- Stopping it -----------------------------------------------------------------------------------------------------
def test_the_link_of_the_mail_stops_it_without_signing_in(owner: User, client: Client) -> None:
    wants(owner, "daily")
    told(owner)
    (message,) = send()
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(link).path
    assert "Stop the mails" in client.get(path).content.decode()
    assert UserPreferences.objects.get(user=owner).digest == "daily"  # a robot that opens links stops nothing
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert "No more of these mails." in strict.post(path, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert UserPreferences.objects.get(user=owner).digest == "off"
    told(owner, NOON + datetime.timedelta(hours=1))
    assert send(NOON + DAY) == []


def test_a_link_that_muse_did_not_make_is_404(owner: User, outsider: User, client: Client) -> None:
    wants(owner, "daily")
    own, signature = stop_token(outsider).split(":")
    assert own == str(outsider.pk)
    for token in (f"{owner.pk}:{signature}", str(owner.pk), "x", "a" * 3000, "%00", f"{owner.pk}:"):
        assert client.post(f"/mail/stop/{token}").status_code == 404
    assert UserPreferences.objects.get(user=owner).digest == "daily"


def test_a_link_outlives_the_account(client: Client) -> None:
    person = UserFactory.create()
    token = stop_token(person)
    person.delete()
    assert client.post(f"/mail/stop/{token}").status_code == 200


# --- In the settings -------------------------------------------------------------------------------------------------
def test_it_is_chosen_in_the_settings(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    form = {"theme": "system", "favourite_genres": "", "digest": "weekly", "time_zone": "Asia/Tokyo"}
    assert client.post("/settings/preferences", form)["Location"] == "/settings#preferences"
    kept = UserPreferences.objects.get(user=owner)
    assert (kept.digest, kept.time_zone) == ("weekly", "Asia/Tokyo")
    assert re.search(r'value="Asia/Tokyo"\s+selected', client.get("/settings").content.decode())


def test_without_an_address_it_cannot_be_chosen(owner: User, client_of: ClientOf) -> None:
    User.objects.filter(pk=owner.pk).update(email="")
    answer = client_of(owner).post("/settings/preferences", {"theme": "system", "digest": "daily"})
    assert "Where to?" in " ".join(answer.context["preferences_form"].errors["digest"])


@pytest.mark.parametrize("change", [{"digest": "hourly"}, {"time_zone": "Mars/Olympus"}, {"time_zone": "../etc"}])
def test_what_is_unknown_is_refused(owner: User, client_of: ClientOf, change: dict[str, str]) -> None:
    answer = client_of(owner).post("/settings/preferences", {"theme": "system", **change})
    assert set(answer.context["preferences_form"].errors) == set(change)
