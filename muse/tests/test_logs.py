"""Lines of the log: one object each in production, of which request, and nothing that lets anybody in."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from celery import shared_task
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from gunicorn.config import Config

from accounts.models import User
from accounts.tests.tokens import phone_of
from muse import logs
from muse.urls import handler500 as handler500
from muse.web_log import GunicornLogger
from spotify_cache.tests.worker import run_worker

TOKEN = "c9x0-3f1f0d5c8f2c"


@shared_task(name="muse.tests.say_something")
def say_something(secret: str) -> None:
    logging.getLogger("muse.tests").info("in the task")


def queueing(request: HttpRequest) -> HttpResponse:
    logging.getLogger("muse.tests").info("in the request")
    say_something.delay(TOKEN)
    return HttpResponse()


def broken(request: HttpRequest, token: str) -> HttpResponse:
    password = "correct horse"
    raise ZeroDivisionError(len(password))


urlpatterns = [
    path("queueing", queueing),
    path("broken/<token>", broken, name="broken_link"),
    path("", include("muse.urls")),
]


class Lines(io.StringIO):
    def read_all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def lines(settings: Any) -> Iterator[Lines]:
    """What Muse's handler would write in production."""
    written = Lines()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.formatter("json"))
    for named in (logs.RequestId(), logs.OfRequest()):
        handler.addFilter(named)
    # A worker sets its log up anew when it starts.
    settings.LOGGING = {
        **settings.LOGGING,
        "formatters": {"lines": {"()": "muse.logs.formatter", "name": "json"}},
        "handlers": {"stderr": {**settings.LOGGING["handlers"]["stderr"], "stream": written}},
    }
    root = logging.getLogger()
    before, root.level = root.level, logging.INFO
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_line_is_one_object_with_time_level_logger_message_and_request(lines: Lines) -> None:
    logging.getLogger("muse.tests").warning("one\nor two: %s", "a")
    (line,) = lines.read_all()
    assert list(line) == ["time", "level", "logger", "message", "request_id"]
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "muse.tests", "one\nor two: a")
    assert line["request_id"] == "-"
    time = datetime.fromisoformat(line["time"])
    assert time.utcoffset() == datetime.now(UTC).utcoffset()


@pytest.mark.urls("muse.tests.test_logs")
def test_lines_of_a_request_and_of_the_task_that_it_queued_name_it(lines: Lines, db: None) -> None:
    answer = Client().get("/queueing")
    run_worker()
    said = {line["message"]: line["request_id"] for line in lines.read_all()}
    assert said["in the request"] == said["in the task"] == answer["X-Request-ID"]


@pytest.mark.urls("muse.tests.test_logs")
def test_what_a_task_was_given_is_not_told(lines: Lines, db: None) -> None:
    Client().get("/queueing")
    run_worker()
    assert "succeeded" in lines.getvalue()
    assert TOKEN not in lines.getvalue()


@pytest.mark.urls("muse.tests.test_logs")
def test_an_exception_is_one_line_with_its_traceback_and_route_but_without_secrets(lines: Lines, db: None) -> None:
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "a-session-of-somebody"
    answer = browser.get(f"/broken/{TOKEN}?q=what+they+search")
    (line,) = (line for line in lines.read_all() if "exc_info" in line)
    assert line["exc_info"].startswith("Traceback (most recent call last):\n")
    assert line["exc_info"].endswith("ZeroDivisionError: 13")
    assert (line["route"], line["status"], line["request_id"]) == ("broken_link", 500, answer["X-Request-ID"])
    assert line["message"] == "Internal Server Error: /broken/<token>"
    for secret in (TOKEN, "a-session-of-somebody", "what+they+search", "correct horse\n"):
        assert secret not in json.dumps({**line, "exc_info": ""})
    assert TOKEN not in lines.getvalue()


def test_passwords_and_tokens_of_the_api_are_not_told(lines: Lines, owner: User, settings: Any) -> None:
    settings.SLOW_REQUEST_SECONDS = 0
    Client().post("/login", {"username": owner.username, "password": "wrong battery staple"})
    Client().get("/api/v1/me", headers={"Authorization": f"Bearer muse_{TOKEN}"})
    phone = phone_of(owner)
    phone.get("/api/v1/me")
    told = lines.getvalue()
    assert "wrong battery staple" not in told
    assert "Bearer" not in told
    assert "muse_" not in told


def test_a_call_to_spotify_that_failed_is_told_without_what_was_searched_for(
    lines: Lines, sandbox: Any, db: None
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error500"})
    Client().get("/api/v1/search?q=love+song&type=track")
    told = [line["message"] for line in lines.read_all() if line["logger"] == "spotipy.client"]
    assert any("/search returned 500" in message for message in told)
    assert "love" not in lines.getvalue()


def test_a_slow_request_has_its_numbers_in_fields(lines: Lines, settings: Any, db: None) -> None:
    settings.SLOW_REQUEST_SECONDS = 0
    Client().get("/login")
    (line,) = (line for line in lines.read_all() if line["logger"] == "muse.slow")
    assert (line["route"], line["method"], line["status"]) == ("login", "GET", 200)
    assert isinstance(line["ms"], int)
    assert isinstance(line["queries"], int)


@pytest.fixture
def gunicorn(monkeypatch: pytest.MonkeyPatch) -> GunicornLogger:
    monkeypatch.setenv("LOG_FORMAT", "json")
    config = Config()
    config.set("accesslog", "-")
    return GunicornLogger(config)


def _written(log: logging.Logger, said: Callable[[], None]) -> dict[str, Any]:
    """The one line that gunicorn's own handler writes."""
    (handler,) = (one for one in log.handlers if getattr(one, "_gunicorn", False))
    assert isinstance(handler, logging.StreamHandler)
    stream = Lines()
    handler.setStream(stream)
    said()
    (line,) = stream.read_all()
    return line


def _access(gunicorn: GunicornLogger, environ: dict[str, str], request_time: Any) -> None:
    headers = [("COOKIE", "sessionid=a-session-of-somebody"), ("AUTHORIZATION", f"Bearer muse_{TOKEN}")]
    answer = SimpleNamespace(
        status="200 OK", sent=512, headers=[("X-Request-ID", "abc"), ("Set-Cookie", "csrftoken=q")]
    )
    defaults = {"REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1", "QUERY_STRING": f"token={TOKEN}"}
    environ = {**defaults, "RAW_URI": environ["PATH_INFO"], **environ}
    gunicorn.access(answer, SimpleNamespace(headers=headers), environ, request_time)


def test_the_access_log_has_fields_and_no_header(gunicorn: GunicornLogger) -> None:
    environ = {"PATH_INFO": "/search", logs.ROUTE: "search", logs.QUERIES: "3", logs.PATH: "/search"}
    line = _written(gunicorn.access_log, lambda: _access(gunicorn, environ, timedelta(milliseconds=42)))
    assert line.pop("time")
    assert line == {
        "level": "INFO",
        "logger": "gunicorn.access",
        "message": "GET /search 200 512 bytes 42 ms",
        "request_id": "abc",
        "route": "search",
        "method": "GET",
        "path": "/search",
        "status": 200,
        "bytes": 512,
        "ms": 42,
        "queries": 3,
    }


def test_the_access_log_is_told_no_secret_of_an_address(client: Client, db: None) -> None:
    answer = client.get(f"/password/reset/MQ/{TOKEN}")
    assert answer.wsgi_request.META[logs.ROUTE] == "password_reset_confirm"
    assert answer.wsgi_request.META[logs.PATH] == "/password/reset/MQ/<token>"


def test_gunicorns_own_words_are_lines_like_all_others(gunicorn: GunicornLogger) -> None:
    line = _written(gunicorn.error_log, lambda: gunicorn.info("Booting worker with pid: %s", 7))
    assert line["message"] == "Booting worker with pid: 7"
    assert line["logger"] == "gunicorn.error"


def test_text_is_for_people_and_json_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOG_FORMAT", raising=False)
    monkeypatch.setenv("DEBUG", "true")
    assert logs.wanted() == "text"
    monkeypatch.setenv("DEBUG", "false")
    assert logs.wanted() == "json"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert logs.wanted() == "text"
    monkeypatch.setenv("LOG_FORMAT", "json")
    assert logs.wanted() == "json"


def test_another_format_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match=r"^LOG_FORMAT: must be one of json, text$"):
        logs.wanted()
