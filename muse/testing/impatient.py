"""Muse's settings on the servers of the test that starts the process, with a broker that soon gives up on a worker."""

from muse.settings import *  # noqa: F403
from muse.settings import CELERY_BROKER_TRANSPORT_OPTIONS

CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "visibility_timeout": 1,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
