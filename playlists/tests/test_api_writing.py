"""Writing playlists through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.tokens import codes, phone_of, send
from muse.testing.openapi import documented
from playlists.models import Playlist
from playlists.tests.conftest import order_of
from playlists.tests.factories import PlaylistFactory, track_id
from spotify_cache.sandbox.process import SandboxProcess

PLAYLISTS = "/api/v1/playlists"
JSON = "application/json"

pytestmark = pytest.mark.django_db


def tracks_of(playlist: Playlist) -> str:
    return f"{PLAYLISTS}/{playlist.pk}/tracks"


def entry_of(playlist: Playlist, position: int) -> str:
    return f"{tracks_of(playlist)}/{playlist.tracks.get(position=position - 1).pk}"


# --- making one ------------------------------------------------------------------------------------------------------


def test_a_playlist_is_made_and_found_where_location_says(owner: User, sandbox: SandboxProcess) -> None:
    phone = phone_of(owner)
    said = {"title": "  Ferry,\n early ", "description": "For the 6:40.\r\n", "is_public": False, "mood": "ignored"}
    response = send(phone, "post", PLAYLISTS, said)
    body = documented(response)
    playlist = Playlist.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"http://testserver{PLAYLISTS}/{playlist.pk}"
    assert (playlist.owner, playlist.title, playlist.description) == (owner, "Ferry, early", "For the 6:40.")
    assert (body["is_mine"], body["is_public"], body["track_count"]) == (True, False, 0)
    assert phone.get(response["Location"]).json() == body


@pytest.mark.parametrize("usually", [True, False])
def test_who_sees_a_new_playlist_is_as_the_preferences_say_if_not_given(
    usually: bool, owner: User, sandbox: SandboxProcess
) -> None:
    owner.preferences.playlists_public_by_default = usually
    owner.preferences.save()
    assert documented(send(phone_of(owner), "post", PLAYLISTS, {"title": "T"}))["is_public"] is usually


def test_a_playlist_can_be_made_of_tracks(owner: User, tracks: list[str]) -> None:
    said = {"title": "T", "spotify_ids": [tracks[1], tracks[0], tracks[1]]}
    body = documented(send(phone_of(owner), "post", PLAYLISTS, said))
    assert (body["track_count"], len(body["covers"]) > 0) == (2, True)
    assert order_of(Playlist.objects.get()) == [tracks[1], tracks[0]]


def test_of_a_track_that_spotify_does_not_know_no_playlist_is_made(
    owner: User, tracks: list[str], unknown_id: str
) -> None:
    said = {"title": "T", "spotify_ids": [tracks[0], unknown_id]}
    assert codes(send(phone_of(owner), "post", PLAYLISTS, said)) == {"spotify_ids.1": ["unknown_track"]}
    assert not Playlist.objects.exists()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, {"title": ["required"]}),
        ({"title": " \u200b"}, {"title": ["required"]}),
        ({"title": None}, {"title": ["null"]}),
        ({"title": 7}, {"title": ["invalid"]}),
        ({"title": "t" * 101, "description": "d" * 2001}, {"title": ["too_long"], "description": ["too_long"]}),
        ({"title": "a\x00b", "description": "\ud800"}, {"title": ["not_storable"], "description": ["not_storable"]}),
        ({"title": "T", "is_public": "perhaps"}, {"is_public": ["invalid"]}),
        ({"title": "T", "spotify_ids": "all"}, {"spotify_ids": ["not_a_list"]}),
        ({"title": "T", "spotify_ids": [track_id(0)] * 101}, {"spotify_ids": ["max_length"]}),
        ([], {"request": ["invalid"]}),
    ],
)
def test_what_makes_no_playlist_is_said_by_field(said: Any, wrong: dict[str, list[str]], owner: User) -> None:
    assert codes(send(phone_of(owner), "post", PLAYLISTS, said)) == wrong
    assert not Playlist.objects.exists()


def test_a_body_that_is_no_json_is_400(owner: User) -> None:
    response = phone_of(owner).post(PLAYLISTS, data="{", content_type=JSON)
    assert (response.status_code, documented(response)["type"]) == (400, "/api/problems/bad-request")


# --- changing and deleting it ----------------------------------------------------------------------------------------


def test_what_is_not_sent_stays_as_it_is(owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, title="Old", description="Kept", track_ids=tracks[:2])
    body = documented(send(phone_of(owner), "patch", f"{PLAYLISTS}/{playlist.pk}", {"title": "New"}))
    assert (body["title"], body["description"], body["is_public"], body["track_count"]) == ("New", "Kept", True, 2)
    body = documented(send(phone_of(owner), "patch", f"{PLAYLISTS}/{playlist.pk}", {"is_public": False}))
    assert (body["title"], body["is_public"]) == ("New", False)


def test_a_bad_change_changes_nothing(owner: User) -> None:
    playlist = PlaylistFactory(owner=owner, title="Old")
    said = {"title": "", "description": "New"}
    assert codes(send(phone_of(owner), "patch", f"{PLAYLISTS}/{playlist.pk}", said)) == {"title": ["required"]}
    playlist.refresh_from_db()
    assert (playlist.title, playlist.description) == ("Old", "")


def test_a_playlist_is_deleted_once(owner: User) -> None:
    path = f"{PLAYLISTS}/{PlaylistFactory(owner=owner, track_ids=[track_id(1)]).pk}"
    phone = phone_of(owner)
    assert documented(send(phone, "delete", path)) is None
    assert not Playlist.objects.exists()
    assert send(phone, "delete", path).status_code == 404


# --- filling it ------------------------------------------------------------------------------------------------------


def test_tracks_are_added_at_the_end_in_order(owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:2])
    phone = phone_of(owner)
    response = send(phone, "post", tracks_of(playlist), {"spotify_ids": [tracks[4], tracks[3]]})
    body = documented(response)
    assert response.status_code == 201
    assert [(one["position"], one["track"]["id"]) for one in body["results"]] == [(3, tracks[4]), (4, tracks[3])]
    assert (body["total"], body["present"]) == (4, [])
    assert order_of(playlist) == [*tracks[:2], tracks[4], tracks[3]]
    assert documented(phone.get(response["Location"])) == body["results"][0]


@pytest.mark.parametrize(("position", "order"), [(1, "cdab"), (2, "acdb"), (3, "abcd"), (1_000_000, "abcd")])
def test_tracks_are_added_where_they_are_wanted(position: int, order: str, owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:2])
    said = {"spotify_ids": tracks[2:4], "position": position}
    body = documented(send(phone_of(owner), "post", tracks_of(playlist), said))
    assert [one["position"] for one in body["results"]] == [order.index("c") + 1, order.index("d") + 1]
    assert order_of(playlist) == [tracks["abcd".index(letter)] for letter in order]


def test_those_that_are_there_already_are_left_out_unless_again(owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:2])
    phone = phone_of(owner)
    said = {"spotify_ids": [tracks[0], tracks[2]]}
    body = documented(send(phone, "post", tracks_of(playlist), said))
    assert (body["present"], [one["spotify_id"] for one in body["results"]]) == ([tracks[0]], [tracks[2]])
    response = send(phone, "post", tracks_of(playlist), said)
    assert (response.status_code, "Location" in response) == (200, False)
    assert (documented(response)["present"], response.json()["results"]) == ([tracks[0], tracks[2]], [])
    assert send(phone, "post", tracks_of(playlist), said | {"again": True}).status_code == 201
    assert order_of(playlist) == [*tracks[:3], tracks[0], tracks[2]]


def test_all_are_added_or_none(owner: User, tracks: list[str], unknown_id: str) -> None:
    playlist = PlaylistFactory(owner=owner)
    said = {"spotify_ids": [tracks[0], unknown_id]}
    assert codes(send(phone_of(owner), "post", tracks_of(playlist), said)) == {"spotify_ids.1": ["unknown_track"]}
    assert order_of(playlist) == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, {"spotify_ids": ["required"]}),
        ({"spotify_ids": []}, {"spotify_ids": ["min_length"]}),
        ({"spotify_ids": [track_id(0)] * 101}, {"spotify_ids": ["max_length"]}),
        ({"spotify_ids": [0] * 300_000}, {"spotify_ids": ["max_length"]}),
        (
            {"spotify_ids": [track_id(0), "short", 7, None]},
            {
                "spotify_ids.1": ["invalid_spotify_id"],
                "spotify_ids.2": ["invalid"],
                "spotify_ids.3": ["null"],
            },
        ),
        ({"spotify_ids": [track_id(0)], "position": 0}, {"position": ["min_value"]}),
        ({"spotify_ids": [track_id(0)], "position": 10**30}, {"position": ["max_value"]}),
    ],
)
def test_what_is_wrong_with_tracks_to_add_is_said_by_place(
    said: Any, wrong: dict[str, list[str]], owner: User, sandbox: SandboxProcess
) -> None:
    playlist = PlaylistFactory(owner=owner)
    assert codes(send(phone_of(owner), "post", tracks_of(playlist), said)) == wrong
    assert order_of(playlist) == []


@pytest.mark.parametrize("count", [1, 100])
def test_adding_and_taking_out_take_as_many_queries_for_one_as_for_a_hundred(
    count: int,
    owner: User,
    tracks: list[str],
    sandbox: SandboxProcess,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sandbox.config(quota_mode="extended")
    phone = phone_of(owner)
    playlist = PlaylistFactory(owner=owner, track_ids=[track_id(number) for number in range(count)])
    entries = ",".join(str(pk) for pk in playlist.tracks.values_list("pk", flat=True))
    phone.get(PLAYLISTS)
    with django_assert_num_queries(12):
        added = send(phone, "post", tracks_of(playlist), {"spotify_ids": tracks[:count], "position": 1})
    with django_assert_num_queries(11):
        assert send(phone, "delete", f"{tracks_of(playlist)}?entries={entries}").status_code == 204
    assert order_of(playlist) == [one["spotify_id"] for one in documented(added)["results"]] == tracks[:count]


def test_a_playlist_that_is_full_is_409(owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=[track_id(number) for number in range(999)])
    response = send(phone_of(owner), "post", tracks_of(playlist), {"spotify_ids": tracks[:2]})
    assert (response.status_code, documented(response)["type"]) == (409, "/api/problems/conflict")
    assert "room for 1 more" in response.json()["detail"]
    assert playlist.tracks.count() == 999


def test_while_spotify_is_down_tracks_are_believed(owner: User, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    phone = phone_of(owner)
    made = send(phone, "post", PLAYLISTS, {"title": "T", "spotify_ids": [track_id(1)]})
    assert made.status_code == 201
    playlist = Playlist.objects.get()
    body = documented(send(phone, "post", tracks_of(playlist), {"spotify_ids": [track_id(2)]}))
    assert [one["state"] for one in body["results"]] == ["unavailable"]
    assert documented(send(phone, "patch", entry_of(playlist, 2), {"position": 1}))["position"] == 1
    assert send(phone, "delete", entry_of(playlist, 2)).status_code == 204
    assert order_of(playlist) == [track_id(2)]


# --- putting it in order ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "position", "order"), [(3, 1, "cabd"), (1, 3, "bcad"), (2, 1_000, "acdb"), (2, 2, "abcd")]
)
def test_a_track_is_moved(entry: int, position: int, order: str, owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:4])
    phone = phone_of(owner)
    path = entry_of(playlist, entry)
    body = documented(send(phone, "patch", path, {"position": position}))
    assert body["position"] == order.index("abcd"[entry - 1]) + 1
    assert body == phone.get(path).json()
    assert order_of(playlist) == [tracks["abcd".index(letter)] for letter in order]


@pytest.mark.parametrize("position", [None, 0, -1, "up", 1.5, 10**30, [1]])
def test_a_place_that_is_none_moves_nothing(
    position: object, owner: User, tracks: list[str], sandbox: SandboxProcess
) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:2])
    assert list(codes(send(phone_of(owner), "patch", entry_of(playlist, 2), {"position": position}))) == ["position"]
    assert order_of(playlist) == tracks[:2]


def test_a_track_is_taken_out_once_and_those_behind_it_move_up(owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:3])
    path, phone = entry_of(playlist, 2), phone_of(owner)
    assert documented(send(phone, "delete", path)) is None
    assert order_of(playlist) == [tracks[0], tracks[2]]
    for method in ("delete", "patch"):
        assert send(phone, method, path, {"position": 1}).status_code == 404


def test_several_tracks_are_taken_out_and_the_others_close_the_gaps(owner: User) -> None:
    ids = [track_id(number) for number in range(8)]
    playlist = PlaylistFactory(owner=owner, track_ids=ids)
    going = [playlist.tracks.get(position=position).pk for position in (6, 1, 2, 4)]
    path = f"{tracks_of(playlist)}?entries={','.join(map(str, going))}"
    for _ in range(2):  # the second time they are gone, and that is no obstacle
        assert documented(send(phone_of(owner), "delete", path)) is None
        assert order_of(playlist) == [ids[0], ids[3], ids[5], ids[7]]


@pytest.mark.parametrize("entries", ["", "1,", "-1", "one", "9" * 30, ",".join(["1"] * 101)])
def test_taking_out_nobody_knows_what_is_400(entries: str, owner: User) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=[track_id(1)])
    for query in (f"?entries={entries}", ""):
        assert list(codes(send(phone_of(owner), "delete", tracks_of(playlist) + query))) == ["entries"]
    assert playlist.tracks.count() == 1


def test_entries_of_another_playlist_stay(owner: User) -> None:
    mine, other = (PlaylistFactory(owner=owner, track_ids=[track_id(1)]) for _ in range(2))
    entry = other.tracks.get().pk
    assert send(phone_of(owner), "delete", f"{tracks_of(mine)}/{entry}").status_code == 404
    assert send(phone_of(owner), "patch", f"{tracks_of(mine)}/{entry}", {"position": 1}).status_code == 404
    assert send(phone_of(owner), "delete", f"{tracks_of(mine)}?entries={entry}").status_code == 204
    assert other.tracks.count() == 1


# --- who may ---------------------------------------------------------------------------------------------------------


def writes_to(playlist: Playlist) -> list[tuple[str, str, Any]]:
    entry = playlist.tracks.order_by("position")[0].pk
    return [
        ("patch", f"{PLAYLISTS}/{playlist.pk}", {"title": "Taken"}),
        ("delete", f"{PLAYLISTS}/{playlist.pk}", None),
        ("post", tracks_of(playlist), {"spotify_ids": [track_id(9)]}),
        ("delete", f"{tracks_of(playlist)}?entries={entry}", None),
        ("patch", f"{tracks_of(playlist)}/{entry}", {"position": 2}),
        ("delete", f"{tracks_of(playlist)}/{entry}", None),
    ]


@pytest.mark.parametrize(("is_public", "status"), [(True, 403), (False, 404)])
def test_nobody_but_the_owner_writes(
    is_public: bool,
    status: int,
    owner: User,
    outsider: User,
    follower: User,
    moderator: User,
    visitor: AnonymousUser,
    sandbox: SandboxProcess,
) -> None:
    playlist = PlaylistFactory(owner=owner, is_public=is_public, title="Mine", track_ids=[track_id(1), track_id(2)])
    for method, path, body in writes_to(playlist):
        for person in (outsider, follower, moderator):
            response = send(phone_of(person), method, path, body)
            assert (response.status_code, documented(response)["status"]) == (status, status), (method, path)
        assert send(Client(), method, path, body).status_code == 401
        assert send(phone_of(owner, scopes=["read"]), method, path, body).status_code == 403
    assert send(Client(), "post", PLAYLISTS, {"title": "T"}).status_code == 401
    assert send(phone_of(owner, scopes=["read"]), "post", PLAYLISTS, {"title": "T"}).status_code == 403
    assert (Playlist.objects.get().title, order_of(playlist)) == ("Mine", [track_id(1), track_id(2)])


def test_a_place_of_a_private_playlist_is_404_for_others(
    owner: User, outsider: User, follower: User, sandbox: SandboxProcess
) -> None:
    playlist = PlaylistFactory(owner=owner, is_public=False, track_ids=[track_id(1)])
    path = entry_of(playlist, 1)
    assert phone_of(owner).get(path).status_code == 200
    for client in (phone_of(outsider), phone_of(follower), Client()):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_a_playlist_that_is_none_is_404(pk: str, owner: User) -> None:
    for method, path in (("patch", f"{PLAYLISTS}/{pk}"), ("post", f"{PLAYLISTS}/{pk}/tracks")):
        assert send(phone_of(owner), method, path, {"spotify_ids": [track_id(1)]}).status_code == 404


# --- two at the same thing -------------------------------------------------------------------------------------------


def test_who_comes_late_changes_nothing(owner: User, sandbox: SandboxProcess) -> None:
    playlist = PlaylistFactory(owner=owner, title="Mine", track_ids=[track_id(1), track_id(2)])
    phone = phone_of(owner)
    read = phone.get(f"{PLAYLISTS}/{playlist.pk}")["ETag"]
    assert send(phone, "patch", entry_of(playlist, 1), {"position": 2}, If_Match=read).status_code == 200
    for method, path, body in writes_to(playlist):
        late = send(phone, method, path, body, If_Match=read)
        assert (late.status_code, documented(late)["status"]) == (412, 412), (method, path)
    assert (Playlist.objects.get().title, order_of(playlist)) == ("Mine", [track_id(2), track_id(1)])


def test_the_etag_of_each_answer_is_good_for_the_next_change(owner: User, tracks: list[str]) -> None:
    phone = phone_of(owner)
    made = send(phone, "post", PLAYLISTS, {"title": "T"})
    playlist = Playlist.objects.get()
    path = f"{PLAYLISTS}/{playlist.pk}"
    changed = send(phone, "patch", path, {"title": "U"}, If_Match=made["ETag"])
    assert send(phone, "patch", path, {"title": "V"}, If_Match=made["ETag"]).status_code == 412
    added = send(phone, "post", tracks_of(playlist), {"spotify_ids": tracks[:3]})
    assert send(phone, "patch", path, {"title": "V"}, If_Match=changed["ETag"]).status_code == 412
    moved = send(phone, "patch", entry_of(playlist, 3), {"position": 1}, If_Match=added["ETag"])
    assert moved.status_code == 200
    assert phone.get(tracks_of(playlist), headers={"If-None-Match": added["ETag"]}).status_code == 200
    listed = phone.get(tracks_of(playlist))
    assert send(phone, "delete", entry_of(playlist, 1), If_Match=listed["ETag"]).status_code == 204
    assert send(phone, "delete", path, If_Match=listed["ETag"]).status_code == 412
    assert send(phone, "delete", path, If_Match=phone.get(path)["ETag"]).status_code == 204


def test_the_same_key_adds_once(owner: User, tracks: list[str]) -> None:
    playlist = PlaylistFactory(owner=owner)
    said = {"spotify_ids": tracks[:2], "again": True}
    answers = [send(phone_of(owner), "post", tracks_of(playlist), said, Idempotency_Key="one") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert order_of(playlist) == tracks[:2]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_and_take_out_at_once_leave_no_gap(owner: User, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    playlist = PlaylistFactory(owner=owner, track_ids=[track_id(number) for number in range(6)])
    phones = [phone_of(owner) for _ in range(4)]
    going = ",".join(str(pk) for pk in playlist.tracks.filter(position__in=(1, 3)).values_list("pk", flat=True))
    first, last = entry_of(playlist, 1), entry_of(playlist, 6)
    answers = at_once(
        lambda: send(phones[0], "post", tracks_of(playlist), {"spotify_ids": [track_id(10), track_id(11)]}),
        lambda: send(phones[1], "post", tracks_of(playlist), {"spotify_ids": [track_id(11)], "position": 1}),
        lambda: send(phones[2], "delete", f"{tracks_of(playlist)}?entries={going}"),
        lambda: send(phones[3], "patch", last, {"position": 1}),
    )
    assert all(answer.status_code in (200, 201, 204) for answer in answers), answers
    assert send(phones[0], "delete", first).status_code == 204
    order = order_of(playlist)
    assert sorted(order) == sorted([track_id(number) for number in (2, 4, 5, 10, 11)])
