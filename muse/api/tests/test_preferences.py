"""One's preferences in the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import services
from accounts.models import User, UserPreferences
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PreferencesFactory
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/me/preferences"


@pytest.fixture
def phone(owner: User) -> Client:
    return phone_of(owner)


def change(client: Client, body: Any, **headers: str) -> Any:
    return client.patch(ADDRESS, body, content_type="application/json", headers=headers)


def test_a_visitor_is_401_and_a_reader_may_not_write(client: Client, owner: User) -> None:
    assert client.get(ADDRESS).status_code == 401
    assert change(client, {"theme": "dark"}).status_code == 401
    reader = phone_of(owner, scopes=["read"])
    assert documented(reader.get(ADDRESS))["theme"] == "system"
    assert change(reader, {"theme": "dark"}).status_code == 403


def test_everybody_has_their_own(phone: Client, outsider: User) -> None:
    documented(change(phone, {"theme": "dark"}))
    assert documented(phone_of(outsider).get(ADDRESS))["theme"] == "system"


def test_a_change_answers_as_reading_does_and_leaves_the_rest(phone: Client) -> None:
    wanted = {
        "default_visibility": "followers",
        "time_zone": "Europe/Lisbon",
        "digest": "weekly",
        "playlists_public_by_default": False,
        "favourite_genres": ["Dub", " dub ", "city   pop", "fado, morna"],
    }
    assert documented(change(phone, {"theme": "dark"}))["digest"] == "off"
    body = documented(change(phone, wanted))
    assert body["favourite_genres"] == ["dub", "city pop", "fado", "morna"]
    assert {**body, **wanted, "theme": "dark"} == {**body, "favourite_genres": wanted["favourite_genres"]}
    response = phone.get(ADDRESS)
    assert (documented(response), response["Cache-Control"]) == (body, "private, no-cache")
    assert documented(change(phone, {"digest": "off", "time_zone": ""}))["time_zone"] == ""


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"theme": "pink"}, {"theme": ["invalid_choice"]}),
        ({"theme": None}, {"theme": ["null"]}),
        ({"default_visibility": "nobody"}, {"default_visibility": ["invalid_choice"]}),
        ({"time_zone": "Europe/Atlantis"}, {"time_zone": ["time_zone"]}),
        ({"time_zone": "\x00"}, {"time_zone": ["null_characters_not_allowed"]}),
        ({"digest": "hourly"}, {"digest": ["invalid_choice"]}),
        ({"playlists_public_by_default": "perhaps"}, {"playlists_public_by_default": ["invalid"]}),
        ({"favourite_genres": "dub"}, {"favourite_genres": ["not_a_list"]}),
        ({"favourite_genres": ["x" * 41]}, {"favourite_genres.0": ["max_length"]}),
        ({"favourite_genres": [f"genre {n}" for n in range(31)]}, {"favourite_genres": ["max_length"]}),
        (
            {"favourite_genres": ["0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f", "g,h,i,j,k,l,m,n,o,p,q,r,s,t,u"]},
            {"favourite_genres": ["too_many_genres"]},
        ),
        ({"favourite_genres": ["dub", None]}, {"favourite_genres.1": ["null"]}),
        ({"favourite_genres": ["dub\ud800"]}, {"favourite_genres.0": ["surrogate_characters_not_allowed"]}),
    ],
)
def test_what_is_not_valid_is_said_by_field_and_changes_nothing(
    phone: Client, body: Any, refused: dict[str, list[str]]
) -> None:
    answered = documented(change(phone, body))
    assert {field: [one["code"] for one in errors] for field, errors in answered["errors"].items()} == refused
    stored = UserPreferences.objects.get()
    assert (stored.theme, stored.digest, stored.favourite_genres) == ("system", "off", [])


def test_mail_needs_an_address(phone: Client, owner: User) -> None:
    services.edit_profile(owner, email="")
    response = change(phone, {"digest": "daily", "theme": "dark"})
    assert documented(response)["errors"]["digest"][0]["code"] == "email"
    assert documented(change(phone, {"theme": "dark", "digest": "off"}))["theme"] == "dark"


def test_of_two_devices_that_read_the_same_the_second_is_too_late(phone: Client, owner: User) -> None:
    etag = phone.get(ADDRESS)["ETag"]
    assert phone.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304
    first = change(phone, {"theme": "dark"}, **{"If-Match": etag})
    second = change(phone_of(owner), {"theme": "light"}, **{"If-Match": etag})
    assert (first.status_code, second.status_code) == (200, 412)
    assert change(phone, {"theme": "light"}, **{"If-Match": first["ETag"]}).status_code == 200


def test_a_browser_reads_in_the_new_light_at_once(owner: User, client_of: ClientOf) -> None:
    browser = client_of(owner)
    documented(change(browser, {"theme": "dark", "time_zone": "Asia/Tokyo"}))
    assert 'data-theme="dark"' in browser.get("/settings").content.decode()
    assert browser.session["time_zone"] == "Asia/Tokyo"


def test_who_lost_theirs_gets_the_defaults(phone: Client, owner: User) -> None:
    UserPreferences.objects.all().delete()
    assert documented(phone.get(ADDRESS))["theme"] == "system"


def test_they_are_two_queries(phone: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    PreferencesFactory(user=owner, favourite_genres=["dub"] * 30)
    phone.get(ADDRESS)
    with django_assert_num_queries(2):  # whose token it is, their preferences
        phone.get(ADDRESS)
