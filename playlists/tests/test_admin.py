"""Playlists in the admin."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.tests.cast import ClientOf
from playlists.models import Playlist
from playlists.tests.conftest import order_of
from playlists.tests.factories import PlaylistFactory, track_id

pytestmark = pytest.mark.django_db


def test_a_moderator_sees_playlists_with_counts(moderator: User, owner: User, client_of: ClientOf) -> None:
    PlaylistFactory(owner=owner, title="Night bus", track_ids=[track_id(1), track_id(2)])
    page = client_of(moderator).get(reverse("admin:playlists_playlist_changelist"), {"q": "owner"}).content.decode()
    assert "Night bus" in page
    assert ">2</a>" in page


def test_the_list_takes_a_fixed_number_of_queries(moderator: User, client_of: ClientOf) -> None:
    browser = client_of(moderator)
    counts = []
    for more in (1, 15):
        for _ in range(more):
            PlaylistFactory(track_ids=[track_id(1)])
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("admin:playlists_playlist_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_tracks_of_one_playlist_are_listed(moderator: User, client_of: ClientOf) -> None:
    playlist = PlaylistFactory(track_ids=[track_id(1)])
    PlaylistFactory(track_ids=[track_id(2)])
    url = reverse("admin:playlists_playlisttrack_changelist")
    page = client_of(moderator).get(url, {"playlist__id__exact": playlist.pk}).content.decode()
    assert track_id(1) in page
    assert track_id(2) not in page


def test_a_track_that_a_moderator_removes_leaves_no_gap(moderator: User, client_of: ClientOf) -> None:
    playlist = PlaylistFactory(track_ids=[track_id(number) for number in range(4)])
    first, third = playlist.tracks.get(position=0), playlist.tracks.get(position=2)
    url = reverse("admin:playlists_playlisttrack_delete", args=[first.pk])
    client_of(moderator).post(url, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [third.pk], "post": "yes"}
    client_of(moderator).post(reverse("admin:playlists_playlisttrack_changelist"), chosen)
    assert order_of(playlist) == [track_id(1), track_id(3)]


def test_a_moderator_deletes_a_whole_playlist(moderator: User, client_of: ClientOf) -> None:
    playlist = PlaylistFactory(track_ids=[track_id(1)])
    url = reverse("admin:playlists_playlist_delete", args=[playlist.pk])
    assert client_of(moderator).post(url, {"post": "yes"}).status_code == 302
    assert not Playlist.objects.exists()
