"""Catalogue pages while Spotify is away, slow or behind (R62)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from reviews.models import Review
from spotify_cache.sandbox.process import SandboxProcess

ITEM_TYPES = ("album", "artist", "track")


@pytest.mark.parametrize("item_type", ITEM_TYPES)
@pytest.mark.parametrize("fault", ["error500", "reset", "truncate", "badjson", "html", "429", "quota_exceeded"])
def test_a_page_never_cached_says_so_with_503_and_shows_what_people_wrote(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, item_type: str, fault: str
) -> None:
    spotify_id = catalogue[f"{item_type}s"][0]
    Review.objects.create(author=UserFactory.create(), item_type=item_type, spotify_id=spotify_id, text="Still here.")
    sandbox.faults({"endpoint": "*", "fault": fault, "retry_after": 3600})
    answer = client.get(f"/{item_type}s/{spotify_id}")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "Spotify isn’t answering" in page
    assert "Still here." in page
    assert f"https://open.spotify.com/{item_type}/{spotify_id}" in page
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("closed_for", "told"), [(50, "in a minute"), (1_500, "in 25 minutes"), (9_900, "in about 3 hours")]
)
def test_a_page_says_when_to_try_again_as_spotify_said_it(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, closed_for: int, told: str
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "429", "retry_after": closed_for})
    client.get(f"/albums/{catalogue['albums'][1]}")
    for path in (f"/albums/{catalogue['albums'][0]}", "/search?q=moon"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert told in answer.content.decode()
        assert closed_for - 5 <= int(answer["Retry-After"]) <= closed_for


def test_rating_and_adding_stay_open(
    client_of: ClientOf, owner: User, catalogue: dict[str, Any], away: SandboxProcess
) -> None:
    spotify_id = catalogue["tracks"][0]
    page = client_of(owner).get(f"/tracks/{spotify_id}").content.decode()
    assert f'action="/reviews/track/{spotify_id}"' in page
    assert f'href="/playlists/add/{spotify_id}"' in page


def test_a_cached_page_is_complete(client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess) -> None:
    before = client.get(f"/albums/{catalogue['albums'][0]}").content.decode()
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    after = client.get(f"/albums/{catalogue['albums'][0]}")
    assert after.status_code == 200
    assert after.content.decode().count('class="track__time"') == before.count('class="track__time"')


def test_a_page_still_being_fetched_asks_again_three_times_and_then_leaves_it_to_the_reader(
    client: Client, catalogue: dict[str, Any], settings: Any
) -> None:
    settings.SPOTIFY_RATE_LIMIT = 1
    settings.SPOTIFY_QUOTA_MODE = "development"
    client.get(f"/tracks/{catalogue['tracks'][0]}")
    path = f"/albums/{catalogue['albums'][5]}"
    for tried, asks_again in ((None, True), (1, True), (2, True), (3, False), ("x", True)):
        answer = client.get(path, {"try": str(tried or "")})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "skeleton" in page
        assert ("hx-trigger" in page.split('id="item"')[1].split(">")[0]) is asks_again
        assert "no-store" in answer["Cache-Control"]
        assert f'href="{path}">Load again' in page
