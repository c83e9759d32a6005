"""PostgreSQL that cannot be reached is a 503 that says when to try again, not a fault of Muse."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from psycopg_pool import PoolTimeout
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.tests.tokens import phone_of
from muse.urls import handler500 as handler500

ERRORS = {"operational": OperationalError, "interface": InterfaceError, "pool": PoolTimeout, "fault": ZeroDivisionError}


def page(request: HttpRequest, error: str) -> HttpResponse:
    raise ERRORS[error]("no connection to host db.internal")


class Resource(APIView):
    permission_classes = ()

    def get(self, request: Request, error: str) -> Response:
        raise ERRORS[error]("no connection to host db.internal")


urlpatterns = [
    path("away/<error>", page),
    path("api/v1/away/<error>", Resource.as_view()),
    path("", include("muse.urls")),
]
pytestmark = [pytest.mark.urls("muse.tests.test_database_away"), pytest.mark.django_db]


@pytest.mark.parametrize("error", ["operational", "interface", "pool"])
def test_a_page_without_the_database_says_that_it_is_away(error: str) -> None:
    answer = Client(raise_request_exception=False).get(f"/away/{error}")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    text = answer.content.decode()
    assert "Muse cannot reach its database right now." in text
    assert f"Request {answer['X-Request-ID']}" in text
    assert "db.internal" not in text


@pytest.mark.parametrize("error", ["operational", "interface", "pool"])
def test_the_api_without_the_database_answers_a_problem(error: str) -> None:
    answer = Client(raise_request_exception=False).get(f"/api/v1/away/{error}")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/problems/unavailable"
    assert "db.internal" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/away/fault", "/api/v1/away/fault"])
def test_a_fault_of_muse_stays_a_500(address: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 500
    assert "Retry-After" not in answer


def test_a_database_that_only_reads_is_told_to_who_writes(owner: User) -> None:
    """As a replica is until it leads, and a server whose operator has stopped writing."""
    phone = phone_of(owner)
    phone.raise_request_exception = False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        read = phone.get("/api/v1/me")
        written = phone.post("/api/v1/playlists", {"title": "Kept for later"}, content_type="application/json")
        transaction.set_rollback(True)  # it writes again
    assert read.status_code == 200
    assert (written.status_code, written["Retry-After"]) == (503, "10")
