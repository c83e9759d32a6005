"""The cache in the admin: a page to look at, and what staff may do with it (R32, R43).

Nothing here asks Spotify: what is shown is what Redis has, and what has to be fetched is left to a worker.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from spotify_cache.models import Cache
from spotify_cache.overview import SPANS, overview
from spotify_cache.repository import get_repository
from spotify_cache.store import StoreDown


@admin.register(Cache)
class CacheAdmin(admin.ModelAdmin):
    """Not rows but pages: `Cache` has no table."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("", wrap(self.page), name="spotify_cache_cache_changelist")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Cache | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Cache | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Cache | None = None) -> bool:
        return request.user.has_perm("spotify_cache.view_cache") or may_steer(request)

    def page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.context(request, _("Cache"), spans=SPANS.values())
        try:
            context["cache"] = overview(get_repository(), request.GET.get("span", ""))
        except StoreDown as error:
            context["redis_down"] = str(error)
        return TemplateResponse(request, "admin/cache/page.html", context)

    def context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        """What every page of the cache's has."""
        return self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "may_steer": may_steer(request),
            **more,
        }


def may_steer(request: HttpRequest) -> bool:
    return request.user.has_perm("spotify_cache.steer_cache")
