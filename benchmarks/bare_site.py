"""A bare Django view that answers bytes from memory, for gunicorn: what the API's answers are held against.

``BENCHMARK_ANSWERS`` names a folder with a file for each address: its path, percent-encoded. By itself it stands in a
Django without any middleware; with ``DJANGO_SETTINGS_MODULE=benchmarks.bare_settings`` behind all of Muse's.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

if os.environ.get("DJANGO_SETTINGS_MODULE") != "benchmarks.bare_settings":
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", MIDDLEWARE=[])

_ANSWERS = {unquote(file.name): file.read_bytes() for file in Path(os.environ["BENCHMARK_ANSWERS"]).iterdir()}


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_ANSWERS.get(request.get_full_path(), b"ready"), content_type="application/json")


urlpatterns = [re_path(r"", answer)]
application = get_wsgi_application()
