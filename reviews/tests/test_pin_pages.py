"""Pinning favourites to one's profile: the button on an item's page and those on the profile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from reviews import pins
from reviews.models import PinnedItem

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def pinned(person: User) -> list[str]:
    return [one.spotify_id for one in pins.pinned_by(person)]


def test_an_album_is_pinned_and_taken_away_without_javascript(owner: User, client_of: ClientOf, album_id: str) -> None:
    client = client_of(owner)
    assert "Pin to your profile" in client.get(f"/albums/{album_id}").content.decode()
    for _ in range(2):
        answer = client.post(f"/pins/album/{album_id}", {"keep": "1"}, follow=True)
        assert answer.redirect_chain == [(f"/albums/{album_id}#reviews", 302)]
        page = answer.content.decode()
        assert "Pinned to your profile." in page
        assert "Take it off your profile" in page
    assert pinned(owner) == [album_id]
    for _ in range(2):
        client.post(f"/pins/album/{album_id}", {"keep": "0"})
    assert pinned(owner) == []


def test_with_htmx_the_answer_is_the_button(owner: User, client_of: ClientOf, album_id: str) -> None:
    client = client_of(owner)
    answer = client.post(f"/pins/album/{album_id}", {"keep": "1"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().startswith("<form")
    assert "Take it off your profile" in answer.content.decode()
    assert "Pin to your profile" in client.post(f"/pins/album/{album_id}", {"keep": "0"}, headers=HTMX).content.decode()


def test_a_fifth_is_refused_with_a_clear_sentence(owner: User, client_of: ClientOf, catalog: dict[str, Any]) -> None:
    client = client_of(owner)
    *four, fifth = catalog["albums"][:5]
    for spotify_id in four:
        pins.pin(owner, "album", spotify_id)
    said = "Four are pinned already. Take one away first."
    assert said in client.post(f"/pins/album/{fifth}", {"keep": "1"}, follow=True).content.decode()
    answer = client.post(f"/pins/album/{fifth}", {"keep": "1"}, headers=HTMX)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'href="/u/owner#pins"' in answer.content.decode()
    assert pinned(owner) == four


def test_favourites_are_moved_on_the_profile(owner: User, client_of: ClientOf, catalog: dict[str, Any]) -> None:
    client = client_of(owner)
    a, b, c = catalog["albums"][:3]
    for spotify_id in (a, b, c):
        pins.pin(owner, "album", spotify_id)
    answer = client.post(f"/pins/album/{c}/move", {"position": "1"}, follow=True)
    assert answer.redirect_chain == [("/u/owner#pins", 302)]
    assert "in a new order" in answer.content.decode()
    answer = client.post(f"/pins/album/{c}/move", {"position": "2"}, headers=HTMX)
    assert answer.content.decode().strip().startswith('<section class="section pins"')
    assert pinned(owner) == [a, c, b]
    for beyond in ("-7", "0"):
        client.post(f"/pins/album/{b}/move", {"position": beyond})
    client.post(f"/pins/album/{a}/move", {"position": "999"})
    assert pinned(owner) == [b, c, a]
    answer = client.post(f"/pins/album/{c}", {"keep": "0", "back": "profile"}, headers=HTMX)
    assert f"/albums/{c}" not in answer.content.decode()
    assert pinned(owner) == [b, a]


@pytest.mark.parametrize("position", ["", "first", "1.5", "9" * 400, "\x00", "٣"])
def test_a_position_is_a_number(owner: User, client_of: ClientOf, album_id: str, position: str) -> None:
    pins.pin(owner, "album", album_id)
    assert client_of(owner).post(f"/pins/album/{album_id}/move", {"position": position}).status_code == 400


def test_what_is_not_pinned_is_not_moved(owner: User, outsider: User, client_of: ClientOf, album_id: str) -> None:
    pins.pin(owner, "album", album_id)
    assert client_of(outsider).post(f"/pins/album/{album_id}/move", {"position": "1"}).status_code == 404
    client_of(outsider).post(f"/pins/album/{album_id}", {"keep": "0"})
    assert pinned(owner) == [album_id]


def test_what_spotify_does_not_know_is_404(owner: User, client_of: ClientOf, unknown_id: str) -> None:
    client = client_of(owner)
    for path in (f"album/{unknown_id}", "album/short", f"playlist/{unknown_id}"):
        assert client.post(f"/pins/{path}", {"keep": "1"}).status_code == 404
    assert client.get(f"/pins/album/{unknown_id}").status_code == 405


def test_a_visitor_signs_in_first(client: Client, album_id: str) -> None:
    answer = client.post(f"/pins/album/{album_id}", {"keep": "1"})
    assert answer["Location"] == f"/login?next=/albums/{album_id}"
    answer = client.post(f"/pins/album/{album_id}", {"keep": "1"}, headers=HTMX)
    assert answer["HX-Redirect"] == f"/login?next=/albums/{album_id}"
    assert client.post(f"/pins/album/{album_id}/move", {"position": "1"}).status_code == 302
    assert not PinnedItem.objects.exists()
    assert "Pin to your profile" not in client.get(f"/albums/{album_id}").content.decode()


def test_the_profile_shows_favourites_to_everybody_and_buttons_to_oneself(
    owner: User, outsider: User, client: Client, client_of: ClientOf, catalog: dict[str, Any]
) -> None:
    assert "What are you made of?" in client_of(owner).get("/u/owner").content.decode()
    assert "Four favourites" not in client.get("/u/owner").content.decode()
    pins.pin(owner, "artist", catalog["artists"][0])
    pins.pin(owner, "track", catalog["tracks"][0])
    for browser in (client, client_of(outsider)):
        page = browser.get("/u/owner").content.decode()
        assert "Four favourites" in page
        assert page.index(f"/artists/{catalog['artists'][0]}") < page.index(f"/tracks/{catalog['tracks'][0]}")
        assert "pin__tools" not in page
    assert client_of(owner).get("/u/owner").content.decode().count("pin__tools") == 2


def test_a_private_account_shows_its_favourites_to_followers_alone(
    owner: User, follower: User, outsider: User, client: Client, client_of: ClientOf, album_id: str
) -> None:
    pins.pin(owner, "album", album_id)
    User.objects.filter(pk=owner.pk).update(is_private=True)
    for browser in (client, client_of(outsider)):
        assert album_id not in browser.get("/u/owner").content.decode()
    assert album_id in client_of(follower).get("/u/owner").content.decode()
