"""What the services refuse, as the REST API answers it, where no exception of DRF's says so."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework.exceptions import APIException


class Conflict(APIException):
    """What is there already does not go with the request; the detail says what to do first."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"
    default_detail = "What is there already does not go with this."
