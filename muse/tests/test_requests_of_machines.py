"""Requests that no person makes: probes, scanners, broken clients."""

from __future__ import annotations

import logging
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from spotify_cache.repository import get_repository


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


GONE = "redis://127.0.0.1:1/0"


def _take_away(settings: Any, *aliases: str) -> None:
    settings.CACHES = settings.CACHES | {alias: settings.CACHES[alias] | {"LOCATION": GONE} for alias in aliases}
    get_repository.cache_clear()


@pytest.mark.django_db
def test_health_is_told_without_a_backend(
    client: Client, django_assert_num_queries: Any, redis_round_trips: Any
) -> None:
    with django_assert_num_queries(0), redis_round_trips() as trips:
        assert client.get("/healthz").content == b"ok\n"
    assert trips.count == 0, trips


def test_health_is_told_when_every_backend_is_gone(client: Client, settings: Any) -> None:
    """PostgreSQL is as good as gone: a test that did not ask for it may not use it."""
    _take_away(settings, "default", "sessions")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (
        200,
        b"ok\n",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )


@pytest.mark.django_db
def test_readiness_names_each_backend(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {"postgresql": "ok", "redis cache": "ok", "redis sessions": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("aliases", "missing"),
    [
        (["default"], {"redis cache"}),
        (["sessions"], {"redis sessions"}),
        (["default", "sessions"], {"redis cache", "redis sessions"}),
    ],
)
def test_readiness_says_which_backend_is_missing(
    client: Client, settings: Any, aliases: list[str], missing: set[str]
) -> None:
    _take_away(settings, *aliases)
    answer = client.get("/readyz")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
    assert {name for name, state in answer.json().items() if state == "missing"} == missing
    assert answer.json()["postgresql"] == "ok"


@pytest.mark.django_db
def test_readiness_says_that_postgresql_is_missing(client: Client, transactional_db: None) -> None:
    """A connection that somebody ended on PostgreSQL's side answers like a server that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ((pid,),) = cursor.fetchall()
    with psycopg.connect(_address_of_the_database(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["postgresql"]) == (503, "missing")
    connection.close()


def _address_of_the_database() -> str:
    parameters = connection.get_connection_params()
    return make_conninfo(
        **{name: parameters[name] for name in ("dbname", "host", "port", "user") if name in parameters}
    )
