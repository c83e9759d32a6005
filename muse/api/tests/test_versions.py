"""The end of a version of the API is told with every answer, long before it comes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from drf_spectacular.generators import SchemaGenerator

from muse.api.endings import Ending
from muse.api.versions import EndingMiddleware

SUCCESSOR = '</api/v2/>; rel="successor-version"'


@pytest.fixture
def ending(settings: Any) -> None:
    settings.API_ENDINGS = {"/api/v1/": Ending(date(2028, 1, 1), date(2029, 1, 1), "/api/v2/")}


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v1/reviews?limit=0"])
def test_answers_and_problems_of_a_version_that_ends_say_so(path: str, ending: None, client: Client, db: None) -> None:
    response = client.get(path)
    assert response["Deprecation"] == "@1830297600"
    assert response["Sunset"] == "Mon, 01 Jan 2029 00:00:00 GMT"
    assert response["Link"] == SUCCESSOR


def test_an_unchanged_answer_says_so_too(ending: None, client: Client, db: None) -> None:
    again = client.get("/api/v1/", headers={"If-None-Match": client.get("/api/v1/")["ETag"]})
    assert (again.status_code, again["Deprecation"]) == (304, "@1830297600")


@pytest.mark.parametrize("path", ["/api/v2/", "/api/v1", "/api/v11/", "/api/schema/", "/login"])
def test_others_say_nothing(path: str, ending: None, client: Client, db: None) -> None:
    assert {"Deprecation", "Sunset", "Link"}.isdisjoint(client.get(path).headers)


def test_no_version_ends_unless_the_settings_say_so(client: Client, db: None) -> None:
    assert {"Deprecation", "Sunset", "Link"}.isdisjoint(client.get("/api/v1/").headers)


def test_other_links_of_an_answer_stay(ending: None, rf: RequestFactory) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Link": '</x>; rel="next"'})

    assert EndingMiddleware(answer)(rf.get("/api/v1/"))["Link"] == f'</x>; rel="next", {SUCCESSOR}'


def test_the_document_marks_the_operations(ending: None) -> None:
    made: Any = SchemaGenerator().get_schema(request=None, public=True)
    marks = {operation.get("deprecated") for methods in made["paths"].values() for operation in methods.values()}
    assert marks == {True}


def test_the_document_marks_nothing_while_no_version_ends() -> None:
    made: Any = SchemaGenerator().get_schema(request=None, public=True)
    assert not any("deprecated" in operation for methods in made["paths"].values() for operation in methods.values())


@pytest.mark.parametrize(
    ("sunset", "successor"), [(date(2027, 12, 31), "/api/v2/"), (date(2029, 1, 1), "api/v2"), (date(2029, 1, 1), "")]
)
def test_an_end_that_makes_no_sense_stops_the_start(sunset: date, successor: str) -> None:
    with pytest.raises(ValueError):
        Ending(date(2028, 1, 1), sunset, successor)
