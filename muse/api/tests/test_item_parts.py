"""One call a screen: the parts of an album, artist or track that come with ``include=``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.factories import UserFactory
from accounts.tests.tokens import phone_of
from accounts.visibility import Visibility
from muse.api.catalog import AlbumViewSet, ArtistViewSet, CatalogViewSet, TrackViewSet
from muse.testing.openapi import documented
from muse.testing.round_trips import RoundTrips
from reviews.tests.factories import ReviewFactory

Counting = Callable[[], AbstractContextManager[RoundTrips]]
VIEWS: dict[str, type[CatalogViewSet]] = {"album": AlbumViewSet, "artist": ArtistViewSet, "track": TrackViewSet}


def address(item_type: str, spotify_id: str) -> str:
    return f"/api/v1/{item_type}s/{spotify_id}"


def everything(item_type: str) -> dict[str, str]:
    return {"include": ",".join(VIEWS[item_type].parts)}


def test_an_albums_screen_is_one_answer(owner: User, follower: User, catalogue: dict[str, Any]) -> None:
    album = catalogue["albums"][0]
    mine = ReviewFactory(author=follower, spotify_id=album, text="Mine.")
    friends = ReviewFactory(author=owner, spotify_id=album, text="A friend's.")
    other = ReviewFactory(spotify_id=album, text="Somebody's.")
    body = documented(phone_of(follower).get(address("album", album), everything("album")))
    assert [track["track_number"] for track in body["tracks"]["results"]][:2] == [1, 2]
    assert body["tracks"]["total"] == body["total_tracks"]
    assert all(one["id"] != album for one in body["more_albums"])
    assert body["stats"]["rating_count"] == 3
    assert body["my_review"]["id"] == mine.pk
    assert [review["id"] for review in body["friends_reviews"]] == [friends.pk]
    assert [review["id"] for review in body["reviews"]] == [other.pk]
    assert (body["is_on_shelf"], body["is_pinned"]) == (False, False)
    assert body["my_review"]["item"]["name"] == body["name"]


@pytest.mark.parametrize("item_type", VIEWS)
def test_every_part_is_there_when_asked_for_and_only_then(
    item_type: str, client: Client, catalogue: dict[str, Any]
) -> None:
    spotify_id = catalogue[f"{item_type}s"][0]
    bare = documented(client.get(address(item_type, spotify_id)))
    whole = documented(client.get(address(item_type, spotify_id), everything(item_type)))
    assert set(whole) - set(bare) == set(VIEWS[item_type].parts) - {"stats"}


@pytest.mark.parametrize("item_type", VIEWS)
def test_a_whole_screen_takes_as_many_queries_for_many_reviews_as_for_one(
    item_type: str, owner: User, follower: User, catalogue: dict[str, Any], redis_round_trips: Counting
) -> None:
    spotify_id = catalogue[f"{item_type}s"][0]
    phone, where = phone_of(follower), (address(item_type, spotify_id), everything(item_type))
    ReviewFactory(author=follower, item_type=item_type, spotify_id=spotify_id)
    ReviewFactory(author=owner, item_type=item_type, spotify_id=spotify_id)
    ReviewFactory(item_type=item_type, spotify_id=spotify_id)
    phone.get(*where)
    phone.get(*where)
    with CaptureQueriesContext(connection) as few, redis_round_trips() as trips:
        phone.get(*where)
    for author in UserFactory.create_batch(5):
        ReviewFactory(author=author, item_type=item_type, spotify_id=spotify_id)
    with CaptureQueriesContext(connection) as many:
        body = phone.get(*where).json()
    assert len(body["reviews"]) == 6
    assert len(many) == len(few) <= 9
    assert trips.count <= 2, trips


def test_a_visitor_has_no_review_and_no_friends(client: Client, catalogue: dict[str, Any]) -> None:
    album = catalogue["albums"][0]
    ReviewFactory(spotify_id=album)
    body = documented(client.get(address("album", album), everything("album")))
    assert (body["my_review"], body["friends_reviews"], body["is_pinned"]) == (None, [], False)
    assert len(body["reviews"]) == 1


def test_parts_keep_what_is_private_to_those_who_may_see_it(
    owner: User, follower: User, outsider: User, catalogue: dict[str, Any]
) -> None:
    album = catalogue["albums"][0]
    ReviewFactory(author=owner, spotify_id=album, text="For followers.", visibility=Visibility.FOLLOWERS)
    said = {
        who: phone_of(who).get(address("album", album), everything("album")).content.decode().count("For followers.")
        for who in (owner, follower, outsider)
    }
    assert said[owner] > 0
    assert said[follower] > 0
    assert said[outsider] == 0


def test_a_part_of_the_persons_own_makes_the_answer_private(
    owner: User, client: Client, catalogue: dict[str, Any]
) -> None:
    where = address("album", catalogue["albums"][0])
    client.get(where, {"include": "tracks"})
    public = client.get(where, {"include": "tracks,reviews"})
    assert public["Cache-Control"].startswith("public")
    personal = phone_of(owner).get(where, {"include": "my_review"})
    assert personal["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= {name.strip() for name in personal["Vary"].split(",")}


def test_reviews_alone_are_those_that_everybody_may_see(owner: User, follower: User, catalogue: dict[str, Any]) -> None:
    album = catalogue["albums"][0]
    ReviewFactory(author=owner, spotify_id=album, text="For followers.", visibility=Visibility.FOLLOWERS)
    assert phone_of(follower).get(address("album", album), {"include": "reviews"}).json()["reviews"] == []


def test_a_public_answer_holds_nothing_of_whoever_asked(owner: User, client: Client, catalogue: dict[str, Any]) -> None:
    album = catalogue["albums"][0]
    ReviewFactory(author=owner, spotify_id=album, text="Mine.")
    where, asked = address("album", album), {"include": "reviews"}
    client.get(where, asked)
    assert phone_of(owner).get(where, asked).json() == client.get(where, asked).json()


def test_a_token_that_is_no_good_is_401_only_where_it_is_looked_at(catalogue: dict[str, Any]) -> None:
    stranger = Client(headers={"Authorization": "Bearer muse_made_up"})
    where = address("album", catalogue["albums"][0])
    assert stranger.get(where).status_code == 200
    assert documented(stranger.get(where, {"include": "my_review"}))["status"] == 401


@pytest.mark.parametrize("asked", ["tracks,nonsense", ",", "TRACKS", "x" * 5000, "tracks;stats", "\x00"])
def test_a_part_that_there_is_not_is_400_and_named(asked: str, client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get(address("album", catalogue["albums"][0]), {"include": asked})
    body = documented(response)
    assert (response.status_code, list(body["errors"])) == (400, ["include"])
    assert len(response.content) < 1_000


def test_only_the_fields_that_are_asked_for_are_sent(client: Client, catalogue: dict[str, Any]) -> None:
    where = address("album", catalogue["albums"][0])
    asked = {"include": "tracks", "fields": "name,artists.name,tracks.results.name"}
    body = client.get(where, asked).json()
    assert set(body) == {"name", "artists", "tracks"}
    assert [set(artist) for artist in body["artists"]] == [{"name"}] * len(body["artists"])
    assert set(body["tracks"]["results"][0]) == {"name"}


@pytest.mark.parametrize("asked", ["nonsense", "name.first", "", ",", "name,,id", "a" * 2000, "é", "results"])
def test_fields_that_there_are_not_are_400(asked: str, client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get(address("album", catalogue["albums"][0]), {"fields": asked})
    assert (response.status_code, list(documented(response)["errors"])) == (400, ["fields"])
