"""The list of variables that a person reads is the list that Muse reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from muse import environment
from muse.launch.configuration import read_env_file
from muse.launch.errors import LaunchError

ROOT = Path(__file__).resolve().parents[2]
READS = re.compile(r"""(?:env\.read\(\s*|environ\.get\(|environment\.read\()["']([A-Z_]+)["']""")
# Of the launcher's tests and of the platform: nobody has to know them.
NOT_FOR_PEOPLE = {"MUSE_STATE", "NO_COLOR"}


def _variables_in_code() -> set[str]:
    files = [ROOT / "gunicorn.conf.py", *ROOT.glob("muse/**/*.py"), *ROOT.glob("accounts/**/*.py")]
    texts = [file.read_text() for file in files if not {"tests", "testing"} & set(file.parts)]
    return {name for text in texts for name in READS.findall(text)} - NOT_FOR_PEOPLE


def _variables_in_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_variable_is_in_the_example_and_none_that_nobody_reads() -> None:
    assert _variables_in_code() == _variables_in_example()


def test_example_changes_nothing_when_it_is_copied() -> None:
    assert read_env_file(ROOT / ".env.example") == {}


def test_env_file_gives_values_with_and_without_quotes(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# a comment\n\nexport PORT=8080\nSECRET_KEY='a b=c'\nBASE_URL=\"https://muse.example\"\n")
    assert read_env_file(file) == {"PORT": "8080", "SECRET_KEY": "a b=c", "BASE_URL": "https://muse.example"}


def test_env_file_names_the_line_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=8080\nnonsense\n")
    with pytest.raises(LaunchError, match=r"^\.env, line 2: must read NAME=value\.$"):
        read_env_file(file)


@pytest.mark.parametrize(
    ("raw", "hours"),
    [("", set()), ("3", {3}), ("1-5", {1, 2, 3, 4, 5}), ("22-1", {22, 23, 0, 1}), ("0-23", set(range(24)))],
)
def test_hours_of_the_environment(raw: str, hours: set[int]) -> None:
    assert environment.hours(raw) == hours


@pytest.mark.parametrize("raw", ["24", "1-24", "night", "-3", "1-", "1-2-3", "1.5"])
def test_hours_that_are_none_stop_the_start(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTIFY_WARMING_HOURS", raw)
    with pytest.raises(ImproperlyConfigured, match="SPOTIFY_WARMING_HOURS"):
        environment.read("SPOTIFY_WARMING_HOURS", environment.hours, "")
