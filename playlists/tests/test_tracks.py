"""Adding, removing and moving tracks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, UserFactory
from playlists import services
from playlists.models import MAX_TRACKS, Playlist
from playlists.tests.conftest import order_of
from playlists.tests.factories import PlaylistFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
T = TypeVar("T")


@pytest.fixture
def playlist(owner: User, tracks: list[str]) -> Playlist:
    return PlaylistFactory(owner=owner, title="Night bus", track_ids=tracks[:4])


@pytest.fixture
def browser_of_owner(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)


def act(browser: Client, playlist: Playlist, place: int, action: str, *, htmx: bool = False, **form: str) -> Any:
    entry = playlist.tracks.get(position=place).pk
    return browser.post(f"/playlists/{playlist.pk}/tracks/{entry}/{action}", form, headers=HTMX if htmx else {})


# --- From a page that shows a track ---------------------------------------------------------------------------------


def test_one_chooses_among_ones_own(
    browser_of_owner: Client, playlist: Playlist, outsider: User, tracks: list[str]
) -> None:
    PlaylistFactory(owner=outsider, title="Not yours")
    page = browser_of_owner.get(f"/playlists/add/{tracks[9]}").content.decode()
    assert "Night bus" in page
    assert "Not yours" not in page


def test_a_track_is_added_at_the_end(browser_of_owner: Client, playlist: Playlist, tracks: list[str]) -> None:
    before = playlist.updated_at
    answer = browser_of_owner.post(f"/playlists/add/{tracks[9]}", {"playlist": playlist.pk})
    assert answer["Location"] == f"/playlists/{playlist.pk}"
    assert order_of(playlist) == [*tracks[:4], tracks[9]]
    playlist.refresh_from_db()
    assert playlist.updated_at > before


def test_afterwards_one_is_back_where_one_was(browser_of_owner: Client, playlist: Playlist, tracks: list[str]) -> None:
    url = f"/playlists/add/{tracks[9]}"
    page = browser_of_owner.get(url, headers={"Referer": "http://testserver/albums/x?y=1"}).content.decode()
    assert 'name="back" value="http://testserver/albums/x?y=1"' in page
    sent = {"playlist": playlist.pk, "back": "http://testserver/albums/x?y=1"}
    assert browser_of_owner.post(url, sent)["Location"] == "http://testserver/albums/x?y=1"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(browser_of_owner: Client, playlist: Playlist, tracks: list[str], back: str) -> None:
    answer = browser_of_owner.post(f"/playlists/add/{tracks[9]}", {"playlist": playlist.pk, "back": back})
    assert answer["Location"] == f"/playlists/{playlist.pk}"
    page = browser_of_owner.post(f"/playlists/add/{tracks[9]}", {"playlist": playlist.pk, "back": back})
    assert f'href="{back}"' not in page.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_adding_twice_adds_once_and_says_so(
    browser_of_owner: Client, playlist: Playlist, tracks: list[str], headers: dict[str, str]
) -> None:
    sent = {"playlist": playlist.pk}
    browser_of_owner.post(f"/playlists/add/{tracks[9]}", sent)
    answer = browser_of_owner.post(f"/playlists/add/{tracks[9]}", sent, headers=headers)
    assert answer.status_code == 200
    assert "already" in answer.content.decode()
    assert "Add it again" in answer.content.decode()
    assert order_of(playlist) == [*tracks[:4], tracks[9]]


def test_adding_again_on_purpose_adds_again(browser_of_owner: Client, playlist: Playlist, tracks: list[str]) -> None:
    browser_of_owner.post(f"/playlists/add/{tracks[0]}", {"playlist": playlist.pk, "again": "1"})
    assert order_of(playlist) == [*tracks[:4], tracks[0]]


def test_a_new_playlist_is_made_in_place(browser_of_owner: Client, owner: User, tracks: list[str]) -> None:
    answer = browser_of_owner.post(f"/playlists/add/{tracks[0]}", {"title": "Fresh"}, headers=HTMX)
    made = Playlist.objects.get()
    assert (made.owner, made.title, order_of(made)) == (owner, "Fresh", [tracks[0]])
    page = answer.content.decode()
    assert "<html" not in page
    assert f'Added to <a href="/playlists/{made.pk}"' in page


def test_a_new_playlist_without_a_title_is_refused(browser_of_owner: Client, tracks: list[str]) -> None:
    answer = browser_of_owner.post(f"/playlists/add/{tracks[0]}", {"title": "x" * 101})
    assert answer.status_code == 422
    assert "x" * 101 in answer.content.decode()
    assert browser_of_owner.post(f"/playlists/add/{tracks[0]}", {}).status_code == 422
    assert not Playlist.objects.exists()


def test_an_unknown_track_is_404(browser_of_owner: Client, playlist: Playlist, unknown_id: str) -> None:
    url = f"/playlists/add/{unknown_id}"
    assert browser_of_owner.get(url).status_code == 404
    assert browser_of_owner.post(url, {"playlist": playlist.pk}).status_code == 404
    assert browser_of_owner.post(url, {"title": "Fresh"}).status_code == 404
    assert Playlist.objects.count() == 1


@pytest.mark.parametrize("path", ["/playlists/add/short", "/playlists/add/" + "!" * 22, "/playlists/add/" + "a" * 23])
def test_a_malformed_id_is_404(browser_of_owner: Client, path: str) -> None:
    assert browser_of_owner.get(path).status_code == 404


def test_a_track_is_added_while_spotify_does_not_answer(
    browser_of_owner: Client, playlist: Playlist, sandbox: SandboxProcess, tracks: list[str]
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    assert browser_of_owner.post(f"/playlists/add/{tracks[9]}", {"playlist": playlist.pk}).status_code == 302
    assert order_of(playlist)[-1] == tracks[9]


# --- Pasted ---------------------------------------------------------------------------------------------------------


def test_a_hundred_pasted_lines_make_a_playlist_of_a_hundred(
    browser_of_owner: Client, owner: User, tracks: list[str]
) -> None:
    playlist = PlaylistFactory(owner=owner)
    lines = [f"https://open.spotify.com/track/{track}?si=1" for track in tracks[:100]]
    answer = browser_of_owner.post(f"/playlists/{playlist.pk}/tracks", {"tracks": "\r\n".join(lines)}, follow=True)
    assert order_of(playlist) == tracks[:100]
    assert "100 tracks added." in answer.content.decode()


def test_what_is_already_there_is_left_out_and_counted(
    browser_of_owner: Client, playlist: Playlist, tracks: list[str]
) -> None:
    url = f"/playlists/{playlist.pk}/tracks"
    answer = browser_of_owner.post(url, {"tracks": f"{tracks[0]} {tracks[9]} {tracks[9]}"}, headers=HTMX)
    assert order_of(playlist) == [*tracks[:4], tracks[9]]
    assert "1 track added. 1 track left out: already in this playlist." in answer.content.decode()


def test_lines_that_name_no_track_stay_in_the_form(
    browser_of_owner: Client, playlist: Playlist, tracks: list[str], unknown_id: str
) -> None:
    sent = {"tracks": f"{tracks[9]}\nwhat is this?\n{unknown_id}"}
    answer = browser_of_owner.post(f"/playlists/{playlist.pk}/tracks", sent, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert order_of(playlist)[-1] == tracks[9]
    assert f"what is this?\n{unknown_id}</textarea>" in page
    assert "1 track added." in page


@pytest.mark.parametrize(
    "text", ["", "   ", "hello", "a\x00b", "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy"]
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nothing_to_add_is_refused(
    browser_of_owner: Client, playlist: Playlist, tracks: list[str], text: str, headers: dict[str, str]
) -> None:
    answer = browser_of_owner.post(f"/playlists/{playlist.pk}/tracks", {"tracks": text}, headers=headers)
    assert answer.status_code == 422
    assert order_of(playlist) == tracks[:4]


def test_more_than_a_thousand_is_refused_and_nothing_is_added(
    browser_of_owner: Client, owner: User, tracks: list[str]
) -> None:
    playlist = PlaylistFactory(owner=owner, track_ids=(tracks[:250] * 4)[: MAX_TRACKS - 1])
    sent = {"tracks": f"{tracks[0]} {tracks[1]}", "again": "on"}
    answer = browser_of_owner.post(f"/playlists/{playlist.pk}/tracks", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "at most 1,000 tracks" in page
    assert f"{tracks[0]}\n{tracks[1]}</textarea>" in page
    assert playlist.tracks.count() == MAX_TRACKS - 1


def test_a_full_playlist_says_so_where_a_track_is_added(
    browser_of_owner: Client, owner: User, tracks: list[str]
) -> None:
    full = PlaylistFactory(owner=owner, track_ids=(tracks[:250] * 4)[:MAX_TRACKS])
    sent = {"playlist": full.pk, "again": "1"}
    answer = browser_of_owner.post(f"/playlists/add/{tracks[0]}", sent, headers=HTMX)
    assert answer.status_code == 422
    assert "remove one first" in answer.content.decode()


def test_lines_of_a_visitor_wait_behind_the_sign_in(playlist: Playlist, tracks: list[str]) -> None:
    browser = Client()
    answer = browser.post(f"/playlists/{playlist.pk}/tracks", {"tracks": tracks[9]})
    page = browser.post(answer["Location"], {"username": "owner", "password": PASSWORD}, follow=True).content.decode()
    assert f"{tracks[9]}</textarea>" in page


# --- Removing and moving --------------------------------------------------------------------------------------------


def test_a_track_is_removed_and_the_others_close_up(
    browser_of_owner: Client, playlist: Playlist, tracks: list[str]
) -> None:
    before = playlist.updated_at
    assert act(browser_of_owner, playlist, 1, "remove")["Location"] == f"/playlists/{playlist.pk}"
    assert order_of(playlist) == [tracks[0], tracks[2], tracks[3]]
    playlist.refresh_from_db()
    assert playlist.updated_at > before


def test_removing_twice_is_404_the_second_time(browser_of_owner: Client, playlist: Playlist, tracks: list[str]) -> None:
    url = f"/playlists/{playlist.pk}/tracks/{playlist.tracks.get(position=0).pk}/remove"
    assert browser_of_owner.post(url).status_code == 302
    assert browser_of_owner.post(url).status_code == 404
    assert order_of(playlist) == tracks[1:4]


@pytest.mark.parametrize(
    ("place", "form", "order"),
    [
        (1, {"to": "up"}, [1, 0, 2, 3]),
        (1, {"to": "down"}, [0, 2, 1, 3]),
        (0, {"to": "up"}, [0, 1, 2, 3]),
        (3, {"to": "down"}, [0, 1, 2, 3]),
        (2, {"to": "top"}, [2, 0, 1, 3]),
        (0, {"to": "bottom"}, [1, 2, 3, 0]),
        (0, {"position": "3"}, [1, 2, 0, 3]),
        (3, {"position": "1"}, [3, 0, 1, 2]),
        (0, {"position": "999"}, [1, 2, 3, 0]),
        (2, {"to": "", "position": "2"}, [0, 2, 1, 3]),
        (2, {"to": "top", "position": "3"}, [2, 0, 1, 3]),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_track_is_moved(
    browser_of_owner: Client,
    playlist: Playlist,
    tracks: list[str],
    place: int,
    form: dict[str, str],
    order: list[int],
    htmx: bool,
) -> None:
    answer = act(browser_of_owner, playlist, place, "move", htmx=htmx, **form)
    assert answer.status_code == (200 if htmx else 302)
    assert order_of(playlist) == [tracks[number] for number in order]


@pytest.mark.parametrize("form", [{}, {"to": "sideways"}, {"position": "0"}, {"position": "-1"}, {"position": "x"}])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_place_that_is_none_is_refused(
    browser_of_owner: Client, playlist: Playlist, tracks: list[str], form: dict[str, str], htmx: bool
) -> None:
    answer = act(browser_of_owner, playlist, 0, "move", htmx=htmx, **form)
    assert answer.status_code == 422
    assert order_of(playlist) == tracks[:4]


def test_without_htmx_one_lands_on_the_page_where_the_track_is(
    browser_of_owner: Client, owner: User, tracks: list[str]
) -> None:
    long = PlaylistFactory(owner=owner, track_ids=tracks[:150])
    entry = long.tracks.get(position=0).pk
    answer = browser_of_owner.post(f"/playlists/{long.pk}/tracks/{entry}/move", {"to": "bottom"})
    assert answer["Location"] == f"/playlists/{long.pk}?page=2#entry-{entry}"


def test_with_htmx_one_stays_on_the_page_one_is_on(browser_of_owner: Client, owner: User, tracks: list[str]) -> None:
    long = PlaylistFactory(owner=owner, track_ids=tracks[:150])
    entry = long.tracks.get(position=120).pk
    url = f"/playlists/{long.pk}/tracks/{entry}/move?page=2"
    page = browser_of_owner.post(url, {"to": "up"}, headers=HTMX).content.decode()
    assert 'start="101"' in page
    assert 'id="playlist-facts"' in page
    assert "Moved to 120." in page


def test_a_move_takes_a_fixed_number_of_queries(owner: User, tracks: list[str]) -> None:
    counts = []
    for size in (3, 200):
        playlist = PlaylistFactory(owner=owner, track_ids=tracks[:size])
        entry = playlist.tracks.get(position=size - 1)
        with CaptureQueriesContext(connection) as queries:
            services.move_track(owner, playlist.pk, entry.pk, 0)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_same_track_added_at_the_same_time_is_added_once(tracks: list[str]) -> None:
    owner = UserFactory()
    playlist = PlaylistFactory(owner=owner)
    added = at_once([lambda: services.add_tracks(owner, playlist.pk, [tracks[0]]).added] * 5)
    assert sorted(added) == [0, 0, 0, 0, 1]
    assert order_of(playlist) == [tracks[0]]


@pytest.mark.django_db(transaction=True)
def test_changes_at_the_same_time_leave_no_gap(tracks: list[str]) -> None:
    owner = UserFactory()
    playlist = PlaylistFactory(owner=owner, track_ids=tracks[:20])
    entries = list(playlist.tracks.order_by("position"))
    at_once(
        [
            lambda: services.move_track(owner, playlist.pk, entries[0].pk, 19),
            lambda: services.move_track(owner, playlist.pk, entries[19].pk, 0),
            lambda: services.remove_track(owner, playlist.pk, entries[10].pk),
            lambda: services.remove_track(owner, playlist.pk, entries[11].pk),
            lambda: services.add_tracks(owner, playlist.pk, tracks[20:23]),
            lambda: services.add_tracks(owner, playlist.pk, tracks[23:25]),
        ]
    )
    assert sorted(order_of(playlist)) == sorted({*tracks[:25]} - {tracks[10], tracks[11]})


@pytest.mark.django_db(transaction=True)
def test_the_last_free_places_are_given_once(tracks: list[str]) -> None:
    owner = UserFactory()
    playlist = PlaylistFactory(owner=owner, track_ids=(tracks[:250] * 4)[: MAX_TRACKS - 2])

    def add() -> bool:
        try:
            services.add_tracks(owner, playlist.pk, tracks[:2], again=True)
        except ValidationError:
            return False
        return True

    assert sorted(at_once([add] * 4)) == [False, False, False, True]
    assert playlist.tracks.count() == MAX_TRACKS


def at_once(actions: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of them at the same time, each in a thread of its own; what they returned."""
    start = Barrier(len(actions))

    def run(action: Callable[[], T]) -> T:
        try:
            start.wait(timeout=20)
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))
