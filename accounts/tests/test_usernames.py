from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import validate_username
from accounts.usernames import RESERVED, free_usernames, username_from


@pytest.mark.parametrize(
    ("names", "username"),
    [
        (("Mira Okonjo",), "mira_okonjo"),
        (("Ольга Петрова",), "olga_petrova"),
        (("Sinéad O'Connor",), "sinead_oconnor"),
        (("Zoë Ångström",), "zoe_angstrom"),
        (("  --Theo “Crates” M.  ",), "theo_crates_m"),
        (("", "jonas.lindqvist"), "jonas_lindqvist"),
        ((None, None), "listener"),
        (("!", "?"), "listener"),
        (("x" * 80,), "x" * 30),
    ],
)
def test_name_becomes_a_username(names: tuple[str | None, ...], username: str) -> None:
    assert username_from(*names) == username


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_name_becomes_a_well_formed_username(display_name: str, user_id: str) -> None:
    validate_username(username_from(display_name, user_id))


def test_taken_names_get_numbers_and_stay_within_30_characters() -> None:
    base = "y" * 30
    names = list(islice(free_usernames(base, {base, "y" * 29 + "2"}), 60))
    assert names[0] == "y" * 29 + "3"
    assert len(set(names)) == 60
    for name in names:
        validate_username(name)


def test_name_of_muse_itself_is_never_given() -> None:
    assert next(free_usernames("admin", set())) == "admin2"
    assert "admin" in RESERVED
