"""spotipy itself, with its own retries off, against the sandbox."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import spotipy
from spotipy.oauth2 import SpotifyClientCredentials, SpotifyOAuth, SpotifyOauthError, SpotifyPKCE

from spotify_cache.sandbox.process import SandboxProcess

from .conftest import SCOPES

Ids = dict[str, Any]
WHO = "mira.okonjo"


def _client(sandbox: SandboxProcess, token: str) -> Any:
    # A session of one's own: spotipy's has retries that turn an answer into an exception without reason or headers.
    client = spotipy.Spotify(auth=token, requests_session=requests.Session(), requests_timeout=5)
    client.prefix = f"{sandbox.api_url}/"
    return client


@pytest.fixture
def app(sandbox: SandboxProcess) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield _client(sandbox, sandbox.token())


@pytest.fixture
def mine(sandbox: SandboxProcess) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield _client(sandbox, sandbox.token(WHO, SCOPES))


def test_single_items_and_pages(app: Any, ids: Ids) -> None:
    album = app.album(ids["longest_album"]["id"])
    page = album["tracks"]
    seen = len(page["items"])
    while page["next"]:
        page = app.next(page)
        seen += len(page["items"])
    assert seen == album["total_tracks"]
    assert app.track(ids["tracks"][0])["id"] == ids["tracks"][0]
    assert app.artist(f"spotify:artist:{ids['artists'][0]}")["id"] == ids["artists"][0]
    assert app.artist_albums(ids["artists"][0], limit=10)["items"]
    assert app.album_tracks(ids["albums"][0])["items"]


def test_search(app: Any) -> None:
    found = app.search("year:1980-1989 night", limit=10, type="track,album")
    assert found["tracks"]["items"]


def test_batches_and_browsing_in_extended_mode(sandbox: SandboxProcess, app: Any, ids: Ids) -> None:
    sandbox.config(quota_mode="extended")
    assert len(app.tracks(ids["tracks"][:50])["tracks"]) == 50
    assert len(app.albums(ids["albums"][:20])["albums"]) == 20
    assert len(app.artists(ids["artists"][:50])["artists"]) == 50
    assert app.artist_top_tracks(ids["artists"][0])["tracks"]
    assert app.artist_related_artists(ids["artists"][0])["artists"]
    assert app.new_releases()["albums"]["items"]
    assert app.categories()["categories"]["items"]
    assert len(app.available_markets()["markets"]) > 170
    assert app.recommendations(seed_artists=ids["artists"][:2], limit=10)["tracks"]


def test_own_things_are_read(mine: Any) -> None:
    assert mine.me()["id"] == WHO
    assert mine.current_user_top_artists(limit=10)["items"]
    assert mine.current_user_top_tracks(limit=10, time_range="long_term")["items"]
    assert mine.current_user_recently_played()["items"]
    assert mine.current_user_saved_tracks()["items"]
    assert mine.current_user_saved_albums()["items"]
    assert mine.current_user_followed_artists()["artists"]["items"]
    assert mine.current_user_playlists()["items"]


def test_library_is_written(mine: Any, ids: Ids) -> None:
    mine.current_user_saved_tracks_add([ids["tracks"][0]])
    assert mine.current_user_saved_tracks_contains([ids["tracks"][0]]) == [True]
    mine.current_user_saved_tracks_delete([ids["tracks"][0]])
    assert mine.current_user_saved_tracks_contains([ids["tracks"][0]]) == [False]
    mine.user_follow_artists([ids["artists"][0]])
    assert mine.current_user_following_artists([ids["artists"][0]]) == [True]


def test_playlist_lives_and_dies(mine: Any, ids: Ids) -> None:
    playlist = mine.current_user_playlist_create("From spotipy", public=False)["id"]
    mine.playlist_add_items(playlist, ids["tracks"][:4])
    mine.playlist_reorder_items(playlist, range_start=0, insert_before=4)
    order = [entry["item"]["id"] for entry in mine.playlist_items(playlist)["items"]]
    assert order == [*ids["tracks"][1:4], ids["tracks"][0]]
    mine.playlist_remove_all_occurrences_of_items(playlist, [ids["tracks"][2]])
    mine.playlist_change_details(playlist, name="Renamed")
    assert mine.playlist(playlist)["name"] == "Renamed"
    assert mine.playlist(playlist)["items"]["total"] == 3
    mine.playlist_replace_items(playlist, [])
    assert mine.playlist_items(playlist)["total"] == 0


def test_only_the_wanted_fields_come_when_fields_are_named(mine: Any, ids: Ids) -> None:
    playlist = mine.current_user_playlist_create("Fields")["id"]
    mine.playlist_add_items(playlist, ids["tracks"][:2])
    answer = mine.playlist_items(playlist, fields="total,items(added_at,item(id,album(name)))")
    assert set(answer) == {"total", "items"}
    assert set(answer["items"][0]) == {"added_at", "item"}
    assert set(answer["items"][0]["item"]) == {"id", "album"}
    assert set(answer["items"][0]["item"]["album"]) == {"name"}


def test_errors_reach_the_caller_with_status_reason_and_headers(sandbox: SandboxProcess, app: Any, ids: Ids) -> None:
    with pytest.raises(spotipy.SpotifyException) as missing:
        app.track("0" * 22)
    assert missing.value.http_status == 404
    sandbox.faults({"fault": "quota_exceeded", "retry_after": 77})
    with pytest.raises(spotipy.SpotifyException) as refused:
        app.track(ids["tracks"][0])
    assert (refused.value.http_status, refused.value.reason) == (429, "QUOTA_EXCEEDED")
    assert refused.value.headers["Retry-After"] == "77"


def test_body_that_is_not_json_comes_back_as_none(sandbox: SandboxProcess, app: Any, ids: Ids) -> None:
    sandbox.faults({"fault": "badjson", "times": 1})
    assert app.track(ids["tracks"][0]) is None


def test_client_credentials_manager(sandbox: SandboxProcess, ids: Ids) -> None:
    manager = SpotifyClientCredentials(
        "muse-sandbox", "muse-sandbox-secret", cache_handler=spotipy.MemoryCacheHandler()
    )
    manager.OAUTH_TOKEN_URL = f"{sandbox.accounts_url}/api/token"
    assert _client(sandbox, manager.get_access_token(as_dict=False)).track(ids["tracks"][0])
    wrong = SpotifyClientCredentials("muse-sandbox", "wrong", cache_handler=spotipy.MemoryCacheHandler())
    wrong.OAUTH_TOKEN_URL = f"{sandbox.accounts_url}/api/token"
    with pytest.raises(SpotifyOauthError, match="invalid_client"):
        wrong.get_access_token(as_dict=False)


@pytest.mark.parametrize("kind", [SpotifyOAuth, SpotifyPKCE])
def test_authorization_code_managers(kind: Any, sandbox: SandboxProcess) -> None:
    secret = {"client_secret": "muse-sandbox-secret"} if kind is SpotifyOAuth else {}
    manager = kind(
        client_id="muse-sandbox",
        redirect_uri="http://127.0.0.1:9/callback",
        scope="user-top-read",
        cache_handler=spotipy.MemoryCacheHandler(),
        open_browser=False,
        **secret,
    )
    manager.OAUTH_AUTHORIZE_URL = f"{sandbox.accounts_url}/authorize"
    manager.OAUTH_TOKEN_URL = f"{sandbox.accounts_url}/api/token"
    address = f"{manager.get_authorize_url()}&listener={WHO}&approve=1"
    location = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    manager.get_access_token(code=manager.parse_response_code(location))
    sandbox.control("clock", {"advance_s": 3700})
    token = manager.cache_handler.get_cached_token()
    refreshed = manager.refresh_access_token(token["refresh_token"])
    assert _client(sandbox, refreshed["access_token"]).me()["id"] == WHO
