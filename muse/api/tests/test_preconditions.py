"""``If-Match``: of two devices at the same thing, the one that comes late is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.at_once import at_once
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from playlists.models import Playlist
from playlists.tests.factories import PlaylistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def playlist(owner: User) -> Playlist:
    return PlaylistFactory.create(owner=owner, title="Night ferries")


def address(playlist: Playlist) -> str:
    return f"/api/v1/playlists/{playlist.pk}"


def tag_of(client: Client, playlist: Playlist) -> str:
    tag: str = client.get(address(playlist))["ETag"]
    return tag


def rename(client: Client, playlist: Playlist, title: str, tag: str | None) -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return client.patch(address(playlist), {"title": title}, content_type="application/json", headers=headers)


def test_tag_of_what_was_read_lets_the_change_through(owner: User, playlist: Playlist) -> None:
    phone = phone_of(owner)
    answer = rename(phone, playlist, "Day ferries", tag_of(phone, playlist))
    assert answer.status_code == 200
    assert answer["ETag"] == tag_of(phone, playlist)
    assert rename(phone, playlist, "Evening ferries", answer["ETag"]).status_code == 200


def test_tag_of_what_was_changed_since_is_412_and_nothing_is_written(owner: User, playlist: Playlist) -> None:
    phone = phone_of(owner)
    tag = tag_of(phone, playlist)
    rename(phone_of(owner), playlist, "Changed on the tablet", None)
    answer = rename(phone, playlist, "Late", tag)
    assert answer.status_code == 412
    assert documented(answer)["type"] == "/api/problems/precondition-failed"
    playlist.refresh_from_db()
    assert playlist.title == "Changed on the tablet"
    assert phone.delete(address(playlist), headers={"If-Match": tag}).status_code == 412
    assert Playlist.objects.exists()


def test_without_a_tag_the_last_one_wins(owner: User, playlist: Playlist) -> None:
    phone = phone_of(owner)
    assert [rename(phone, playlist, title, None).status_code for title in ("One", "Two")] == [200, 200]


def test_star_is_whatever_there_is(owner: User, playlist: Playlist) -> None:
    assert rename(phone_of(owner), playlist, "Any", "*").status_code == 200


def test_tag_that_compression_made_weak_is_as_good(owner: User, playlist: Playlist) -> None:
    phone = phone_of(owner)
    tag = tag_of(phone, playlist).removeprefix("W/")
    assert rename(phone, playlist, "Weak", f"W/{tag}").status_code == 200


def test_one_of_several_tags_is_enough(owner: User, playlist: Playlist) -> None:
    phone = phone_of(owner)
    tags = f'"0-0", {tag_of(phone, playlist)} , "x"'
    assert rename(phone, playlist, "Several", tags).status_code == 200


@pytest.mark.parametrize("tag", ["", "x", '""', '"x"', '"0-0"', "0-0", '"0-0', "*x", '"*"', "\x00", "é", '"' * 500])
def test_senseless_tag_matches_nothing(owner: User, playlist: Playlist, tag: str) -> None:
    assert documented(rename(phone_of(owner), playlist, "Senseless", tag))["status"] == 412
    playlist.refresh_from_db()
    assert playlist.title == "Night ferries"


def test_likes_and_what_spotify_says_change_no_version(owner: User, playlist: Playlist) -> None:
    """The end of a tag is of the answer's bytes, for 304; what is compared is the person's own change alone."""
    phone = phone_of(owner)
    version, _, digest = tag_of(phone, playlist).removeprefix("W/").partition("-")
    assert digest
    assert rename(phone, playlist, "As read", f'{version}-0123456789abcdef"').status_code == 200


def test_what_was_deleted_is_gone_for_everybody(owner: User, playlist: Playlist) -> None:
    phone = phone_of(owner)
    tag = tag_of(phone, playlist)
    assert phone.delete(address(playlist), headers={"If-Match": tag}).status_code == 204
    assert rename(phone, playlist, "Late", tag).status_code == 404


def test_stranger_is_refused_before_any_tag(outsider: User, playlist: Playlist) -> None:
    Playlist.objects.update(is_public=False)
    assert rename(phone_of(outsider), playlist, "Stolen", "*").status_code == 404
    assert rename(phone_of(outsider), playlist, "Stolen", '"0-0"').status_code == 404


def test_same_tag_asks_for_nothing_new(owner: User, playlist: Playlist) -> None:
    phone = phone_of(owner)
    answer = phone.get(address(playlist), headers={"If-None-Match": tag_of(phone, playlist)})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_late(owner: User, playlist: Playlist) -> None:
    phones = [phone_of(owner) for _ in range(4)]
    tag = tag_of(phones[0], playlist)
    statuses = at_once(
        *(
            lambda phone=phone, title=f"By {place}": rename(phone, playlist, title, tag).status_code
            for place, phone in enumerate(phones)
        )
    )
    assert sorted(statuses) == [200, 412, 412, 412]
    playlist.refresh_from_db()
    assert playlist.title == f"By {statuses.index(200)}"
