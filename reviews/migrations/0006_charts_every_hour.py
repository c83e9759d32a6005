"""Celery beat has the charts computed every hour. What the admin changes of it stays."""

from django.db import migrations
from django.utils import timezone

TASK = "reviews.compute_charts"


def schedule(apps, schema_editor):
    cron = apps.get_model("django_celery_beat", "CrontabSchedule")
    hourly, _ = cron.objects.get_or_create(
        minute="7", hour="*", day_of_week="*", day_of_month="*", month_of_year="*", timezone="UTC"
    )
    tasks = apps.get_model("django_celery_beat", "PeriodicTask")
    tasks.objects.get_or_create(name="Charts", defaults={"task": TASK, "crontab": hourly, "expire_seconds": 3000})
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
        ("reviews", "0005_chart_entries"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(schedule, unschedule)]
