"""Answers of another shape than documented: an error of the family, never anything else."""

from __future__ import annotations

from typing import Any

import pytest

from spotify_cache import parsing
from spotify_cache.answers import State
from spotify_cache.errors import BadAnswer
from spotify_cache.kinds import TRACK_THING, decode_entry, encode_entry
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.tests.conftest import Person

ID = "4aawyAB9vmqN3uQ7FjRGTy"
TRACK = {"id": ID, "name": "Moon", "artists": [], "album": {"id": ID, "name": "Sky"}, "duration_ms": 1}
ODD = [None, 5, -1, 10**400, float("inf"), "text", [], [None], [5], {}, {"id": 5}, True, "\ud83c"]


@pytest.mark.parametrize("value", ODD, ids=lambda value: ascii(value)[:12])
@pytest.mark.parametrize(
    "field", ["id", "name", "artists", "album", "duration_ms", "disc_number", "external_ids", "popularity"]
)
def test_a_field_of_an_odd_type_is_passed_over_or_a_bad_answer(field: str, value: Any) -> None:
    try:
        track = parsing.track({**TRACK, field: value})
        cached = decode_entry(TRACK_THING, encode_entry(track, 1, 2))
    except BadAnswer:
        return
    assert cached is not None
    assert cached.value == track


@pytest.mark.parametrize("value", ODD[:-1])
def test_codes_and_labels_that_are_no_text_are_none(value: Any) -> None:
    label = parsing.album({"id": ID, "name": "Sky", "label": value}).label
    isrc = parsing.track({**TRACK, "external_ids": {"isrc": value}}).isrc
    assert label == isrc == (value if value == "text" else None)


def test_a_person_who_cannot_be_looked_up_gets_an_answer_not_an_error(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    class Lost(Person):
        """Their token is refused, and where the next one is kept cannot be reached."""

        def refresh_token(self) -> str | None:
            if self.rotations:
                raise OSError("the database is away")
            self.rotations.append("asked")
            return self.token

    lost = Lost("1", person.token)
    sandbox.faults({"endpoint": "*", "fault": "401", "times": 1})
    assert repository.listener(lost).profile().state is State.UNAVAILABLE
