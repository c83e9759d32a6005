"""What the log says, and what it leaves out."""

from __future__ import annotations

import logging
import logging.config
import re
import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django_guid import get_guid
from pythonjsonlogger.json import JsonFormatter

from muse import environment as env

TEXT_FORMAT = "%(asctime)s %(levelname)s [%(request_id)s] %(name)s %(message)s"
#: What a line may say beside who speaks, when and what: nothing else that a record carries comes out, as Django hangs
#: whole requests on its records, Celery the arguments of tasks, and gunicorn every header.
_FIELDS = ("route", "method", "path", "status", "bytes", "ms", "queries")
#: What `muse.metrics.requests` leaves in the environment of a request for its line in the access log.
ROUTE, QUERIES, PATH = "muse.route", "muse.queries", "muse.path"
#: Parts of addresses that let in whoever has them: links to a new password, and out of mails.
_SECRET = "token"


def wanted() -> str:
    """``json`` for programs that collect logs, ``text`` for people: in development and on a terminal."""
    for_people = env.read("DEBUG", env.boolean, "false") or sys.stderr.isatty()
    return env.read("LOG_FORMAT", env.one_of("json", "text"), "text" if for_people else "json")


class JsonLines(JsonFormatter):
    """One object a line: time (ISO 8601, UTC), level, logger, message, request ID, what is known of the request, and
    ``exc_info``, the traceback as one string."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message", "request_id"],
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        known = ("time", "level", "logger", "message", "request_id", *_FIELDS, "exc_info", "stack_info")
        return {name: log_data[name] for name in known if name in log_data}


def set_up() -> None:
    """Have everything logged as the settings say, where Django has not been set up yet."""
    logging.config.dictConfig(settings.LOGGING)
    take_warnings()


def take_warnings() -> None:
    """Have warnings of libraries logged: several lines of text among those of JSON would be lost."""
    logging.captureWarnings(True)


def formatter(name: str) -> logging.Formatter:
    return JsonLines() if name == "json" else logging.Formatter(TEXT_FORMAT)


def public_path(path: str, match: Any) -> str:
    """The path of an address, without the part that is a secret."""
    secret = match.kwargs.get(_SECRET) if match is not None else None
    return path.replace(str(secret), f"<{_SECRET}>") if secret else path


class RequestId(logging.Filter):
    """Adds ``request_id``: of the request that is answered or that queued the task that runs, ``-`` outside of both."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = get_guid() or "-"
        return True


class RefusalsWithoutTraceback(logging.Filter):
    """A request that was refused (4xx) is one line: where in Django it was refused tells nobody anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        refused = getattr(record, "status_code", 0) < HTTPStatus.INTERNAL_SERVER_ERROR
        if isinstance(error, SuspiciousOperation) or (error is not None and refused and hasattr(record, "status_code")):
            record.exc_info = None
            record.exc_text = None
        return True


class OfRequest(logging.Filter):
    """What Django says of a request names its route and status, and never the secret in its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        if match is not None:
            record.route = match.view_name
            if isinstance(record.args, tuple):
                record.args = tuple(public_path(arg, match) if isinstance(arg, str) else arg for arg in record.args)
        if hasattr(record, "status_code"):
            record.status = record.status_code
        return True


class CallsWithoutParameters(logging.Filter):
    """spotipy tells of a failed call all that it asked for, and with it what people search for: the address will do."""

    _PARAMETERS = re.compile(r"\?\S*(?= with Params: )| with Params: .*(?= returned \d)", re.DOTALL)

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = self._PARAMETERS.sub("", record.msg)
        return True
