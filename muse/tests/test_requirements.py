"""Everything that is installed is named with its exact version, so that two installations are the same."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Those that Muse may be run with; Debian 12 has the first.
PYTHONS = ("3.11.2", "3.11.14", "3.12.12", "3.13.11", "3.14.2")
ROOT = Path(__file__).resolve().parents[2]


def _requirements(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


@pytest.mark.parametrize(
    "files", [("requirements.txt",), ("requirements.txt", "requirements-dev.txt")], ids=["to run", "to develop"]
)
def test_every_package_that_comes_along_is_pinned(files: tuple[str, ...]) -> None:
    named = [requirement for file in files for requirement in _requirements(file)]
    pinned = {canonicalize_name(requirement.name) for requirement in named}
    not_exact = [str(requirement) for requirement in named if not str(requirement.specifier).startswith("==")]
    assert not_exact == []
    pythons = [{}, *({"python_full_version": full, "python_version": full.rpartition(".")[0]} for full in PYTHONS)]
    brought_along: dict[str, str] = {}
    for requirement in named:
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        try:
            needs = distribution(requirement.name).requires or []
        except PackageNotFoundError:
            pytest.fail(f"{requirement} is not installed: run make")
        for need in map(Requirement, needs):
            extras = [*requirement.extras, ""]
            if need.marker is None or any(
                need.marker.evaluate({"extra": extra, **python}) for extra in extras for python in pythons
            ):
                brought_along[canonicalize_name(need.name)] = requirement.name
    unpinned = {name: source for name, source in brought_along.items() if name not in pinned}
    assert unpinned == {}
