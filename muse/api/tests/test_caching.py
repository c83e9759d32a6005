"""What phones, browsers and CDNs may keep of the API's answers, how long, and how cheaply they ask again."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.http import http_date, parse_http_date

from accounts.models import User
from accounts.tests.tokens import phone_of
from accounts.tokens import make_personal
from muse.api.caching import KEPT_FOR
from muse.testing.openapi import document, documented
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import CommentFactory, DiaryEntryFactory, ReviewFactory
from spotify_cache.kinds import CATALOG_THINGS
from spotify_cache.sandbox.process import SandboxProcess

NOON = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)
ITEMS = [("albums", "album"), ("artists", "artist"), ("tracks", "track")]


def seconds(text: str) -> float:
    return datetime.datetime.fromisoformat(text).timestamp()


def max_age(response: Any) -> int:
    match = re.search(r"\bmax-age=(\d+)", response["Cache-Control"])
    assert match, response["Cache-Control"]
    return int(match[1])


@pytest.mark.parametrize(("name", "item_type"), ITEMS)
def test_an_item_says_until_when_it_is_fresh(
    name: str, item_type: str, client: Client, catalogue: dict[str, Any]
) -> None:
    body = documented(client.get(f"/api/v1/{name}/{catalogue[name][0]}"))
    shortest, longest = CATALOG_THINGS[item_type].kind.bounds
    assert shortest <= seconds(body["expires_at"]) - seconds(body["fetched_at"]) <= longest


def test_what_came_with_an_answer_is_fresh_as_long_as_that(client: Client, catalogue: dict[str, Any]) -> None:
    for path in ("/api/v1/search?q=love", f"/api/v1/artists/{catalogue['artists'][0]}/albums"):
        body = documented(client.get(path))
        found = body["results"] if "results" in body else body["tracks"]["results"]
        assert found
        assert {one["expires_at"] for one in found} == {body["expires_at"]}


def test_a_place_in_a_playlist_says_until_when_its_track_is_fresh(client: Client, catalogue: dict[str, Any]) -> None:
    playlist = PlaylistFactory.create(track_ids=catalogue["tracks"][:2])
    (first, second) = documented(client.get(f"/api/v1/playlists/{playlist.pk}/tracks"))["results"]
    assert first["expires_at"] == first["track"]["expires_at"] is not None
    assert second["expires_at"] is not None


def test_a_stale_item_says_when_it_grew_stale(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    path = f"/api/v1/artists/{catalogue['artists'][0]}"
    with time_machine.travel(NOON, tick=False):
        fresh = client.get(path).json()
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    with time_machine.travel(NOON + datetime.timedelta(days=1), tick=False):
        response = client.get(path)
    stale = documented(response)
    assert (stale["state"], stale["expires_at"]) == ("stale", fresh["expires_at"])
    assert max_age(response) == 0


def test_a_phone_keeps_an_answer_for_a_moment_and_never_longer_than_it_is_fresh(
    client: Client, catalogue: dict[str, Any]
) -> None:
    path = f"/api/v1/tracks?ids={catalogue['tracks'][0]}"
    with time_machine.travel(NOON, tick=False):
        response = client.get(path)
    assert max_age(response) == KEPT_FOR
    expires = datetime.datetime.fromisoformat(response.json()["results"][0]["expires_at"])
    with time_machine.travel(expires - datetime.timedelta(seconds=10), tick=False):
        assert max_age(client.get(path)) == 10


def test_ratings_are_never_kept_without_asking(client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get(f"/api/v1/albums/{catalogue['albums'][0]}")
    assert max_age(response) == 0
    assert "stale-while-revalidate" not in response["Cache-Control"]


def test_what_cannot_be_had_says_when_spotify_may_be_asked_again(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "429", "retry_after": 700})
    response = client.get(f"/api/v1/tracks?ids={catalogue['tracks'][0]}")
    assert documented(response)["unavailable"]
    assert 600 < int(response["Retry-After"]) <= 700


def test_a_list_is_kept_as_long_as_the_first_of_it_is_fresh(client: Client, catalogue: dict[str, Any]) -> None:
    first, second = catalogue["artists"][:2]
    with time_machine.travel(NOON, tick=False):
        expires = datetime.datetime.fromisoformat(client.get(f"/api/v1/artists/{first}").json()["expires_at"])
    with time_machine.travel(NOON + datetime.timedelta(hours=1), tick=False):
        client.get(f"/api/v1/artists/{second}")
    with time_machine.travel(expires - datetime.timedelta(seconds=7), tick=False):
        assert max_age(client.get("/api/v1/artists", {"ids": f"{second},{first}"})) == 7


def test_what_was_kept_may_be_shown_while_muse_is_out_of_reach(client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get(f"/api/v1/tracks/{catalogue['tracks'][0]}")
    assert "stale-if-error=86400" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["artists/{artists}/albums", "albums/{albums}/tracks", "tracks?ids={tracks}", "search?q=love"]
)
def test_what_is_all_of_spotify_says_when_it_was_changed_last(
    path: str, client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    address = f"/api/v1/{path}".format(**{name: catalogue[name][0] for name, _ in ITEMS})
    with time_machine.travel(NOON, tick=False):
        first = client.get(address)
        assert first["Last-Modified"] == http_date(NOON.timestamp())
        unchanged = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    assert unchanged.status_code == 304
    # Growing stale is a change too.
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    with time_machine.travel(NOON + datetime.timedelta(days=1), tick=False):
        changed = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    assert changed.status_code == 200
    assert parse_http_date(changed["Last-Modified"]) > parse_http_date(first["Last-Modified"])


def test_an_item_with_ratings_has_no_date_of_change_as_they_leave_none(
    client: Client, catalogue: dict[str, Any]
) -> None:
    path = f"/api/v1/albums/{catalogue['albums'][0]}"
    now = http_date(datetime.datetime.now(datetime.UTC).timestamp())
    assert "Last-Modified" not in client.get(path)
    assert client.get(path, headers={"If-Modified-Since": now}).status_code == 200


# --- every GET of the document ----------------------------------------------------------------------------------------

#: What a read cannot do without.
QUERIES = {
    "/api/v1/albums": "ids={albums}",
    "/api/v1/artists": "ids={artists}",
    "/api/v1/tracks": "ids={tracks}",
    "/api/v1/search": "q=love",
}
#: Nobody is to keep it, so there is nothing to compare.
NOT_KEPT = {"/api/v1/me/export"}


@pytest.fixture
def names(catalogue: dict[str, Any], owner: User) -> dict[str, str]:
    """What stands in addresses behind the name of a collection; of others it is the ``id`` of the first in their list.

    So that there is a first, one of each is made here.
    """
    review = ReviewFactory.create(author=owner, spotify_id=catalogue["albums"][0])
    comment = CommentFactory.create(review=review)
    entry = DiaryEntryFactory.create(author=owner, spotify_id=catalogue["albums"][0])
    PlaylistFactory.create(owner=owner, track_ids=catalogue["tracks"][:2])
    make_personal(owner, name="A program", scopes=["read"], days=30)
    spotify_ids = {name: catalogue[name][0] for name, _ in ITEMS}
    year = str(entry.listened_on.year)
    return spotify_ids | {"users": owner.username, "comments": str(comment.pk), "years": year}


def address_of(template: str, names: dict[str, str], phone: Client) -> str:
    path = ""
    for part in template.removeprefix("/").split("/"):
        if not part.startswith("{"):
            path += f"/{part}"
            continue
        collection = path.rpartition("/")[2]
        if collection in names and (path == f"/api/v1/{collection}" or collection == "years"):
            path += f"/{names[collection]}"
        else:
            results = phone.get(path).json().get("results")
            assert results, f"{template}: the fixture `names` has to make or to name one"
            path += f"/{results[0]['id']}"
    query = QUERIES.get(template, "").format(**names)
    return f"{path}?{query}" if query else path


def test_every_read_has_an_etag_and_costs_nothing_when_nothing_changed(names: dict[str, str], owner: User) -> None:
    phone = phone_of(owner)
    reads = [template for template, methods in document()["paths"].items() if "get" in methods]
    reads = [template for template in reads if template not in NOT_KEPT]
    assert len(reads) > 15
    wrong = {}
    for template in reads:
        address = address_of(template, names, phone)
        first = phone.get(address)
        if first.status_code != 200 or "ETag" not in first:
            wrong[address] = f"{first.status_code}, {dict(first.headers)}"
            continue
        again = phone.get(address, headers={"If-None-Match": first["ETag"]})
        if (again.status_code, again.content, again.get("ETag")) != (304, b"", first["ETag"]):
            wrong[address] = f"{again.status_code} for If-None-Match"
    assert wrong == {}


def test_what_says_nothing_of_caches_is_for_who_asked_alone(owner: User, outsider: User) -> None:
    phone = phone_of(owner)
    answers = [phone.put("/api/v1/users/outsider/follow"), phone.get("/api/v1/feed"), phone.get("/api/v1/me")]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-cache"}
