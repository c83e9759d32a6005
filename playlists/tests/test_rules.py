"""What a playlist may be called and what counts as a pasted track."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from playlists import rules
from spotify_cache.spotify_ids import is_spotify_id

ID = "4aawyAB9vmqN3uQ7FjRGTy"
OTHER = "6rqhFgbbKwnb9MLmUQDhG6"


def test_a_title_is_one_line_without_spaces_around_it() -> None:
    assert rules.clean_title("  Night\r\n bus  home ") == "Night bus home"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("", "required"),
        (" \n\t", "required"),
        ("\u200b \u202e", "required"),
        ("x" * 101, "too_long"),
        ("a\x00", "not_storable"),
    ],
)
def test_a_title_is_refused(title: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        rules.clean_title(title)
    assert refused.value.code == code


def test_a_description_keeps_its_line_breaks_up_to_two_thousand_characters() -> None:
    assert rules.clean_description(" one\r\ntwo ") == "one\ntwo"
    assert len(rules.clean_description("x" * 2_000)) == 2_000
    with pytest.raises(ValidationError):
        rules.clean_description("x" * 2_001)


@pytest.mark.parametrize(
    "text",
    [
        f"{ID}\n{OTHER}",
        f"spotify:track:{ID} spotify:track:{OTHER}",
        f"https://open.spotify.com/track/{ID}?si=abc\r\nhttps://open.spotify.com/intl-de/track/{OTHER}",
        f" {ID} , {OTHER}\n\n",
    ],
)
def test_links_uris_and_ids_are_read_in_order(text: str) -> None:
    assert rules.read_pasted(text) == rules.Pasted((ID, OTHER), ())


@pytest.mark.parametrize(
    "word",
    [
        "hello",
        f"https://open.spotify.com/album/{ID}",
        f"spotify:artist:{ID}",
        f"https://example.com/track/{ID}",
        ID + "x",
        "http://[",
    ],
)
def test_what_names_no_track_is_told_apart(word: str) -> None:
    assert rules.read_pasted(f"{ID}\n{word}") == rules.Pasted((ID,), (word,))


def test_a_line_of_words_stays_whole_and_words_beside_an_id_stay_alone() -> None:
    assert rules.read_pasted(f"my best song\n1. {ID} (live)") == rules.Pasted((ID,), ("my best song", "1.", "(live)"))


@given(st.text(max_size=200))
def test_reading_never_fails_and_gives_ids_only(text: str) -> None:
    assert all(is_spotify_id(one) for one in rules.read_pasted(text).track_ids)


def test_there_is_room_for_a_thousand() -> None:
    rules.require_room(999, 1)
    with pytest.raises(ValidationError, match="room for 1 more"):
        rules.require_room(999, 2)
    with pytest.raises(ValidationError, match="remove one first"):
        rules.require_room(1_000, 1)
