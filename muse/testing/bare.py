"""Muse's settings on the servers of the test that starts the process, for a server of pages: no collectstatic."""

from muse.settings import *  # noqa: F403
from muse.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
