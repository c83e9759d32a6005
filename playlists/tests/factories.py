"""Factories of playlists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from playlists.models import Playlist, PlaylistTrack


def track_id(number: int) -> str:
    """A well-formed Spotify ID that is different for every number."""
    return f"{number:022d}"


class PlaylistFactory(DjangoModelFactory[Playlist]):
    """A public playlist; ``track_ids=[...]`` fills it."""

    class Meta:
        model = Playlist
        skip_postgeneration_save = True

    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda number: f"Songs, part {number}")

    @factory.post_generation
    def track_ids(self: Any, create: bool, ids: Sequence[str] | None, **kwargs: Any) -> None:
        PlaylistTrack.objects.bulk_create(
            PlaylistTrack(playlist=self, spotify_track_id=one, position=position)
            for position, one in enumerate(ids or ())
        )
