"""The Celery application. Tasks take ids, live in each app's ``tasks.py`` and are queued on commit."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muse.settings")

app = Celery("muse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
