"""``fields=``: only what a screen shows goes over the network."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from playlists.tests.factories import PlaylistFactory

pytestmark = pytest.mark.django_db

PLAYLISTS = "/api/v1/playlists"


@pytest.fixture
def playlist(owner: User) -> Any:
    return PlaylistFactory.create(owner=owner, title="Night ferries")


def test_only_the_fields_that_were_asked_for(client: Client, playlist: Any) -> None:
    assert client.get(f"{PLAYLISTS}/{playlist.pk}?fields=id,title").json() == {
        "id": playlist.pk,
        "title": "Night ferries",
    }


def test_of_a_list_each_of_its_results(client: Client, playlist: Any) -> None:
    body = client.get(f"{PLAYLISTS}?fields=title").json()
    assert body == {"next": None, "previous": None, "results": [{"title": "Night ferries"}]}


def test_dots_go_inside(client: Client, playlist: Any) -> None:
    body = client.get(f"{PLAYLISTS}/{playlist.pk}?fields=owner.username,title").json()
    assert body == {"title": "Night ferries", "owner": {"username": "owner"}}


def test_whole_thing_goes_before_a_part_of_it(client: Client, playlist: Any) -> None:
    whole = client.get(f"{PLAYLISTS}/{playlist.pk}").json()["owner"]
    for fields in ("owner,owner.username", "owner.username,owner"):
        assert client.get(f"{PLAYLISTS}/{playlist.pk}?fields={fields}").json() == {"owner": whole}


def test_fields_of_a_list_inside(client: Client, playlist: Any) -> None:
    body = phone_of(playlist.owner).get("/api/v1/auth/devices?fields=name,scopes").json()
    assert body["results"] == [{"name": "A phone", "scopes": ["read", "write"]}]


@pytest.mark.parametrize(
    "fields",
    [
        "",
        ",",
        "id,",
        ".id",
        "id..x",
        "ID",
        "i d",
        "nothing",
        "owner.nothing",
        "title.length",
        "id%00",
        "é",
        "a" * 2000,
        "id," * 400 + "id",
        ".".join("a" * 400),
    ],
)
def test_what_is_no_field_is_400(client: Client, playlist: Any, fields: str) -> None:
    answer = client.get(f"{PLAYLISTS}/{playlist.pk}?fields={fields}")
    assert answer.status_code == 400
    assert list(documented(answer)["errors"]) == ["fields"]


def test_problems_are_told_whole(client: Client, db: None) -> None:
    answer = client.get(f"{PLAYLISTS}/1?fields=id")
    assert documented(answer)["status"] == 404


def test_tag_is_of_what_was_asked_for(owner: User, playlist: Any) -> None:
    phone = phone_of(owner)
    address = f"{PLAYLISTS}/{playlist.pk}"
    whole, part = phone.get(address), phone.get(f"{address}?fields=id")
    assert whole["ETag"] != part["ETag"]
    assert phone.get(f"{address}?fields=id", headers={"If-None-Match": part["ETag"]}).status_code == 304
    change = phone.patch(
        address, {"title": "Day ferries"}, content_type="application/json", headers={"If-Match": part["ETag"]}
    )
    assert change.status_code == 200


def test_writes_answer_whole(owner: User, playlist: Any) -> None:
    answer = phone_of(owner).patch(
        f"{PLAYLISTS}/{playlist.pk}?fields=id", {"title": "Day"}, content_type="application/json"
    )
    assert documented(answer)["title"] == "Day"
