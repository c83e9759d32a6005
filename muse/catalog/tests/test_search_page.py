"""Searching, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from muse.catalog.search import MAX_QUERY_LENGTH, clean_query
from spotify_cache.sandbox.process import SandboxProcess

HTMX = {"HX-Request": "true"}


def test_finds_albums_artists_and_tracks_together(client: Client, catalogue: dict[str, Any]) -> None:
    page = client.get("/search", {"q": "night"}).content.decode()
    for heading in ("Albums</h2>", "Artists</h2>", "Tracks</h2>"):
        assert heading in page
    assert 'href="/albums/' in page
    assert 'href="/artists/' in page
    assert 'href="/tracks/' in page
    assert "Data and artwork from Spotify" in page


def test_one_type_has_pages_of_further_results(client: Client, catalogue: dict[str, Any]) -> None:
    first = client.get("/search", {"q": "night", "type": "track"}).content.decode()
    second = client.get("/search", {"q": "night", "type": "track", "page": "2"}).content.decode()
    assert "page=2" in first
    assert "Page 2 of" in second
    assert first != second
    assert "Artists</h2>" not in first


def test_htmx_gets_the_same_results_alone(client: Client, catalogue: dict[str, Any]) -> None:
    page = client.get("/search", {"q": "night"}).content.decode()
    fragment = client.get("/search", {"q": "night"}, headers=HTMX).content.decode()
    assert fragment.lstrip().startswith('<div id="results"')
    assert "<html" not in fragment
    assert " ".join(fragment.split()) in " ".join(page.split())


def test_the_box_of_the_masthead_gets_a_short_list(client: Client, catalogue: dict[str, Any]) -> None:
    answer = client.get("/search", {"q": "night"}, headers=HTMX | {"HX-Target": "quick-results"})
    assert 'class="quick__list"' in answer.content.decode()
    assert answer.content.decode().count('class="quick__item"') <= 10


@pytest.mark.parametrize(
    "form",
    [
        "https://open.spotify.com/album/{}",
        "https://open.spotify.com/album/{}?si=0123456789abcdef",
        "https://open.spotify.com/intl-de/album/{}?si=1&utm_source=copy-link",
        "https://open.spotify.com/intl-pt-BR/album/{}",
        "https://open.spotify.com/embed/album/{}",
        "open.spotify.com/album/{}",
        "spotify:album:{}",
        " spotify:album:{} ",
    ],
)
def test_a_pasted_spotify_link_leads_to_its_page(client: Client, catalogue: dict[str, Any], form: str) -> None:
    spotify_id = catalogue["albums"][0]
    answer = client.get("/search", {"q": form.format(spotify_id)})
    assert (answer.status_code, answer["Location"]) == (302, f"/albums/{spotify_id}")
    in_place = client.get("/search", {"q": form.format(spotify_id)}, headers=HTMX)
    assert (in_place.status_code, in_place["HX-Redirect"]) == (200, f"/albums/{spotify_id}")


@pytest.mark.parametrize("query", ["", "   ", "\x00", "\n\t"])
def test_an_empty_query_asks_nothing_of_spotify_and_says_what_to_type(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, query: str
) -> None:
    answer = client.get("/search", {"q": query})
    assert answer.status_code == 200
    assert "paste a link from Spotify" in answer.content.decode()
    assert sandbox.calls() == 0


def test_nothing_found_says_so(client: Client, catalogue: dict[str, Any]) -> None:
    answer = client.get("/search", {"q": "qqqqxzzzzv"})
    assert answer.status_code == 200
    assert "Nothing found." in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_query_of_10000_characters_is_told_the_limit(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, headers: dict[str, str]
) -> None:
    answer = client.get("/search", {"q": "x" * 10_000}, headers=headers)
    assert answer.status_code == 400
    assert "That is 10,000 characters. A search takes at most 200" in answer.content.decode()
    assert sandbox.calls() == 0


def test_html_in_a_query_stays_text(client: Client, catalogue: dict[str, Any]) -> None:
    page = client.get("/search", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query", [{"type": "nonsense"}, {"type": "track", "page": "-3"}, {"type": "track", "page": "9" * 30}, {"page": "x"}]
)
def test_strange_parameters_show_a_page(client: Client, catalogue: dict[str, Any], query: dict[str, str]) -> None:
    assert client.get("/search", {"q": "night"} | query).status_code == 200


def test_spotify_away_says_so_calmly(client: Client, catalogue: dict[str, Any], away: SandboxProcess) -> None:
    answer = client.get("/search", {"q": "night"})
    assert answer.status_code == 503
    assert "Spotify isn’t answering just now." in answer.content.decode()
    in_place = client.get("/search", {"q": "night"}, headers=HTMX)
    assert (in_place.status_code, "Spotify isn’t answering" in in_place.content.decode()) == (200, True)


def test_a_search_that_has_to_wait_asks_again_by_itself(
    client: Client, catalogue: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 1
    client.get("/search", {"q": "first"})
    assert "Asking Spotify…" in client.get("/search", {"q": "second"}).content.decode()
    assert "Asking Spotify…" not in client.get("/search", {"q": "second", "try": "3"}).content.decode()


@given(st.text(max_size=2 * MAX_QUERY_LENGTH))
@settings(max_examples=200)
def test_a_cleaned_query_is_one_line_without_control_characters(typed: str) -> None:
    cleaned = clean_query(typed)
    assert cleaned == cleaned.strip()
    assert not any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in cleaned)
    assert clean_query(cleaned) == cleaned
