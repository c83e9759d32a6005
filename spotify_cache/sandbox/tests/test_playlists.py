"""Playlists over HTTP: who sees them, how they are named in either quota mode, and writing to them."""

from __future__ import annotations

from typing import Any

import pytest

from spotify_cache.sandbox.process import SandboxProcess

from .conftest import Api

Ids = dict[str, Any]
WHO = "mira.okonjo"
OTHER = "dolores_vega"


@pytest.fixture
def playlist(api: Api, ids: Ids) -> str:
    """A new public playlist of five tracks."""
    answer = api("/me/playlists", WHO, "POST", json={"name": "Test <b>bed</b>", "description": "five", "public": True})
    assert answer.status_code == 201
    identifier: str = answer.json()["id"]
    uris = [f"spotify:track:{track}" for track in ids["tracks"][:5]]
    assert api(f"/playlists/{identifier}/items", WHO, "POST", json={"uris": uris}).status_code == 201
    return identifier


def _tracks(api: Api, playlist: str) -> list[str]:
    items = api(f"/playlists/{playlist}/items?limit=50", WHO).json()["items"]
    return [entry["item"]["id"] for entry in items]


def test_new_playlist_is_first_in_the_list_and_has_what_it_was_given(api: Api, playlist: str) -> None:
    first = api("/me/playlists", WHO).json()["items"][0]
    assert (first["id"], first["name"], first["public"]) == (playlist, "Test <b>bed</b>", True)
    assert first["items"]["total"] == 5
    assert first["images"][0]["url"].count("/image/") == 1


def test_development_mode_says_items_and_item_at_every_level(api: Api, playlist: str) -> None:
    whole = api(f"/playlists/{playlist}", WHO).json()
    assert "tracks" not in whole
    assert {"item"} == {"item", "track"} & set(whole["items"]["items"][0])
    assert api(f"/playlists/{playlist}/tracks", WHO).status_code == 403


def test_extended_mode_keeps_tracks_and_track(sandbox: SandboxProcess, api: Api, playlist: str) -> None:
    sandbox.config(quota_mode="extended")
    whole = api(f"/playlists/{playlist}", WHO).json()
    assert {"track"} == {"item", "track"} & set(whole["tracks"]["items"][0])
    assert whole["tracks"]["items"][0]["track"] == whole["items"]["items"][0]["item"]
    assert api(f"/playlists/{playlist}/tracks", WHO).json()["total"] == 5


def test_items_of_somebody_elses_playlist_are_hidden_in_development_mode(
    sandbox: SandboxProcess, api: Api, playlist: str
) -> None:
    seen = api(f"/playlists/{playlist}", OTHER).json()
    assert seen["name"] == "Test <b>bed</b>"
    assert "items" not in seen
    assert api(f"/playlists/{playlist}/items", OTHER).status_code == 403
    sandbox.config(quota_mode="extended")
    assert api(f"/playlists/{playlist}/items", OTHER).status_code == 200


def test_private_playlist_is_404_for_others(api: Api, ids: Ids) -> None:
    private = ids["listeners"][0]["private_playlists"][0]
    assert api(f"/playlists/{private}", WHO).status_code == 200
    assert api(f"/playlists/{private}", OTHER).status_code == 404
    assert api(f"/playlists/{private}").status_code == 404


def test_private_playlists_are_listed_only_with_their_scope(api: Api) -> None:
    everything = api("/me/playlists", WHO).json()["items"]
    public = api("/me/playlists", WHO, scopes="user-read-private").json()["items"]
    assert {entry["public"] for entry in everything} == {True, False}
    assert {entry["public"] for entry in public} == {True}


def test_collaborator_sees_and_changes_a_collaborative_playlist(api: Api, ids: Ids) -> None:
    shared = next(
        entry for entry in api("/me/playlists?limit=50", "jonas_lindqvist").json()["items"] if entry["collaborative"]
    )
    path = f"/playlists/{shared['id']}/items"
    assert api(path, "jonas_lindqvist").status_code == 200
    uris = [f"spotify:track:{ids['tracks'][0]}"]
    assert api(path, "jonas_lindqvist", "POST", json={"uris": uris}).status_code == 201
    last = api(f"{path}?limit=1&offset={shared['items']['total']}", WHO).json()["items"][0]
    assert last["added_by"]["id"] == "jonas_lindqvist"


def test_adding_at_a_position_and_in_the_query(api: Api, playlist: str, ids: Ids) -> None:
    extra = ids["tracks"][6]
    answer = api(f"/playlists/{playlist}/items?position=1&uris=spotify:track:{extra}", WHO, "POST")
    assert answer.status_code == 201
    assert _tracks(api, playlist)[1] == extra


def test_reordering_moves_a_range(api: Api, playlist: str, ids: Ids) -> None:
    a, b, c, d, e = ids["tracks"][:5]
    api(f"/playlists/{playlist}/items", WHO, "PUT", json={"range_start": 0, "insert_before": 5, "range_length": 2})
    assert _tracks(api, playlist) == [c, d, e, a, b]
    api(f"/playlists/{playlist}/items", WHO, "PUT", json={"range_start": 4, "insert_before": 0})
    assert _tracks(api, playlist) == [b, c, d, e, a]


def test_replacing_puts_other_items_in(api: Api, playlist: str, ids: Ids) -> None:
    uris = [f"spotify:track:{track}" for track in ids["tracks"][8:10]]
    assert api(f"/playlists/{playlist}/items", WHO, "PUT", json={"uris": uris}).status_code == 200
    assert _tracks(api, playlist) == ids["tracks"][8:10]
    assert api(f"/playlists/{playlist}/items", WHO, "PUT", json={"uris": []}).status_code == 200
    assert _tracks(api, playlist) == []


def test_removing_takes_every_occurrence(api: Api, playlist: str, ids: Ids) -> None:
    uri = f"spotify:track:{ids['tracks'][0]}"
    api(f"/playlists/{playlist}/items", WHO, "POST", json=[uri])
    assert api(f"/playlists/{playlist}/items", WHO, "DELETE", json={"items": [{"uri": uri}]}).status_code == 200
    assert _tracks(api, playlist) == ids["tracks"][1:5]


def test_snapshot_changes_with_every_change_and_a_foreign_one_is_400(api: Api, playlist: str, ids: Ids) -> None:
    before = api(f"/playlists/{playlist}", WHO).json()["snapshot_id"]
    move = {"range_start": 0, "insert_before": 2, "snapshot_id": before}
    after = api(f"/playlists/{playlist}/items", WHO, "PUT", json=move).json()["snapshot_id"]
    assert after != before
    assert after == api(f"/playlists/{playlist}", WHO).json()["snapshot_id"]
    assert (
        api(f"/playlists/{playlist}/items", WHO, "PUT", json={**move, "snapshot_id": "bm9uc2Vuc2U="}).status_code == 400
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"uris": ["nonsense"]},
        {"uris": ["spotify:track:" + "0" * 22]},
        {"uris": ["spotify:track:x"] * 101},
        {"uris": "spotify:track:short"},
    ],
)
def test_bad_items_are_400_and_change_nothing(body: dict[str, Any], api: Api, playlist: str) -> None:
    assert api(f"/playlists/{playlist}/items", WHO, "POST", json=body).status_code == 400
    assert len(_tracks(api, playlist)) == 5


def test_body_that_is_not_json_is_400(api: Api, playlist: str) -> None:
    assert api(f"/playlists/{playlist}/items", WHO, "POST", data="{not json").status_code == 400


def test_only_the_owner_changes_a_playlist(api: Api, playlist: str) -> None:
    assert api(f"/playlists/{playlist}", OTHER, "PUT", json={"name": "Mine now"}).status_code == 403
    assert api(f"/playlists/{playlist}", WHO, "PUT", json={"name": "Renamed", "public": False}).status_code == 200
    assert api(f"/playlists/{playlist}", WHO).json()["name"] == "Renamed"
    assert api(f"/playlists/{playlist}", OTHER).status_code == 404


def test_writing_needs_the_scope_for_public_or_private(api: Api) -> None:
    body = {"name": "No", "public": False}
    assert api("/me/playlists", WHO, "POST", scopes="playlist-modify-public", json=body).status_code == 403
    assert api("/me/playlists", WHO, "POST", scopes="playlist-modify-private", json=body).status_code == 201


def test_creating_for_a_user_by_name_is_for_extended_mode(sandbox: SandboxProcess, api: Api) -> None:
    assert api(f"/users/{WHO}/playlists", WHO, "POST", json={"name": "Old way"}).status_code == 403
    sandbox.config(quota_mode="extended")
    assert api(f"/users/{WHO}/playlists", WHO, "POST", json={"name": "Old way"}).status_code == 201
    assert api(f"/users/{OTHER}/playlists", WHO, "POST", json={"name": "Not mine"}).status_code == 403


def test_one_playlist_holds_a_local_file_an_episode_and_nothing(api: Api) -> None:
    for entry in api("/me/playlists?limit=50", "theo.archivist").json()["items"]:
        items = api(f"/playlists/{entry['id']}/items?limit=50", "theo.archivist").json().get("items", [])
        local = [item for item in items if item["is_local"]]
        if local:
            break
    assert local[0]["item"]["id"] is None
    assert local[0]["item"]["uri"].startswith("spotify:local:")
    assert "episode" in [item["item"]["type"] for item in items if item["item"]]
    assert None in [item["item"] for item in items]


def test_long_playlist_comes_in_pages(api: Api) -> None:
    entries = api("/me/playlists?limit=50", "theo.archivist").json()["items"]
    entries += api("/me/playlists?limit=50&offset=50", "theo.archivist").json()["items"]
    longest = max(entries, key=lambda entry: entry.get("items", {}).get("total", 0))
    assert longest["items"]["total"] > 500
    page = api(f"/playlists/{longest['id']}/items?limit=50&offset=600", "theo.archivist").json()
    assert page["next"] is None
    assert len(page["items"]) == longest["items"]["total"] - 600


def test_following_by_uri_puts_a_playlist_into_the_list(api: Api, playlist: str) -> None:
    uri = f"spotify:playlist:{playlist}"
    assert api(f"/me/library?uris={uri}", OTHER, "PUT").status_code == 200
    assert playlist in [entry["id"] for entry in api("/me/playlists?limit=50", OTHER).json()["items"]]
    assert api(f"/playlists/{playlist}", WHO).json()["followers"]["total"] == 1
    assert api(f"/me/library?uris={uri}", OTHER, "DELETE").status_code == 200
    assert playlist not in [entry["id"] for entry in api("/me/playlists?limit=50", OTHER).json()["items"]]
