"""Celery beat has tokens and answers that nobody can use any more dropped every night. What the admin changes stays."""

from django.db import migrations
from django.utils import timezone

TASK = "accounts.tasks.forget_what_has_ended"


def schedule(apps, schema_editor):
    cron = apps.get_model("django_celery_beat", "CrontabSchedule")
    at_night = {"minute": "25", "hour": "4", "day_of_week": "*", "day_of_month": "*", "month_of_year": "*"}
    nightly = cron.objects.filter(**at_night, timezone="UTC").first()
    nightly = nightly or cron.objects.create(**at_night, timezone="UTC")
    tasks = apps.get_model("django_celery_beat", "PeriodicTask")
    tasks.objects.get_or_create(
        name="old tokens and answers", defaults={"task": TASK, "crontab": nightly, "expire_seconds": 3600}
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
        ("accounts", "0006_tokens_of_the_api"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(schedule, unschedule)]
