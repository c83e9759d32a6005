"""The listener's own endpoints: profile, top items, history, library, following."""

from __future__ import annotations

from typing import Any

import pytest

from spotify_cache.sandbox.process import SandboxProcess

from .conftest import Api

Ids = dict[str, Any]
WHO = "jonas_lindqvist"


def test_profile_in_development_mode_has_a_stable_account_id_and_nothing_private(api: Api) -> None:
    profile = api("/me", WHO).json()
    assert profile["account_id"] == "acct_1Zt8WbN5cLh9"
    assert profile["display_name"] == "Jonas Lindqvist"
    assert not {"email", "country", "product", "followers", "explicit_content"} & set(profile)


def test_profile_in_extended_mode_tells_what_the_scopes_allow(sandbox: SandboxProcess, api: Api) -> None:
    sandbox.config(quota_mode="extended")
    assert {"email", "country", "product"} <= set(api("/me", WHO).json())
    assert not {"email", "country", "product"} & set(api("/me", WHO, scopes="").json())


def test_cast_covers_what_an_application_must_cope_with(ids: Ids, api: Api) -> None:
    listeners = {listener["id"]: listener for listener in ids["listeners"]}
    assert len(listeners) >= 6
    assert any(listener["display_name"] is None for listener in listeners.values())
    assert any(not (listener["display_name"] or "x").isascii() for listener in listeners.values())
    assert (
        api("/me", next(name for name, listener in listeners.items() if not listener["has_image"])).json()["images"]
        == []
    )
    assert api("/me/player/recently-played", "sam.whitfield").json()["items"] == []
    assert api("/me/top/tracks", "sam.whitfield").json()["total"] == 0


@pytest.mark.parametrize("kind", ["artists", "tracks"])
def test_top_items_differ_by_period_and_listener(kind: str, api: Api) -> None:
    def top(who: str, period: str) -> list[str]:
        return [item["id"] for item in api(f"/me/top/{kind}?time_range={period}&limit=50", who).json()["items"]]

    assert len(top(WHO, "long_term")) == 50
    assert top(WHO, "short_term") != top(WHO, "long_term")
    assert not set(top(WHO, "medium_term")) & set(top("dolores_vega", "medium_term"))
    assert api(f"/me/top/{kind}?time_range=forever", WHO).status_code == 400


def test_history_is_fifty_plays_newest_first_and_moves_by_cursor(api: Api) -> None:
    whole = api("/me/player/recently-played?limit=50", WHO).json()
    times = [play["played_at"] for play in whole["items"]]
    assert len(times) == 50
    assert times == sorted(times, reverse=True)
    first = api("/me/player/recently-played?limit=20", WHO).json()
    rest = api(f"/me/player/recently-played?limit=50&before={first['cursors']['before']}", WHO).json()
    assert [play["played_at"] for play in (*first["items"], *rest["items"])] == times
    newer = api(f"/me/player/recently-played?after={rest['cursors']['after']}", WHO).json()
    assert [play["played_at"] for play in newer["items"]] == times[:20]
    both = api("/me/player/recently-played?after=1&before=2", WHO)
    assert both.status_code == 400


def test_history_grows_when_the_clock_moves_on(sandbox: SandboxProcess, api: Api) -> None:
    before = api("/me/player/recently-played?limit=1", WHO).json()["items"][0]["played_at"]
    sandbox.control("clock", {"advance_s": 86_400})
    after = api("/me/player/recently-played?limit=1", WHO).json()["items"][0]["played_at"]
    assert after > before


def test_plays_out_of_an_album_say_so(api: Api) -> None:
    plays = api("/me/player/recently-played?limit=50", WHO).json()["items"]
    contexts = [play["context"] for play in plays if play["context"]]
    assert contexts
    assert contexts[0]["uri"].startswith("spotify:album:")


def test_saved_music_is_newest_first_and_long_for_who_collects(api: Api) -> None:
    page = api("/me/tracks?limit=50", "theo.archivist").json()
    assert page["total"] == 1250
    dates = [entry["added_at"] for entry in page["items"]]
    assert dates == sorted(dates, reverse=True)
    assert api("/me/albums", "theo.archivist").json()["items"][0]["album"]["tracks"]["items"]


def test_library_by_uri_saves_tells_and_removes(api: Api, ids: Ids) -> None:
    track, album, artist = ids["tracks"][0], ids["albums"][0], ids["artists"][0]
    uris = f"spotify:track:{track},spotify:album:{album},spotify:artist:{artist}"
    who = "sam.whitfield"
    assert api(f"/me/library/contains?uris={uris}", who).json() == [False, False, False]
    assert api(f"/me/library?uris={uris}", who, "PUT").status_code == 200
    assert api(f"/me/library/contains?uris={uris}", who).json() == [True, True, True]
    assert api("/me/tracks", who).json()["items"][0]["track"]["id"] == track
    assert api("/me/albums", who).json()["items"][0]["album"]["id"] == album
    assert api("/me/following?type=artist", who).json()["artists"]["items"][0]["id"] == artist
    assert api(f"/me/library?uris={uris}", who, "DELETE").status_code == 200
    assert api(f"/me/library/contains?uris={uris}", who).json() == [False, False, False]


@pytest.mark.parametrize(
    "uris",
    ["", "nonsense", "spotify:track:short", "spotify:song:" + "1" * 22, ",".join(["spotify:track:" + "1" * 22] * 41)],
)
def test_bad_uris_are_400(uris: str, api: Api) -> None:
    assert api("/me/library", WHO, "PUT", params={"uris": uris}).status_code == 400


def test_older_library_calls_work_in_extended_mode_only(sandbox: SandboxProcess, api: Api, ids: Ids) -> None:
    who, track = "sam.whitfield", ids["tracks"][1]
    assert api(f"/me/tracks?ids={track}", who, "PUT").status_code == 403
    sandbox.config(quota_mode="extended")
    assert api(f"/me/tracks?ids={track}", who, "PUT").status_code == 200
    assert api(f"/me/tracks/contains?ids={track},{ids['tracks'][2]}", who).json() == [True, False]
    assert api("/me/tracks", who, "DELETE", json={"ids": [track]}).status_code == 200
    assert api("/me/tracks", who).json()["total"] == 0


def test_followed_artists_come_by_cursor(api: Api) -> None:
    first = api("/me/following?type=artist&limit=20", WHO).json()["artists"]
    rest = api(f"/me/following?type=artist&limit=20&after={first['cursors']['after']}", WHO).json()["artists"]
    assert first["total"] == 30
    assert (len(first["items"]), len(rest["items"])) == (20, 10)
    assert rest["next"] is None
    assert not {item["id"] for item in first["items"]} & {item["id"] for item in rest["items"]}


def test_call_without_the_scope_is_403(api: Api) -> None:
    for path in ("/me/top/artists", "/me/player/recently-played", "/me/tracks", "/me/following?type=artist"):
        answer = api(path, WHO, scopes="user-read-private")
        assert (answer.status_code, answer.json()["error"]["message"]) == (403, "Insufficient client scope")


def test_call_for_a_listener_with_the_apps_own_token_is_401(api: Api) -> None:
    for path in ("/me", "/me/playlists", "/me/tracks"):
        assert api(path).status_code == 401


def test_other_peoples_profiles_are_gone_in_development_mode(sandbox: SandboxProcess, api: Api) -> None:
    assert api(f"/users/{WHO}").status_code == 403
    sandbox.config(quota_mode="extended")
    assert api(f"/users/{WHO}").json()["display_name"] == "Jonas Lindqvist"
    assert api("/users/nobody").status_code == 404
