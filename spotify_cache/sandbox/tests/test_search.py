"""Search: ranking, field filters, scripts, pages."""

from __future__ import annotations

from typing import Any

import pytest

from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.sandbox.search.query import parse_query
from spotify_cache.sandbox.search.words import words_of

from .conftest import Api

Ids = dict[str, Any]


def _first(api: Api, kind: str, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = api("/search", params={"type": kind, **query}).json()[f"{kind}s"]
    return found


def test_words_lose_case_accents_and_apostrophes() -> None:
    assert words_of("Don't Stop, Ólafur Ærø!") == ["dont", "stop", "olafur", "aero"]
    assert words_of("ΤΡΑΓΟΎΔΙ Μου") == words_of("τραγουδι μου")
    assert words_of("चाँद की रात")[0].startswith("च")


def test_query_is_split_into_words_and_filters() -> None:
    query = parse_query('night drive artist:"Blue Room" year:1990-1999 genre:dub techno')
    assert query.words == ["night", "drive"]
    assert query.filters == {"artist": "Blue Room", "year": "1990-1999", "genre": "dub techno"}
    assert query.years == (1990, 1999)


def test_what_follows_a_year_is_free_again() -> None:
    query = parse_query("year:1980-1989 night tag:new drive")
    assert query.words == ["night", "drive"]
    assert query.years == (1980, 1989)


def test_filter_without_quotes_goes_to_the_next_filter() -> None:
    query = parse_query("remaster track:Slow Train artist:Miles Dunmore")
    assert query.words == ["remaster"]
    assert query.filters == {"track": "Slow Train", "artist": "Miles Dunmore"}


@pytest.mark.parametrize("kind", ["artist", "album", "track"])
def test_whole_name_comes_first(kind: str, api: Api, ids: Ids) -> None:
    item = api(f"/{kind}s/{ids[f'{kind}s'][3]}").json()
    found = _first(api, kind, q=item["name"])
    assert found["items"][0]["name"].casefold() == item["name"].casefold()


def test_beginning_of_a_name_finds_it_before_parts_of_words(api: Api, ids: Ids) -> None:
    name = api(f"/artists/{ids['artists'][5]}").json()["name"]
    found = _first(api, "artist", q=name[:-2], limit=10)
    assert name in [artist["name"] for artist in found["items"]]
    letters = words_of(name[:-2])[0]
    ranks = [any(word.startswith(letters) for word in words_of(artist["name"])) for artist in found["items"]]
    assert ranks == sorted(ranks, reverse=True)


def test_case_and_accents_do_not_matter(api: Api) -> None:
    plain = _first(api, "album", q="cancao", limit=10)
    accented = _first(api, "album", q="CANÇÃO", limit=10)
    assert plain["total"] > 0
    assert plain["items"] == accented["items"]


def test_artist_and_title_together_find_the_track(api: Api, ids: Ids) -> None:
    track = api(f"/tracks/{ids['tracks'][7]}").json()
    title = track["name"].split(" (")[0]
    found = _first(api, "track", q=f"{track['artists'][0]['name']} {title}", limit=10)
    assert track["name"] in [item["name"] for item in found["items"]]
    assert all(track["artists"][0]["id"] in [one["id"] for one in item["artists"]] for item in found["items"][:1])


def test_every_script_can_be_searched(api: Api, ids: Ids) -> None:
    assert len(ids["non_latin"]) >= 6
    for artist in ids["non_latin"]:
        assert artist["id"] in [item["id"] for item in _first(api, "artist", q=artist["name"], limit=10)["items"]]


def test_part_of_a_japanese_title_finds_it(api: Api) -> None:
    found = _first(api, "track", q="夜の", limit=10)
    assert found["total"] > 2
    assert all("夜" in track["name"] or "夜" in track["album"]["name"] for track in found["items"])


def test_artist_filter(api: Api, ids: Ids) -> None:
    artist = api(f"/artists/{ids['artists'][2]}").json()
    for kind in ("album", "track"):
        items = _first(api, kind, q=f'artist:"{artist["name"]}"', limit=10)["items"]
        assert items
        assert all(artist["id"] in [one["id"] for one in item["artists"]] for item in items)


def test_album_and_track_filters(api: Api, ids: Ids) -> None:
    track = api(f"/tracks/{ids['tracks'][11]}").json()
    query = f'track:"{track["name"].split(" (")[0]}" album:"{track["album"]["name"]}"'
    assert track["id"] in [item["id"] for item in _first(api, "track", q=query, limit=10)["items"]]


def test_year_filter_takes_a_year_or_a_range(api: Api) -> None:
    single = _first(api, "album", q="year:1979", limit=10)["items"]
    assert {album["release_date"][:4] for album in single} == {"1979"}
    range_ = _first(api, "track", q="love year:1990-1999", limit=10)["items"]
    assert all("1990" <= track["album"]["release_date"][:4] <= "1999" for track in range_)
    assert _first(api, "album", q="year:soon")["total"] == 0


def test_genre_filter(api: Api) -> None:
    artists = _first(api, "artist", q='genre:"deep house"', limit=10)["items"]
    assert artists
    assert all("deep house" in artist["genres"] for artist in artists)


def test_isrc_and_upc_filters_find_the_one(api: Api, ids: Ids) -> None:
    track = api(f"/tracks/{ids['tracks'][0]}").json()
    found = _first(api, "track", q=f"isrc:{track['external_ids']['isrc']}", limit=10)["items"]
    assert {item["external_ids"]["isrc"] for item in found} == {track["external_ids"]["isrc"]}
    album = api(f"/albums/{ids['albums'][0]}").json()
    found = _first(api, "album", q=f"upc:{album['external_ids']['upc']}")["items"]
    assert [item["id"] for item in found] == [album["id"]]


def test_tag_new_finds_the_last_two_weeks_and_tag_hipster_the_least_known(sandbox: SandboxProcess, api: Api) -> None:
    new = _first(api, "album", q="tag:new", limit=10)["items"]
    assert new
    assert all(album["release_date"] >= "2026-11-06" for album in new)
    sandbox.config(quota_mode="extended")
    hipster = _first(api, "album", q="tag:hipster", limit=50)["items"]
    popularity = [api(f"/albums/{album['id']}").json()["popularity"] for album in hipster[:5]]
    assert max(popularity) <= 12


@pytest.mark.parametrize(("mode", "default", "most"), [("development", 5, 10), ("extended", 20, 50)])
def test_limits_of_the_quota_mode(mode: str, default: int, most: int, sandbox: SandboxProcess, api: Api) -> None:
    sandbox.config(quota_mode=mode)
    assert len(_first(api, "track", q="love")["items"]) == default
    assert len(_first(api, "track", q="love", limit=most)["items"]) == most
    answer = api("/search", params={"q": "love", "type": "track", "limit": most + 1})
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Invalid limit")


def test_pages_do_not_overlap_and_no_more_than_a_thousand_are_told(api: Api) -> None:
    pages = [_first(api, "track", q="the", limit=10, offset=offset) for offset in (0, 10, 20)]
    seen = [track["id"] for page in pages for track in page["items"]]
    assert len(set(seen)) == 30
    assert pages[0]["total"] == 1000
    assert "offset=10" in pages[0]["next"]
    assert api("/search", params={"q": "the", "type": "track", "offset": 1001}).status_code == 400


def test_several_types_come_in_one_answer(api: Api) -> None:
    answer = api("/search", params={"q": "night", "type": "album,artist,track"}).json()
    assert set(answer) == {"albums", "artists", "tracks"}


@pytest.mark.parametrize(
    "query",
    [
        {"q": "", "type": "track"},
        {"type": "track"},
        {"q": "x"},
        {"q": "x", "type": "songs"},
        {"q": "x", "type": "track", "limit": "many"},
    ],
)
def test_bad_search_is_400(query: dict[str, str], api: Api) -> None:
    assert api("/search", params=query).status_code == 400


def test_nonsense_and_very_long_text_find_nothing_and_do_no_harm(api: Api) -> None:
    assert _first(api, "track", q="qzxqzxqzx")["total"] == 0
    assert api("/search", params={"q": "long " * 1000, "type": "track"}).status_code == 200
    assert api("/search", params={"q": "\"'%&<>:: artist:", "type": "track,album,artist"}).status_code == 200
