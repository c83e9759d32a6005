"""Artwork: well-formed, different for each, the same in every run, in the sizes that Spotify has."""

from __future__ import annotations

import hashlib
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from spotify_cache.sandbox.artwork.drawing import Picture, draw, mosaic
from spotify_cache.sandbox.artwork.lettering import NARROW, SANS, SERIF, fit, text_width
from spotify_cache.sandbox.artwork.subject import Subject
from spotify_cache.sandbox.catalog.themes import THEMES

from .conftest import Api

Ids = dict[str, Any]
_SVG = "{http://www.w3.org/2000/svg}"


def _key(name: str) -> str:
    return hashlib.blake2s(name.encode(), digest_size=12).hexdigest()


def _subject(number: int, theme: str, kind: str = "album") -> Subject:
    title = ["Rock & <Roll>", "夏の海", "A Rather Long Title About Nothing in Particular", "X"][number % 4]
    return Subject(
        kind, _key(f"{theme}{number}{kind}"), title, f"Somebody & {number} {theme} Friends", theme, 1980, "studio"
    )


def test_album_and_artist_have_the_sizes_of_spotify(http: requests.Session, api: Api, ids: Ids) -> None:
    for path, sizes in (
        (f"/albums/{ids['albums'][0]}", [640, 300, 64]),
        (f"/artists/{ids['artists'][0]}", [640, 320, 160]),
    ):
        images = api(path).json()["images"]
        assert [image["width"] for image in images] == sizes
        for image in images:
            answer = http.get(image["url"])
            root = ElementTree.fromstring(answer.content)
            assert root.tag == f"{_SVG}svg"
            assert root.get("width") == root.get("height") == str(image["width"])


def test_artwork_may_be_kept_for_long_and_shown_anywhere(http: requests.Session, api: Api, ids: Ids) -> None:
    headers = http.get(api(f"/albums/{ids['albums'][0]}").json()["images"][0]["url"]).headers
    assert headers["Content-Type"].startswith("image/svg+xml")
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=31536000" in headers["Cache-Control"]


def test_playlist_has_a_mosaic_and_listener_a_picture(http: requests.Session, api: Api, ids: Ids) -> None:
    playlist = ids["listeners"][0]["public_playlists"][0]
    mosaics = api(f"/playlists/{playlist}/images").json()
    assert len(mosaics) == 3
    assert len(ElementTree.fromstring(http.get(mosaics[0]["url"]).content)) == 4
    avatar = api("/me", "mira.okonjo").json()["images"][0]["url"]
    assert http.get(avatar).status_code == 200


@pytest.mark.parametrize("name", ["nonsense", "ab67616d0000b273" + "0" * 24, "mosaic/640/" + "0" * 96, "mosaic/1/x"])
def test_unknown_image_is_404(name: str, http: requests.Session, api: Api, ids: Ids) -> None:
    root = api(f"/albums/{ids['albums'][0]}").json()["images"][0]["url"].split("/image/")[0]
    assert http.get(f"{root}/image/{name}").status_code == 404


@pytest.mark.parametrize("theme", [theme.key for theme in THEMES])
def test_every_theme_draws_well_formed_covers_and_portraits_without_scripts(theme: str) -> None:
    for number in range(12):
        for kind in ("album", "artist"):
            document = draw(_subject(number, theme, kind)).sized(640)
            root = ElementTree.fromstring(document)
            assert len(document) < 120_000
            assert not list(root.iter(f"{_SVG}script"))
            assert "href" not in document


def test_no_two_covers_are_alike_and_the_same_subject_always_gets_the_same() -> None:
    subjects = [_subject(number, theme.key) for theme in THEMES for number in range(8)]
    drawn = {draw(subject).content for subject in subjects}
    assert len(drawn) == len(subjects)
    assert draw(subjects[0]) == draw(subjects[0])


def test_identifiers_in_a_mosaic_do_not_clash() -> None:
    pictures = [draw(_subject(number, "ambient")) for number in range(40)]
    with_definitions = [picture for picture in pictures if "<defs>" in picture.content][:4]
    root = ElementTree.fromstring(mosaic(with_definitions).sized(640))
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert identifiers
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("face", [SANS, SERIF, NARROW])
@pytest.mark.parametrize(
    "title",
    ["X", "Night Drive", "The Complete Recordings 1962–1988", "さよならアスファルトの夜", "Supercalifragilistic"],
)
def test_title_is_set_within_its_box(face: Any, title: str) -> None:
    block = fit(title, face, 300, 120, 60, 3)
    assert 1 <= len(block.lines) <= 3
    assert "".join(block.lines).replace(" ", "").casefold() == title.replace(" ", "").casefold()
    assert all(text_width(line, face) * block.size <= 301 for line in block.lines)
    assert block.size <= 60


def test_picture_keeps_its_drawing_at_every_size() -> None:
    picture = Picture("<circle/>")
    assert picture.sized(64).replace('"64"', '"640"') == picture.sized(640)
