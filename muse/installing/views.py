"""The manifest, the service worker and the offline page. None depends on who asks."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

#: --paper of static/css/tokens.css in the light: what stands on the screen until the first page does.
PAPER = "#fdfcfa"
#: What the offline page is made of, kept from the start; other static files once a page has asked for them.
OFFLINE_FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/frame.css",
    "css/controls.css",
    "css/pages.css",
    "js/offline.js",
    "img/favicon.svg",
)


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def manifest(request: HttpRequest) -> HttpResponse:
    """``GET /manifest.webmanifest``."""
    return JsonResponse(
        {
            "id": "/",
            "name": "Muse",
            "short_name": "Muse",
            "description": _("Rate, review and collect the music you listen to."),
            "lang": "en",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": PAPER,
            "categories": ["music", "social"],
            "icons": [
                *(_icon(f"img/icon-{size}.png", size, "any") for size in (192, 512)),
                *(_icon(f"img/icon-maskable-{size}.png", size, "maskable") for size in (192, 512)),
            ],
            "shortcuts": [
                {"name": _("Search"), "url": reverse("search")},
                {"name": _("Listening"), "url": reverse("dashboard")},
                {"name": _("Playlists"), "url": reverse("playlists")},
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """``GET /sw.js``. At the top, because a worker looks after no page above its own address."""
    files = [static(name) for name in OFFLINE_FILES]
    context = {"files": files, "offline": reverse("offline"), "static": settings.STATIC_URL}
    # A new text of any of them is a new worker with a new cache.
    texts = (render_to_string("installing/sw.js", context), _offline_page())
    version = blake2b("".join(texts).encode(), digest_size=6).hexdigest()
    script = render_to_string("installing/sw.js", {**context, "version": version})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
@cache_control(public=True, max_age=60 * 60)
def offline(request: HttpRequest) -> HttpResponse:
    """``GET /offline``: what the service worker shows for a page that cannot be reached."""
    return HttpResponse(_offline_page())


def _offline_page() -> str:
    """Rendered without the request: it is kept on the device, and nobody's name may be in it."""
    return render_to_string("installing/offline.html")


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
