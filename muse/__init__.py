"""Muse: rate, review and collect music on top of Spotify."""

from muse.celery import app as celery_app

__all__ = ["celery_app"]
