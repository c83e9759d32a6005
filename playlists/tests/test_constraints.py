"""What PostgreSQL itself refuses, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from accounts.models import User
from playlists.models import PlaylistTrack
from playlists.tests.factories import PlaylistFactory, track_id


@pytest.mark.django_db(transaction=True)
def test_two_tracks_never_share_a_place() -> None:
    playlist = PlaylistFactory(track_ids=[track_id(1)])
    with pytest.raises(IntegrityError, match="playlist_tracks_one_per_position"):
        PlaylistTrack.objects.create(playlist=playlist, spotify_track_id=track_id(2), position=0)


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_places_may_cross() -> None:
    playlist = PlaylistFactory(track_ids=[track_id(1), track_id(2)])
    with transaction.atomic():
        playlist.tracks.update(position=F("position") + 1)
        playlist.tracks.filter(position=2).update(position=0)
    assert list(playlist.tracks.order_by("position").values_list("spotify_track_id", flat=True)) == [
        track_id(2),
        track_id(1),
    ]


@pytest.mark.django_db
def test_a_place_is_not_negative() -> None:
    playlist = PlaylistFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaylistTrack.objects.create(playlist=playlist, spotify_track_id=track_id(1), position=-1)


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["", "   ", "\n"])
def test_a_title_is_not_blank(title: str) -> None:
    with pytest.raises(IntegrityError, match="playlists_title_not_blank"), transaction.atomic():
        PlaylistFactory(title=title)


@pytest.mark.django_db
def test_a_track_is_a_spotify_id() -> None:
    playlist = PlaylistFactory()
    with pytest.raises(IntegrityError, match="playlist_tracks_spotify_id_form"), transaction.atomic():
        PlaylistTrack.objects.create(playlist=playlist, spotify_track_id="no-id", position=0)


@pytest.mark.django_db
def test_deleting_a_person_deletes_their_playlists(owner: User) -> None:
    PlaylistFactory(owner=owner, track_ids=[track_id(1)])
    owner.delete()
    assert not PlaylistTrack.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("playlists", {"id", "owner_id", "title", "description", "is_public", "created_at", "updated_at"}),
        ("playlist_tracks", {"id", "playlist_id", "spotify_track_id", "position", "added_at"}),
    ],
)
def test_the_tables_hold_nothing_of_spotify_but_ids(table: str, columns: set[str]) -> None:
    """R1, R3."""
    with connection.cursor() as cursor:
        found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    assert found == columns
