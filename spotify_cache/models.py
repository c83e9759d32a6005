"""No tables: Redis has what is kept of Spotify. The one model gives the cache a place in the admin, and permissions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cache(models.Model):
    """What staff may do with the cache, as permissions of Django's. There are no rows of it."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = [
            ("view_cache", "Can look at the cache"),
            ("steer_cache", "Can refresh and drop what is cached, and have drills"),
        ]
        verbose_name = verbose_name_plural = _("cache")

    def __str__(self) -> str:
        return "cache"
