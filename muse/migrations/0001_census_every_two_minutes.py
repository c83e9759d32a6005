"""Celery beat has the cache looked at every two minutes, for the metrics. What the admin changes stays."""

from django.db import migrations
from django.utils import timezone

TASK = "muse.take_census"


def schedule(apps, schema_editor):
    intervals = apps.get_model("django_celery_beat", "IntervalSchedule")
    two_minutes = intervals.objects.filter(every=2, period="minutes").first()
    two_minutes = two_minutes or intervals.objects.create(every=2, period="minutes")
    tasks = apps.get_model("django_celery_beat", "PeriodicTask")
    tasks.objects.get_or_create(
        name="census of the cache", defaults={"task": TASK, "interval": two_minutes, "expire_seconds": 120}
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
    dependencies = [("django_celery_beat", "0019_alter_periodictasks_options")]

    operations = [migrations.RunPython(schedule, unschedule)]
