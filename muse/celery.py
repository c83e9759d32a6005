"""The Celery application. Tasks take ids, live in each app's ``tasks.py`` and are queued on commit."""

from __future__ import annotations

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

from muse import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muse.settings")

logger = logging.getLogger(__name__)

app = Celery("muse", task_cls="muse.broker:CheckedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect(weak=False)
@beat_init.connect(weak=False)
def set_up_log(**kwargs: Any) -> None:
    """Before Celery itself does: what it has to say first, such as that it runs as root, is a line like all others.

    So is what it says at its end, which it would write past every log.
    """
    from celery.apps import worker  # not in gunicorn, which queues tasks only

    logs.set_up()
    worker.safe_say = lambda text, f=None: logger.warning("%s", text)  # type: ignore[attr-defined]
