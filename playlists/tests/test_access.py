"""Who may see and change a playlist: every address, as every member of the cast (R4, R71)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import FollowFactory
from playlists import selectors
from playlists.models import Playlist, PlaylistTrack
from playlists.tests.conftest import order_of
from playlists.tests.factories import PlaylistFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "playlist-contents"}

#: method, path, form
READS: list[tuple[str, str, dict[str, Any]]] = [("get", "/playlists/{pk}", {}), ("get", "/playlists/{pk}?page=2", {})]
OWNERS_PAGES: list[tuple[str, str, dict[str, Any]]] = [
    ("get", "/playlists/{pk}/edit", {}),
    ("get", "/playlists/{pk}/delete", {}),
    ("get", "/playlists/{pk}/tracks/{entry}", {}),
]
WRITES: list[tuple[str, str, dict[str, Any]]] = [
    ("post", "/playlists/{pk}/edit", {"title": "Stolen", "is_public": "on"}),
    ("post", "/playlists/{pk}/edit", {"title": ""}),
    ("post", "/playlists/{pk}/delete", {}),
    ("post", "/playlists/{pk}/tracks", {"tracks": "{new}"}),
    ("post", "/playlists/{pk}/tracks", {"tracks": "nonsense"}),
    ("post", "/playlists/{pk}/tracks", {}),
    ("post", "/playlists/{pk}/tracks/{entry}/remove", {}),
    ("post", "/playlists/{pk}/tracks/{entry}/move", {"to": "bottom"}),
    ("post", "/playlists/{pk}/tracks/{entry}/move", {"position": "x"}),
    ("post", "/playlists/add/{new}", {"playlist": "{pk}"}),
    ("post", "/playlists/add/{new}", {"playlist": "{pk}", "again": "1"}),
]
STRANGERS = ["outsider", "follower", "moderator"]


def ask(browser: Client, how: tuple[str, str, dict[str, Any]], playlist: Playlist, new: str, **more: Any) -> Any:
    method, path, form = how
    entry = playlist.tracks.order_by("position")[0].pk
    names = {"pk": playlist.pk, "entry": entry, "new": new}
    sent = {name: value.format(**names) for name, value in form.items()}
    return getattr(browser, method)(path.format(**names), sent if method == "post" else None, **more)


@pytest.fixture
def private(owner: User, tracks: list[str]) -> Playlist:
    return PlaylistFactory(owner=owner, title="Nobody sees this", is_public=False, track_ids=tracks[:3])


@pytest.fixture
def public(owner: User, tracks: list[str]) -> Playlist:
    return PlaylistFactory(owner=owner, title="Everybody sees this", track_ids=tracks[:3])


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("how", [*READS, *OWNERS_PAGES, *WRITES])
@pytest.mark.parametrize("who", STRANGERS)
def test_a_private_playlist_is_404_for_others_at_every_address(
    who: str,
    how: tuple[str, str, dict[str, Any]],
    headers: dict[str, str],
    private: Playlist,
    tracks: list[str],
    client_of: ClientOf,
    request: pytest.FixtureRequest,
) -> None:
    answer = ask(client_of(request.getfixturevalue(who)), how, private, tracks[5], headers=headers)
    assert answer.status_code == 404
    assert "Nobody sees this" not in answer.content.decode()
    private.refresh_from_db()
    assert private.title == "Nobody sees this"
    assert order_of(private) == tracks[:3]


@pytest.mark.parametrize("how", READS)
def test_a_private_playlist_is_404_for_a_visitor(
    how: tuple[str, str, dict[str, Any]], private: Playlist, tracks: list[str]
) -> None:
    assert ask(Client(), how, private, tracks[5]).status_code == 404


@pytest.mark.parametrize("how", [*OWNERS_PAGES, *WRITES])
def test_a_visitor_is_sent_to_sign_in_whether_a_playlist_is_there_or_not(
    how: tuple[str, str, dict[str, Any]], private: Playlist, tracks: list[str]
) -> None:
    answer = ask(Client(), how, private, tracks[5])
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login?next=/playlists/")
    private.refresh_from_db()
    assert order_of(private) == tracks[:3]


@pytest.mark.parametrize("how", [*OWNERS_PAGES, *WRITES])
@pytest.mark.parametrize("who", STRANGERS)
def test_a_public_playlist_is_changed_by_its_owner_only(
    who: str,
    how: tuple[str, str, dict[str, Any]],
    public: Playlist,
    tracks: list[str],
    client_of: ClientOf,
    request: pytest.FixtureRequest,
) -> None:
    assert ask(client_of(request.getfixturevalue(who)), how, public, tracks[5]).status_code == 404
    public.refresh_from_db()
    assert public.title == "Everybody sees this"
    assert order_of(public) == tracks[:3]


@pytest.mark.parametrize("who", [*STRANGERS, "visitor"])
def test_everybody_sees_a_public_playlist(
    who: str, public: Playlist, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    answer = client_of(request.getfixturevalue(who)).get(public.get_absolute_url())
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Everybody sees this" in page
    assert "/edit" not in page
    assert "drag-handle" not in page


def test_controls_of_the_owner_lead_to_each_entry_and_stay_the_owners(
    public: Playlist, owner: User, outsider: User, client_of: ClientOf
) -> None:
    address = public.get_absolute_url()
    first, outsiders, again = (client_of(who).get(address).content.decode() for who in (owner, outsider, owner))
    for entry in PlaylistTrack.objects.filter(playlist=public):
        link = reverse("playlist_track", args=[public.pk, entry.pk])
        assert f'href="{link}?page=1"' in first
        assert f'href="{link}?page=1"' in again
        assert link not in outsiders
    assert "Move or remove" not in outsiders


def test_the_owner_sees_a_private_playlist(private: Playlist, owner: User, client_of: ClientOf) -> None:
    page = client_of(owner).get(private.get_absolute_url()).content.decode()
    assert "Nobody sees this" in page
    assert "Private playlist" in page
    assert 'content="noindex"' in page


def test_private_ones_are_in_nobody_elses_list(
    private: Playlist, public: Playlist, owner: User, outsider: User, client_of: ClientOf
) -> None:
    assert set(selectors.playlists_of(owner, owner)) == {private, public}
    assert set(selectors.playlists_of(owner, outsider)) == {public}
    assert set(selectors.playlists_of(owner, AnonymousUser())) == {public}
    assert selectors.recent_public_playlists(5) == [public]
    assert "sees this" not in client_of(outsider).get("/playlists").content.decode()


def test_an_entry_of_another_playlist_is_404(
    public: Playlist, private: Playlist, owner: User, client_of: ClientOf, tracks: list[str]
) -> None:
    foreign = private.tracks.get(position=0)
    for action in ("remove", "move"):
        url = f"/playlists/{public.pk}/tracks/{foreign.pk}/{action}"
        assert client_of(owner).post(url, {"to": "down"}).status_code == 404
    assert order_of(private) == tracks[:3]


def test_those_of_an_account_that_was_switched_off_are_gone_for_others(public: Playlist, outsider: User) -> None:
    public.owner.is_active = False
    public.owner.save()
    with pytest.raises(Playlist.DoesNotExist):
        selectors.playlist_page(public.pk, outsider)
    assert selectors.recent_public_playlists(5) == []


@pytest.mark.parametrize("path", ["/playlists/0", f"/playlists/{10**30}", "/playlists/x", "/playlists/1/tracks/2/fly"])
def test_what_is_not_there_is_404(path: str, owner: User, client_of: ClientOf) -> None:
    assert client_of(owner).get(path).status_code == 404


def test_numbers_past_every_key_are_404(public: Playlist, owner: User, client_of: ClientOf, tracks: list[str]) -> None:
    browser = client_of(owner)
    huge = 10**30
    assert browser.post(f"/playlists/{public.pk}/tracks/{huge}/remove").status_code == 404
    assert browser.post(f"/playlists/{huge}/delete").status_code == 404
    for chosen in (str(huge), "-1", "x", "", "٣", "1.0", str(2**63)):
        assert browser.post(f"/playlists/add/{tracks[0]}", {"playlist": chosen}).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_no_shared_cache_keeps_a_playlist_and_none_takes_a_fragment_for_it(
    owner: User, client_of: ClientOf, headers: dict[str, str]
) -> None:
    mine = PlaylistFactory(owner=owner, is_public=False)
    answer = client_of(owner).get(f"/playlists/{mine.pk}", headers=headers)
    assert answer.status_code == 200
    assert {"private", "no-cache"} <= {part.strip() for part in answer["Cache-Control"].split(",")}
    assert {"Cookie", "HX-Request", "HX-Target"} <= {name.strip() for name in answer["Vary"].split(",")}


@pytest.mark.parametrize("how", READS)
@pytest.mark.parametrize(
    ("who", "status"), [("owner", 200), ("follower", 200), ("outsider", 404), ("moderator", 404), ("visitor", 404)]
)
def test_those_of_a_private_account_are_for_its_followers(
    who: str,
    status: int,
    how: tuple[str, str, dict[str, Any]],
    public: Playlist,
    tracks: list[str],
    client_of: ClientOf,
    request: pytest.FixtureRequest,
) -> None:
    viewer = request.getfixturevalue(who)
    User.objects.filter(pk=public.owner_id).update(is_private=True)
    assert ask(client_of(viewer), how, public, tracks[5]).status_code == status


def test_those_of_a_private_account_are_in_its_followers_lists_alone(
    public: Playlist, private: Playlist, owner: User, follower: User, outsider: User
) -> None:
    User.objects.filter(pk=owner.pk).update(is_private=True)
    FollowFactory.create(follower=outsider, followed=owner, status="requested")
    assert set(selectors.playlists_of(owner, owner)) == {private, public}
    assert set(selectors.playlists_of(owner, follower)) == {public}
    for stranger in (outsider, AnonymousUser()):
        assert set(selectors.playlists_of(owner, stranger)) == set()
        assert selectors.playlist_counts(owner, stranger) == 0
    assert selectors.recent_public_playlists(5) == []
