"""The first thing ``make`` does on a new machine, and what it says when the machine is not enough."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "muse/launch/venv.py"


def _make_checkout(directory: Path, packages: str) -> Path:
    (directory / "muse" / "launch").mkdir(parents=True)
    shutil.copy(ROOT / SCRIPT, directory / SCRIPT)
    (directory / "requirements.txt").write_text(packages)
    return directory


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing in it but the script and a list of packages that no index has."""
    return _make_checkout(tmp_path, "--no-index\nno-such-package==1.0\n")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose list of packages is empty, installed."""
    directory = _make_checkout(tmp_path_factory.mktemp("installed"), "# nothing\n")
    assert "Making .venv" in _run(directory, path="/usr/bin:/bin").stdout
    return directory


def _run(checkout: Path, before: str = "pass", path: str = "/nowhere") -> subprocess.CompletedProcess[str]:
    code = f"import runpy, sys; {before}; sys.argv = ['venv.py', 'requirements.txt']; "
    code += f"runpy.run_path({SCRIPT!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=checkout,
        env={"PATH": path, "HOME": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_that_is_too_old_is_told_what_is_needed(checkout: Path) -> None:
    result = _run(checkout, "sys.version_info = (3, 9, 2)")
    assert result.returncode == 1
    assert result.stderr == (
        "Muse needs Python 3.11 or newer, and this is 3.9: install one, or name it: make run PYTHON=/path/to/it.\n"
    )
    assert not (checkout / ".venv").exists()


def test_python_that_is_too_old_hands_over_to_a_newer_one_on_path(checkout: Path) -> None:
    newer = checkout / "bin" / "python3.12"
    newer.parent.mkdir()
    newer.write_text('#!/bin/sh\necho "newer: $*"\n')
    newer.chmod(0o755)
    result = _run(checkout, "sys.version_info = (3, 9, 2)", path=str(newer.parent))
    assert result.stdout == "newer: muse/launch/venv.py requirements.txt\n"


def test_shim_for_a_python_that_is_not_installed_is_passed_over(checkout: Path) -> None:
    shim = checkout / "bin" / "python3.12"
    shim.parent.mkdir()
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    result = _run(checkout, "sys.version_info = (3, 9, 2)", path=str(shim.parent))
    assert result.returncode == 1
    assert result.stderr.startswith("Muse needs Python 3.11 or newer")


def test_python_without_venv_is_told_which_package_brings_it(checkout: Path) -> None:
    result = _run(checkout, "sys.modules['ensurepip'] = None")
    assert result.returncode == 1
    assert "apt-get install python3-venv" in result.stderr
    assert result.stderr.count("\n") == 1


def test_packages_that_cannot_be_installed_are_said_and_tried_again_next_time(checkout: Path, installed: Path) -> None:
    (checkout / ".venv").symlink_to(installed / ".venv")
    for _attempt in range(2):
        result = _run(checkout, path="/usr/bin:/bin")
        assert result.returncode == 1
        assert "no-such-package" in result.stderr
        assert "could not be installed" in result.stderr.splitlines()[-1]


def test_nothing_is_done_while_the_list_of_packages_stays_the_same(installed: Path) -> None:
    again = _run(installed, path="/usr/bin:/bin")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    (installed / "requirements.txt").write_text("# nothing more\n")
    assert "Installing" in _run(installed, path="/usr/bin:/bin").stdout
