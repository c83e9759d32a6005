"""What stands beside what a page is about: a page that has the rest goes out without, and the part fills itself in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.spotify_walk import MIRA, Walk
from spotify_cache.misses import Misses
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody waited for, by key, as they begin to."""
    keys: list[str] = []
    bring = Misses.bring

    def noted(self: Misses, wants: Any, *args: Any) -> Any:
        keys.extend(want.key for want in wants)
        return bring(self, wants, *args)

    monkeypatch.setattr(Misses, "bring", noted)
    return keys


@pytest.fixture
def hanging(sandbox: SandboxProcess) -> SandboxProcess:
    """A Spotify that answers only once it is told to: `sandbox.faults()`."""
    sandbox.faults({"endpoint": "*", "fault": "timeout", "seconds": 30})
    return sandbox


def asks_for(page: str, part: str) -> str:
    """The address at which a part of a page that is not there yet asks for itself."""
    (tag,) = re.findall(rf'<[a-z]+[^>]* id="{part}"[^>]*>', page)
    found = re.search(r'hx-get="([^"]+)" hx-trigger="load" hx-select="#([\w-]+)"', tag)
    assert found is not None, tag
    assert found[2] == part
    return found[1].replace("&amp;", "&")


def test_an_album_does_not_wait_for_others_by_its_artist(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, waits: list[str]
) -> None:
    path = f"/albums/{catalogue['albums'][0]}"
    get_repository().album_with_tracks(catalogue["albums"][0])
    waits.clear()
    sandbox.faults({"endpoint": "*", "fault": "timeout", "seconds": 30})
    answer = client.get(path)
    page = answer.content.decode()
    assert not waits
    assert 'class="track__time"' in page
    assert f'Still on its way from Spotify. <a href="{path}">Load again' in page.split("<noscript>")[1]
    assert "no-store" in answer["Cache-Control"], "nobody keeps a page with a gap"
    sandbox.faults()
    filled = client.get(asks_for(page, "more"), headers=FRAGMENT).content.decode()
    more = filled.split('id="more"')[1]
    assert more.count("card__title") > 1
    assert "skeleton" not in more
    assert "hx-trigger" not in more.split(">")[0]
    assert len(waits) == 1


def test_a_part_that_does_not_come_is_left_out_in_the_end(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    get_repository().album_with_tracks(catalogue["albums"][0])
    path = asks_for(client.get(f"/albums/{catalogue['albums'][0]}").content.decode(), "more")
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    page = client.get(path, headers=FRAGMENT).content.decode()
    assert 'id="more"' not in page
    assert 'class="track__time"' in page


def test_a_page_that_had_to_wait_for_spotify_comes_whole(client: Client, catalogue: dict[str, Any]) -> None:
    for path in (f"/albums/{catalogue['albums'][1]}", f"/artists/{catalogue['guest_artist']}"):
        answer = client.get(path)
        assert "skeleton" not in answer.content.decode(), path
        assert "public" in answer["Cache-Control"], path


def test_an_artist_does_not_wait_for_releases_and_popular_tracks(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, waits: list[str]
) -> None:
    artist_id = catalogue["guest_artist"]
    artist = get_repository().artist(artist_id).value
    assert artist is not None
    waits.clear()
    sandbox.faults({"endpoint": "*", "fault": "timeout", "seconds": 30})
    page = client.get(f"/artists/{artist_id}").content.decode()
    assert not waits
    assert artist.name in page
    assert "Releases are still loading" in page
    sandbox.faults()
    filled = client.get(asks_for(page, "item"), headers=FRAGMENT).content.decode()
    assert "Releases are still loading" not in filled
    assert "Popular</h2>" in filled


def test_a_track_does_not_wait_for_its_album(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, waits: list[str]
) -> None:
    track_id = catalogue["tracks"][0]
    get_repository().track(track_id)
    waits.clear()
    sandbox.faults({"endpoint": "*", "fault": "timeout", "seconds": 30})
    page = client.get(f"/tracks/{track_id}").content.decode()
    assert not waits
    assert f'href="/playlists/add/{track_id}"' in page
    sandbox.faults()
    filled = client.get(asks_for(page, "item"), headers=FRAGMENT).content.decode()
    assert filled.count('aria-current="page"') == 1


@pytest.mark.parametrize("path", ["/", "/dashboard"])
def test_what_people_wrote_does_not_wait_for_new_releases(
    path: str, client_of: ClientOf, owner: User, hanging: SandboxProcess, waits: list[str]
) -> None:
    client = client_of(owner)
    page = client.get(path).content.decode()
    assert not waits
    assert "New releases are still loading" in page
    hanging.faults()
    hanging.config(quota_mode="extended")
    filled = client.get(asks_for(page, "new-releases"), headers=FRAGMENT).content.decode()
    assert filled.split('id="new-releases"')[1].count("card__title") > 3


@pytest.mark.django_db
def test_a_listener_does_not_wait_for_a_period_that_is_not_here_yet(
    walk: Walk, sandbox: SandboxProcess, waits: list[str]
) -> None:
    walk.sign_in(MIRA)
    first = walk.client.get("/dashboard").content.decode()
    assert "skeleton" not in first, "nothing was here, so it was waited for"
    waits.clear()
    sandbox.faults({"endpoint": "*", "fault": "timeout", "seconds": 30})
    page = walk.client.get("/dashboard", {"period": "long_term"}).content.decode()
    assert not waits
    assert "Played lately" in page
    assert "Still loading" in page
    sandbox.faults()
    filled = walk.client.get(asks_for(page, "listening"), headers=FRAGMENT).content.decode()
    assert 'aria-current="page">Last year and more' in filled
    assert "Still loading" not in filled


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["tracks", "more_albums"])
def test_the_api_waits_for_what_is_asked_for_by_name(part: str, client: Client, catalogue: dict[str, Any]) -> None:
    get_repository().album(catalogue["albums"][0])
    body = client.get(f"/api/v1/albums/{catalogue['albums'][0]}", {"include": part}).json()
    assert body[part]
