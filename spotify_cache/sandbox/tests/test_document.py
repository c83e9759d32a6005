"""Every endpoint's answer is held against Spotify's own document, in both quota modes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from spotify_cache.sandbox.process import SandboxProcess

from .conftest import Api
from .document import REMOVED, fields_of, missing, operations, response_schema, violations, without_removed

Ids = dict[str, Any]
WHO = "mira.okonjo"

# Operation of the document -> path with its query, from handy IDs.
READS: dict[str, Callable[[Ids], str]] = {
    "get-an-album": lambda ids: f"/albums/{ids['multi_disc_album']['id']}",
    "get-multiple-albums": lambda ids: "/albums?ids=" + ",".join(ids["albums"][:4]),
    "get-an-albums-tracks": lambda ids: f"/albums/{ids['long_album']['id']}/tracks?limit=50",
    "get-an-artist": lambda ids: f"/artists/{ids['artists'][0]}",
    "get-multiple-artists": lambda ids: "/artists?ids=" + ",".join(ids["artists"][:10]),
    "get-an-artists-albums": lambda ids: f"/artists/{ids['guest_artist']}/albums?limit=10",
    "get-an-artists-top-tracks": lambda ids: f"/artists/{ids['artists'][1]}/top-tracks",
    "get-an-artists-related-artists": lambda ids: f"/artists/{ids['artists'][2]}/related-artists",
    "get-track": lambda ids: f"/tracks/{ids['featuring_track']}",
    "get-several-tracks": lambda ids: "/tracks?ids=" + ",".join(ids["tracks"][:10]),
    "search": lambda ids: "/search?q=night&type=album,artist,track,playlist,show,episode,audiobook&limit=10",
    "get-current-users-profile": lambda ids: "/me",
    "get-playlist": lambda ids: f"/playlists/{ids['listeners'][0]['public_playlists'][0]}",
    "get-playlists-tracks": lambda ids: f"/playlists/{ids['listeners'][0]['public_playlists'][0]}/tracks",
    "get-playlists-items": lambda ids: f"/playlists/{ids['listeners'][0]['public_playlists'][0]}/items",
    "get-a-list-of-current-users-playlists": lambda ids: "/me/playlists",
    "check-library-contains": lambda ids: f"/me/library/contains?uris=spotify:track:{ids['tracks'][0]}",
    "get-users-saved-albums": lambda ids: "/me/albums?limit=4",
    "check-users-saved-albums": lambda ids: f"/me/albums/contains?ids={ids['albums'][0]}",
    "get-users-saved-tracks": lambda ids: "/me/tracks?limit=10",
    "check-users-saved-tracks": lambda ids: f"/me/tracks/contains?ids={ids['tracks'][0]}",
    "get-users-profile": lambda ids: f"/users/{ids['listeners'][1]['id']}",
    "get-list-users-playlists": lambda ids: f"/users/{ids['listeners'][1]['id']}/playlists",
    "get-categories": lambda ids: "/browse/categories",
    "get-playlist-cover": lambda ids: f"/playlists/{ids['listeners'][0]['public_playlists'][0]}/images",
    "get-new-releases": lambda ids: "/browse/new-releases",
    "get-followed": lambda ids: "/me/following?type=artist",
    "check-current-user-follows": lambda ids: f"/me/following/contains?type=artist&ids={ids['artists'][0]}",
    "get-recommendations": lambda ids: f"/recommendations?seed_artists={ids['artists'][0]}&limit=10",
    "get-recommendation-genres": lambda ids: "/recommendations/available-genre-seeds",
    "get-recently-played": lambda ids: "/me/player/recently-played?limit=10",
    "get-available-markets": lambda ids: "/markets",
    "get-users-top-artists": lambda ids: "/me/top/artists?time_range=long_term",
    "get-users-top-tracks": lambda ids: "/me/top/tracks?time_range=short_term&limit=10",
}
# The document knows fields that no answer of this kind has: the other naming of playlist items, a count of plays.
_NOT_SENT = {"/items", "/tracks", "/item", "/track", "/total"}


@pytest.mark.parametrize("operation", READS)
def test_answer_in_extended_mode_has_the_documented_shape_and_size(
    operation: str, sandbox: SandboxProcess, api: Api, ids: Ids
) -> None:
    sandbox.config(quota_mode="extended")
    answer = api(READS[operation](ids), listener=WHO)
    assert answer.status_code == 200, answer.text
    schema = response_schema(operation, 200)
    assert schema is not None
    assert violations(schema, answer.json()) == []
    absent = {field for field in missing(schema, answer.json()) if field.split("]")[-1] not in _NOT_SENT}
    assert absent == set()


@pytest.mark.parametrize("operation", READS)
def test_answer_in_development_mode_is_the_same_less_what_was_removed(operation: str, api: Api, ids: Ids) -> None:
    answer = api(READS[operation](ids), listener=WHO)
    if operations()[operation][2].get("deprecated"):
        assert answer.status_code == 403
        return
    assert answer.status_code == 200, answer.text
    schema = response_schema(operation, 200)
    assert schema is not None
    assert violations(without_removed(schema), answer.json()) == []
    assert fields_of(answer.json()) & REMOVED == set()


def test_every_deprecated_operation_that_the_sandbox_knows_is_refused_in_development_mode(
    sandbox: SandboxProcess, api: Api
) -> None:
    for method, path, operation in operations().values():
        url = path.replace("{", "").replace("}", "")
        for name in ("id", "playlist_id", "category_id"):
            url = url.replace(f"/{name}", "/" + "1" * 22)
        sandbox.config(quota_mode="extended")
        known = api(url, listener=WHO, method=method).status_code not in (404, 405) or not operation.get("deprecated")
        sandbox.config(quota_mode="development")
        if known and operation.get("deprecated"):
            assert api(url, listener=WHO, method=method).status_code == 403, (method, path)


def test_error_has_the_documented_shape(api: Api) -> None:
    answer = api("/tracks/" + "0" * 22)
    schema = response_schema("get-track", 404) if "404" in operations()["get-track"][2]["responses"] else None
    assert answer.status_code == 404
    assert answer.json() == {"error": {"status": 404, "message": "Resource not found"}}
    assert schema is None or violations(schema, answer.json()) == []
