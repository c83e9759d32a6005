"""Celery beat has the mails that are due sent every hour. What the admin changes of it stays."""

from django.db import migrations
from django.utils import timezone

TASK = "accounts.tasks.send_digests"


def schedule(apps, schema_editor):
    cron = apps.get_model("django_celery_beat", "CrontabSchedule")
    every_hour = {"minute": "5", "hour": "*", "day_of_week": "*", "day_of_month": "*", "month_of_year": "*"}
    hourly = cron.objects.filter(**every_hour, timezone="UTC").first()
    hourly = hourly or cron.objects.create(**every_hour, timezone="UTC")
    tasks = apps.get_model("django_celery_beat", "PeriodicTask")
    # An hour that nobody worked in is not made up for: the next one finds everybody who is due.
    tasks.objects.get_or_create(
        name="mail about what happened", defaults={"task": TASK, "crontab": hourly, "expire_seconds": 3000}
    )
    _tell_beat(apps)


def unschedule(apps, schema_editor):
    apps.get_model("django_celery_beat", "PeriodicTask").objects.filter(task=TASK).delete()
    _tell_beat(apps)


def _tell_beat(apps):
    """A beat that runs reads its schedule again: the models of a migration send no signal for it."""
    changes = apps.get_model("django_celery_beat", "PeriodicTasks")
    changes.objects.update_or_create(ident=1, defaults={"last_update": timezone.now()})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_mail_about_what_happened"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(schedule, unschedule)]
