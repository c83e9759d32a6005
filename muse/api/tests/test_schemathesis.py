"""Schemathesis over the whole document: no 5xx, and no answer that is not in it, whatever is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import User
from accounts.rest.models import AccessToken
from muse.testing.openapi import document
from muse.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(document())
schema.app = application


@pytest.fixture
def bearer(owner: User, sandbox: Any) -> Iterator[dict[str, str]]:
    # As Django's own test client does: the connection, and the transaction of the test, outlive the request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    _, secret = AccessToken.objects.issue(owner, "device", "Schemathesis", ["read", "write"], None)
    yield {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
def test_every_answer_is_in_the_document(case: schemathesis.Case, bearer: dict[str, str]) -> None:
    case.call_and_validate(headers=bearer, checks=CHECKS)
