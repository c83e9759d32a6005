"""Requests that no person makes: probes, scanners, broken clients."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_a_probe_by_another_name_of_loopback_is_answered_and_not_redirected(
    path: str, client: Client, settings: Any
) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert client.get(path, headers={"host": "localhost:8000"}).status_code == 200


def test_a_person_by_another_name_of_loopback_is_led_to_where_spotify_leads_back(settings: Any, db: None) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    answer = Client().get("/login?next=/dashboard", headers={"host": "localhost:8000"})
    assert (answer.status_code, answer["Location"]) == (302, "http://127.0.0.1:8000/login?next=/dashboard")


def test_a_request_for_another_host_is_refused_in_one_line_of_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    refusals = [record for record in caplog.records if record.name.startswith("django.")]
    assert refusals
    assert not any(record.exc_info for record in refusals)


@pytest.mark.django_db
def test_health_is_told_without_a_backend(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readiness_names_each_backend(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {"postgresql": "ok", "redis cache": "ok", "redis sessions": "ok"}


@pytest.mark.django_db
def test_readiness_says_which_backend_is_missing(client: Client, settings: Any) -> None:
    default = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": default}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["redis cache"] == "missing"
    assert answer.json()["postgresql"] == "ok"
