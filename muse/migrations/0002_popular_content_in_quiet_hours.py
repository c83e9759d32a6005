"""Celery beat has popular content warmed every ten minutes of quiet hours. What the admin changes of it stays."""

from django.db import migrations
from django.utils import timezone

TASK = "spotify_cache.warm_popular"


def schedule(apps, schema_editor):
    cron = apps.get_model("django_celery_beat", "CrontabSchedule")
    when = {"minute": "*/10", "hour": "*", "day_of_week": "*", "day_of_month": "*", "month_of_year": "*"}
    often = cron.objects.filter(**when, timezone="UTC").first() or cron.objects.create(**when, timezone="UTC")
    tasks = apps.get_model("django_celery_beat", "PeriodicTask")
    # In busy hours a run ends at once: which hours are quiet is learned, so that it cannot stand here.
    tasks.objects.get_or_create(
        name="Popular content", defaults={"task": TASK, "crontab": often, "expire_seconds": 540}
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
        ("muse", "0001_census_every_two_minutes"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(schedule, unschedule)]
