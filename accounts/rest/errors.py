"""What the services refuse, as the REST API answers it, where no exception of DRF's says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.core.exceptions import ValidationError
from rest_framework.exceptions import APIException


class Conflict(APIException):
    """What is there already does not go with the request; the detail says what to do first."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"
    default_detail = "What is there already does not go with this."


@contextmanager
def conflict_at(code: str) -> Iterator[None]:
    """A rule that a service raises with this code says what is there already, and nothing against the request."""
    try:
        yield
    except ValidationError as error:
        by_field = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
        if any(one.code == code for errors in by_field for one in errors):
            raise Conflict(" ".join(error.messages)) from None
        raise
