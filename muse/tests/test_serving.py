"""How Muse is served: files that browsers keep for a year, time-outs that fit into each other, a pool."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from prometheus_client import values
from whitenoise.middleware import WhiteNoiseMiddleware

from muse import settings as as_deployed

ROOT = Path(__file__).resolve().parents[2]
YEAR = 365 * 24 * 60 * 60
STYLE = ".page { color: black; }\n" * 50


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """One style sheet, collected as a deployment collects."""
    source, root = tmp_path / "source", tmp_path / "collected"
    source.mkdir()
    (source / "page.css").write_text(STYLE)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], root
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = as_deployed.STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_static_files_are_hashed_compressed_and_kept_for_a_year(collected: Path, rf: RequestFactory) -> None:
    names = {file.name for file in collected.glob("page*")}
    (name,) = (name for name in names if re.fullmatch(r"page\.[0-9a-f]{12}\.css", name))
    assert names == {name, f"{name}.br", f"{name}.gz"}
    serve = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    answer = serve(rf.get(f"/static/{name}", headers={"Accept-Encoding": "gzip, br"}))
    assert answer["Content-Encoding"] == "br"
    assert brotli.decompress(b"".join(answer)).decode() == STYLE
    assert "immutable" in answer["Cache-Control"]
    assert int(re.search(r"max-age=(\d+)", answer["Cache-Control"])[1]) >= YEAR
    assert answer["Vary"] == "Accept-Encoding"


def test_only_hashed_names_are_served(collected: Path, rf: RequestFactory) -> None:
    serve = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    assert serve(rf.get("/static/page.css")).status_code == 404


def test_time_outs_of_gunicorn_leave_room_for_what_a_page_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "named-already")
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)  # it is to count in files, these tests are not
    gunicorn = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    spotify = as_deployed.SPOTIFY_CONNECT_TIMEOUT_SECONDS + as_deployed.SPOTIFY_READ_TIMEOUT_SECONDS
    pool = as_deployed.DATABASES["default"]["OPTIONS"]["pool"]
    assert gunicorn["worker_class"] == "gthread"
    assert gunicorn["threads"] > 1
    assert spotify + pool["timeout"] < gunicorn["timeout"] <= 60
    assert 0 < gunicorn["graceful_timeout"] < 10  # whoever stops Muse sends SIGKILL after ten seconds
    assert pool["max_size"] >= gunicorn["threads"]
    assert as_deployed.DATABASE_SILENCE_SECONDS + as_deployed.DATABASE_QUESTION_SECONDS <= 3
    assert gunicorn["timeout"] > as_deployed.DATABASE_STATEMENT_SECONDS
