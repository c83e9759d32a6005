"""The page of an album."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from reviews.models import Review
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess


def _page(client: Client, spotify_id: str, **query: int) -> str:
    answer = client.get(f"/albums/{spotify_id}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_name_artists_facts_and_every_track(client: Client, catalogue: dict[str, Any]) -> None:
    spotify_id = catalogue["albums"][0]
    page = _page(client, spotify_id)
    answer, tracks = get_repository().album_with_tracks(spotify_id)
    album = answer.value
    assert album is not None
    assert album.track_ids is not None
    for artist in album.artists:
        assert f'href="/artists/{artist.id}"' in page
    for track_id in album.track_ids:
        assert f'href="/tracks/{track_id}"' in page
        assert f'href="/playlists/add/{track_id}"' in page
        assert tracks[track_id].spotify_url in page
    assert f"{album.total_tracks} tracks" in page
    assert album.year in page


def test_links_to_spotify_and_says_where_it_comes_from(client: Client, catalogue: dict[str, Any]) -> None:
    page = _page(client, catalogue["albums"][0])
    assert f'href="https://open.spotify.com/album/{catalogue["albums"][0]}"' in page
    assert "Data and artwork from Spotify" in page


def test_has_a_title_a_canonical_address_and_opengraph_tags(client: Client, catalogue: dict[str, Any]) -> None:
    spotify_id = catalogue["albums"][0]
    page = _page(client, spotify_id, page=1)
    assert f'<link rel="canonical" href="http://testserver/albums/{spotify_id}">' in page
    assert '<meta property="og:type" content="music.album">' in page
    assert '<meta property="og:image" content="http' in page
    assert " · Muse</title>" in page


def test_names_the_discs_of_an_album_with_several(client: Client, catalogue: dict[str, Any]) -> None:
    page = _page(client, catalogue["multi_disc_album"]["id"])
    assert "Disc 1</h2>" in page
    assert "Disc 2</h2>" in page


def test_lists_every_track_of_the_longest_album(client: Client, catalogue: dict[str, Any]) -> None:
    longest = catalogue["longest_album"]
    assert _page(client, longest["id"]).count('class="track__time"') == longest["tracks"]


def test_shows_the_average_the_reviews_and_names_as_text(client: Client, catalogue: dict[str, Any]) -> None:
    spotify_id = catalogue["albums"][0]
    person = UserFactory.create(display_name="<script>alert(1)</script>")
    Review.objects.create(
        author=person, item_type="album", spotify_id=spotify_id, rating=4, text="<img src=x onerror=alert(2)>"
    )
    page = _page(client, spotify_id)
    assert "4.0" in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_html_in_a_name_of_spotify_stays_text(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    spotify_id = catalogue["albums"][0]
    name = '"><script>alert(1)</script>'
    sandbox.control("change", {"type": "album", "id": spotify_id, "name": name})
    page = _page(client, spotify_id)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_who_is_signed_in_gets_the_form_and_a_visitor_the_way_to_sign_in(
    catalogue: dict[str, Any], owner: User, client: Client, client_of: ClientOf
) -> None:
    spotify_id = catalogue["albums"][0]
    form = f'action="/reviews/album/{spotify_id}"'
    assert form in _page(client_of(owner), spotify_id)
    assert form not in _page(client, spotify_id)
    assert f"/login?next=/albums/{spotify_id}" in _page(client, spotify_id)


def test_unknown_and_malformed_ids_are_404(client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess) -> None:
    assert client.get(f"/albums/{catalogue['unknown_id']}").status_code == 404
    calls = sandbox.calls()
    for malformed in ("short", "x" * 23, "<script>", "%00" + "x" * 21, "é" * 22, catalogue["albums"][0] + "%0A"):
        assert client.get(f"/albums/{malformed}").status_code == 404
    assert sandbox.calls() == calls, "a malformed ID is not worth a call"


def test_a_cached_page_is_a_fixed_number_of_queries_and_round_trips(
    client: Client,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    redis_round_trips: Callable[[], Any],
) -> None:
    for spotify_id in (catalogue["albums"][0], catalogue["longest_album"]["id"]):
        client.get(f"/albums/{spotify_id}")
        for number in range(3):
            Review.objects.create(
                author=UserFactory.create(), item_type="album", spotify_id=spotify_id, text=f"No. {number}"
            )
        with django_assert_num_queries(4), redis_round_trips() as trips:
            _page(client, spotify_id)
        assert trips.count == 2, f"the album with its tracks, the artist's releases: {trips}"


def test_past_its_lifetime_it_says_when_spotify_was_last_heard_from(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    spotify_id = catalogue["albums"][0]
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        assert "Last heard from Spotify" not in _page(client, spotify_id)
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    with time_machine.travel("2026-11-03T12:00:00Z", tick=False):
        page = _page(client, spotify_id)
    assert "Last heard from Spotify 2\xa0days ago" in page
    assert 'class="track__time"' in page
