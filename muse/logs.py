"""What the log says, and what it leaves out."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django_guid import get_guid


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
