"""Tracks, albums and artists over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from spotify_cache.sandbox.process import SandboxProcess

from .conftest import Api

Ids = dict[str, Any]


@pytest.mark.parametrize("kind", ["tracks", "albums", "artists", "playlists"])
def test_malformed_id_is_400(kind: str, api: Api) -> None:
    for identifier in ("short", "not-base-62!" + "x" * 10, "1" * 23):
        answer = api(f"/{kind}/{identifier}")
        assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Invalid base62 id")


@pytest.mark.parametrize("kind", ["tracks", "albums", "artists", "playlists"])
def test_unknown_id_is_404(kind: str, api: Api) -> None:
    answer = api(f"/{kind}/{'0' * 22}")
    assert answer.json() == {"error": {"status": 404, "message": "Resource not found"}}


def test_unknown_path_is_404_and_wrong_method_405(api: Api) -> None:
    assert api("/no/such/thing").status_code == 404
    assert api("/markets", method="POST").status_code == 405


def test_unknown_id_in_a_batch_is_null_in_its_place(sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    sandbox.config(quota_mode="extended")
    for kind in ("tracks", "albums", "artists"):
        first, second = ids[kind][:2]
        found = api(f"/{kind}?ids={first},{'0' * 22},{second}").json()[kind]
        assert [item and item["id"] for item in found] == [first, None, second]


@pytest.mark.parametrize(("kind", "most"), [("tracks", 50), ("albums", 20), ("artists", 50)])
def test_batch_that_is_too_large_is_400(kind: str, most: int, sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    sandbox.config(quota_mode="extended")
    identifier = ids[kind][0]
    assert api(f"/{kind}?ids=" + ",".join([identifier] * most)).status_code == 200
    assert api(f"/{kind}?ids=" + ",".join([identifier] * (most + 1))).status_code == 400


def test_batches_are_gone_in_development_mode(api: Api, ids: Ids) -> None:
    assert api(f"/tracks?ids={ids['tracks'][0]}").json() == {"error": {"status": 403, "message": "Forbidden"}}


def test_album_carries_fifty_tracks_and_the_address_of_the_next(api: Api, ids: Ids) -> None:
    album = api(f"/albums/{ids['longest_album']['id']}").json()
    assert len(album["tracks"]["items"]) == 50
    assert album["tracks"]["total"] == album["total_tracks"] == ids["longest_album"]["tracks"]
    assert album["tracks"]["next"].endswith(f"/albums/{album['id']}/tracks?offset=50&limit=50")


def test_pages_of_an_album_lead_through_all_of_its_tracks(
    sandbox: SandboxProcess, http: requests.Session, api: Api, ids: Ids
) -> None:
    page = api(f"/albums/{ids['longest_album']['id']}/tracks?limit=50").json()
    headers = {"Authorization": f"Bearer {sandbox.token()}"}
    seen = [track["id"] for track in page["items"]]
    assert page["previous"] is None
    while page["next"]:
        page = http.get(page["next"], headers=headers).json()
        seen += [track["id"] for track in page["items"]]
    assert len(set(seen)) == ids["longest_album"]["tracks"]
    assert http.get(page["previous"], headers=headers).json()["next"] == page["href"]


def test_discs_of_an_album_are_told(api: Api, ids: Ids) -> None:
    tracks = api(f"/albums/{ids['multi_disc_album']['id']}/tracks?limit=50").json()["items"]
    assert {track["disc_number"] for track in tracks} >= {1, 2}


def test_every_object_has_its_page_address_id_type_and_uri(sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    track = api(f"/tracks/{ids['tracks'][0]}").json()
    for item in (track, track["album"], track["artists"][0]):
        assert item["uri"] == f"spotify:{item['type']}:{item['id']}"
        assert item["external_urls"]["spotify"] == f"https://open.spotify.com/{item['type']}/{item['id']}"
        assert item["href"] == f"{sandbox.api_url}/{item['type']}s/{item['id']}"


def test_discography_is_grouped_and_newest_first_within_a_group(sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    sandbox.config(quota_mode="extended")
    albums = api(f"/artists/{ids['guest_artist']}/albums?limit=50").json()["items"]
    groups = [album["album_group"] for album in albums]
    order = ["album", "single", "compilation", "appears_on"]
    assert groups == sorted(groups, key=order.index)
    assert "appears_on" in groups
    for group in set(groups):
        dates = [album["release_date"] for album in albums if album["album_group"] == group]
        assert dates == sorted(dates, reverse=True)


def test_discography_can_be_asked_for_by_group(api: Api, ids: Ids) -> None:
    artist = ids["guest_artist"]
    singles = api(f"/artists/{artist}/albums?include_groups=single&limit=10").json()
    assert {album["album_type"] for album in singles["items"]} == {"single"}
    guest = api(f"/artists/{artist}/albums?include_groups=appears_on&limit=10").json()
    assert all(artist not in [one["id"] for one in album["artists"]] for album in guest["items"])
    assert "include_groups=appears_on" in guest["href"]
    assert api(f"/artists/{artist}/albums?include_groups=nonsense").status_code == 400


def test_discography_comes_in_pages_of_five_and_at_most_ten_in_development_mode(
    sandbox: SandboxProcess, api: Api, ids: Ids
) -> None:
    path = f"/artists/{ids['artists'][0]}/albums"
    assert api(path).json()["limit"] == 5
    assert api(f"{path}?limit=10").status_code == 200
    assert api(f"{path}?limit=11").status_code == 400
    sandbox.config(quota_mode="extended")
    assert api(f"{path}?limit=50").status_code == 200


def test_market_takes_the_place_of_the_list_of_markets(sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    sandbox.config(quota_mode="extended")
    path = f"/albums/{ids['limited_album']['id']}"
    album = api(path).json()
    away = next(code for code in api("/markets").json()["markets"] if code not in album["available_markets"])
    here = api(f"{path}?market={album['available_markets'][0]}").json()
    there = api(f"{path}?market={away}").json()
    assert "available_markets" not in here
    assert here["is_playable"] is True
    assert there["is_playable"] is False
    assert there["restrictions"] == {"reason": "market"}
    assert api(f"{path}?market=XX").status_code == 400


def test_track_that_is_not_to_be_had_plays_as_another_release_in_extended_mode(
    sandbox: SandboxProcess, api: Api, ids: Ids
) -> None:
    relinked = ids["relinked_track"]
    path = f"/tracks/{relinked['id']}?market={relinked['market']}"
    restricted = api(path).json()
    assert (restricted["id"], restricted["is_playable"]) == (relinked["id"], False)
    sandbox.config(quota_mode="extended")
    playing = api(path).json()
    assert (playing["id"], playing["is_playable"]) == (relinked["plays"], True)
    assert playing["linked_from"]["id"] == relinked["id"]


def test_top_tracks_are_ten_of_the_artists_best_known(sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    sandbox.config(quota_mode="extended")
    artist = ids["artists"][0]
    tracks = api(f"/artists/{artist}/top-tracks").json()["tracks"]
    assert len(tracks) == 10
    assert all(artist in [one["id"] for one in track["artists"]] for track in tracks)
    popularity = [track["popularity"] for track in tracks]
    assert popularity == sorted(popularity, reverse=True)


def test_related_artists_are_twenty_and_the_nearest_share_a_genre(sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    sandbox.config(quota_mode="extended")
    genres = set(api(f"/artists/{ids['artists'][0]}").json()["genres"])
    related = api(f"/artists/{ids['artists'][0]}/related-artists").json()["artists"]
    assert len(related) == 20
    assert all(genres & set(artist["genres"]) for artist in related[:3])


def test_recommendations_take_one_to_five_seeds_and_leave_the_seeds_out(
    sandbox: SandboxProcess, api: Api, ids: Ids
) -> None:
    sandbox.config(quota_mode="extended")
    seed = ids["tracks"][0]
    genre = api("/recommendations/available-genre-seeds").json()["genres"][0]
    answer = api(f"/recommendations?seed_tracks={seed}&seed_genres={genre}&limit=40").json()
    assert len(answer["tracks"]) == 40
    assert seed not in [track["id"] for track in answer["tracks"]]
    assert [entry["type"] for entry in answer["seeds"]] == ["TRACK", "GENRE"]
    assert api("/recommendations").status_code == 400
    assert api("/recommendations?seed_tracks=" + ",".join(ids["tracks"][:6])).status_code == 400


def test_new_releases_are_the_newest_albums(sandbox: SandboxProcess, api: Api) -> None:
    sandbox.config(quota_mode="extended")
    albums = api("/browse/new-releases?limit=50").json()["albums"]
    dates = [album["release_date"] for album in albums["items"]]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == "2026-11-20"


def test_change_of_a_name_shows_everywhere_and_is_taken_back_by_reset(
    sandbox: SandboxProcess, api: Api, ids: Ids
) -> None:
    album = ids["albums"][0]
    old = sandbox.control("change", {"type": "album", "id": album, "name": "Zanzibarian Quodlibet"})["old_name"]
    track = api(f"/albums/{album}").json()["tracks"]["items"][0]["id"]
    assert api(f"/tracks/{track}").json()["album"]["name"] == "Zanzibarian Quodlibet"
    assert api("/search?q=zanzibarian&type=album").json()["albums"]["items"][0]["id"] == album
    sandbox.reset()
    assert api(f"/albums/{album}").json()["name"] == old
    assert api("/search?q=zanzibarian&type=album").json()["albums"]["total"] == 0
