"""What pages say of themselves to sites that show a link to them, and to search engines."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from muse.sharing import structured
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

NASTY = "</script><script>alert(1)</script><!-- & \"'\u2028"


@pytest.fixture
def catalogue(sandbox: SandboxProcess, db: None) -> dict[str, Any]:
    return sandbox.control("catalog")


def meta(page: str) -> dict[str, str]:
    """The page's meta tags by their property or name."""
    tags = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page)
    return {name: unescape(content) for name, content in tags}


def data_of(page: str) -> dict[str, Any]:
    """The page's JSON-LD."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1, page[:3000]
    data: dict[str, Any] = json.loads(blocks[0])
    assert data["@context"] == "https://schema.org"
    return data


def _rate(item_type: str, spotify_id: str, count: int = 6) -> None:
    for number in range(count):
        ReviewFactory.create(item_type=item_type, spotify_id=spotify_id, rating=3 + number % 3)


@pytest.mark.parametrize(
    ("kind", "schema_type", "og_type"),
    [
        ("albums", "MusicAlbum", "music.album"),
        ("artists", "MusicGroup", "profile"),
        ("tracks", "MusicRecording", "music.song"),
    ],
)
def test_pages_of_items_tell_what_they_are_and_how_they_are_rated(
    client: Client, catalogue: dict[str, Any], kind: str, schema_type: str, og_type: str
) -> None:
    spotify_id = catalogue[kind][0]
    _rate(kind[:-1], spotify_id)
    page = client.get(f"/{kind}/{spotify_id}").content.decode()
    tags, data = meta(page), data_of(page)
    assert (tags["og:type"], tags["twitter:card"]) == (og_type, "summary")
    assert tags["og:title"].startswith(data["name"])
    assert tags["og:description"] == "4 of 5 from 6 ratings on Muse."
    assert tags["og:image"].startswith("http")
    assert data["@type"] == schema_type
    assert data["url"] == f"http://testserver/{kind}/{spotify_id}"
    assert data["sameAs"] == f"https://open.spotify.com/{kind[:-1]}/{spotify_id}"
    assert data["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": 4.0,
        "ratingCount": 6,
        "reviewCount": 6,
        "bestRating": 5.0,
        "worstRating": 0.5,
    }
    review = data["review"][0]
    assert review["@type"] == "Review"
    assert review["author"]["@type"] == "Person"
    assert review["author"]["url"].startswith("http://testserver/u/")
    assert review["reviewRating"]["ratingValue"] in (3.0, 4.0, 5.0)


def test_without_ratings_no_average_is_claimed(client: Client, catalogue: dict[str, Any]) -> None:
    page = client.get(f"/albums/{catalogue['albums'][0]}").content.decode()
    assert "aggregateRating" not in data_of(page)
    assert meta(page)["og:description"] == "Ratings and reviews on Muse."


def test_an_album_names_its_artists_and_its_tracks(client: Client, catalogue: dict[str, Any]) -> None:
    data = data_of(client.get(f"/albums/{catalogue['albums'][0]}").content.decode())
    assert data["byArtist"][0]["@type"] == "MusicGroup"
    assert len(data["track"]) == data["numTracks"]
    assert re.fullmatch(r"PT\d+S", data["track"][0]["duration"])


def test_a_person_is_the_subject_of_their_page(client: Client, sandbox: SandboxProcess, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(bio="Listens.")
    page = client.get("/u/owner").content.decode()
    data = data_of(page)
    assert data["@type"] == "ProfilePage"
    assert data["mainEntity"]["@type"] == "Person"
    assert data["mainEntity"]["name"] == "Olga Owner"
    assert data["mainEntity"]["alternateName"] == "@owner"
    tags = meta(page)
    assert (tags["og:title"], tags["og:type"], tags["profile:username"]) == ("Olga Owner on Muse", "profile", "owner")
    assert tags["og:description"] == "Listens."
    assert tags["og:image"] == "http://testserver/static/img/icon-512.png"


def test_a_private_account_shares_no_more_than_its_name(client: Client, sandbox: SandboxProcess, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(bio="Listens.", is_private=True)
    page = client.get("/u/owner").content.decode()
    assert "description" not in data_of(page)["mainEntity"]
    assert "Listens." not in page.split("</head>")[0]
    assert meta(page)["og:description"] == "What Olga Owner rates, reviews and collects on Muse."
    assert "feed.atom" not in page
    assert client.get("/u/owner/feed.atom").status_code == 404


def test_a_public_playlist_tells_its_tracks_and_a_private_one_nothing(
    client_of: ClientOf, catalogue: dict[str, Any], owner: User
) -> None:
    playlist = PlaylistFactory.create(owner=owner, title="Songs", track_ids=catalogue["tracks"][:3])
    page = client_of(owner).get(f"/playlists/{playlist.pk}").content.decode()
    data = data_of(page)
    assert (data["@type"], data["numTracks"], len(data["track"])) == ("MusicPlaylist", 3, 3)
    assert meta(page)["og:title"] == "Songs, a playlist by Olga Owner"
    playlist.is_public = False
    playlist.save()
    assert "ld+json" not in client_of(owner).get(f"/playlists/{playlist.pk}").content.decode()


def test_the_front_page_tells_how_to_search(client: Client, catalogue: dict[str, Any]) -> None:
    data = data_of(client.get("/").content.decode())
    assert data["@type"] == "WebSite"
    assert data["potentialAction"]["target"]["urlTemplate"] == "http://testserver/search?q={search_term_string}"


def test_what_people_wrote_cannot_end_the_block(client: Client, catalogue: dict[str, Any]) -> None:
    album = catalogue["albums"][0]
    author = UserFactory.create(display_name=NASTY[:60])
    ReviewFactory.create(author=author, item_type="album", spotify_id=album, text=NASTY)
    page = client.get(f"/albums/{album}").content.decode()
    review = data_of(page)["review"][0]
    assert review["reviewBody"] == NASTY
    assert review["author"]["name"] == NASTY[:60]
    assert "<script>alert" not in page
    profile = client.get(author.get_absolute_url()).content.decode()
    assert meta(profile)["og:title"].startswith("</script>")
    assert data_of(profile)["mainEntity"]["name"] == NASTY[:60]


@pytest.mark.parametrize("text", ["<!--", "</script", "&lt;", "\u2028", "<script", "]]>"])
def test_a_block_holds_no_character_that_html_would_read(text: str) -> None:
    block = structured.script({"name": text})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside)["name"] == text


def test_a_browser_reads_the_block_and_refuses_nothing(
    browser_page: Page, live_server: LiveServer, sandbox: SandboxProcess, transactional_db: None
) -> None:
    album = sandbox.control("catalog")["albums"][0]
    ReviewFactory.create(item_type="album", spotify_id=album, text=NASTY)
    browser_page.goto(f"{live_server.url}/albums/{album}")
    text = browser_page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(text or "")["review"][0]["reviewBody"] == NASTY


@pytest.mark.parametrize("visibility", ["everyone", "followers"])
def test_a_reviews_page_tells_what_it_is_about_where_everybody_may_read_it(
    client_of: ClientOf, catalogue: dict[str, Any], owner: User, visibility: str
) -> None:
    album = catalogue["albums"][0]
    review = ReviewFactory.create(
        author=owner, item_type="album", spotify_id=album, text="So *good*.", visibility=visibility
    )
    page = client_of(owner).get(f"/reviews/{review.pk}").content.decode()
    tags = meta(page)
    assert (tags["og:type"], tags["og:description"]) == ("article", "So good.")
    assert tags["og:title"].endswith(", reviewed by Olga Owner")
    if visibility != "everyone":
        assert "ld+json" not in page
        assert "ld+json" in client_of(owner).get(f"/albums/{album}").content.decode()
        return
    data = data_of(page)
    assert data["@type"] == "Review"
    assert data["itemReviewed"]["@type"] == "MusicAlbum"
    assert data["author"]["name"] == "Olga Owner"
