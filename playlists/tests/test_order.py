"""The order of a playlist under any series of changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.tests.factories import UserFactory
from playlists import services
from playlists.models import Playlist
from playlists.tests.conftest import order_of
from playlists.tests.factories import PlaylistFactory

CHANGES = st.lists(
    st.one_of(
        st.tuples(
            st.just("add"),
            st.lists(st.integers(0, 9), min_size=1, max_size=4),
            st.booleans(),
            st.none() | st.integers(-3, 30),
        ),
        st.tuples(st.just("remove"), st.integers(0, 30)),
        st.tuples(st.just("remove several"), st.sets(st.integers(0, 30), max_size=6)),
        st.tuples(st.just("move"), st.integers(0, 30), st.integers(-3, 30)),
        st.tuples(st.just("step"), st.integers(0, 30), st.sampled_from([-1, 1])),
    ),
    max_size=12,
)


class OrderTests(TestCase):
    """Against a plain list: hypothesis needs a TestCase to undo each example."""

    known: list[str]

    @pytest.fixture(autouse=True)
    def _know_tracks(self, tracks: list[str]) -> None:
        self.known = tracks[:10]

    @given(changes=CHANGES)
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_any_series_of_changes_does_what_it_would_to_a_list(self, changes: list[Any]) -> None:
        owner = UserFactory()
        playlist = PlaylistFactory(owner=owner)
        model: list[str] = []
        for change in changes:
            self.apply(change, playlist, model)
            assert order_of(playlist) == model

    def apply(self, change: Any, playlist: Playlist, model: list[str]) -> None:
        owner = playlist.owner
        if change[0] == "add":
            ids = [self.known[number] for number in change[1]]
            done = services.add_tracks(owner, playlist.pk, ids, again=change[2], position=change[3])
            wanted = ids if change[2] else [one for one in dict.fromkeys(ids) if one not in model]
            assert done.added == len(wanted)
            place = len(model) if change[3] is None else min(max(change[3], 0), len(model))
            assert [entry.position for entry in done.entries] == list(range(place, place + len(wanted)))
            model[place:place] = wanted
        elif change[0] == "remove several":
            going = list(playlist.tracks.filter(position__in=change[1]).values_list("pk", flat=True))
            services.remove_tracks(owner, playlist.pk, [*going, 0])
            model[:] = [one for position, one in enumerate(model) if position not in change[1]]
        elif model:
            entry = playlist.tracks.get(position=change[1] % len(model))
            one = model.pop(entry.position)
            if change[0] == "remove":
                services.remove_track(owner, playlist.pk, entry.pk)
            else:
                asked = change[2] if change[0] == "move" else entry.position + change[2]
                place = min(max(asked, 0), len(model))
                move = services.move_track if change[0] == "move" else services.step_track
                assert move(owner, playlist.pk, entry.pk, change[2]) == place
                model.insert(place, one)
