"""The TypeScript client that is generated from the document: its types, its tests, and its tour of a running Muse."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from muse.testing.phone import Fate, phone_network
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

CLIENT: Path = settings.BASE_DIR / "clients" / "typescript"
OLDEST_NODE = 18


def why_not() -> str | None:
    """Why the client cannot be built here, in a few words; None where it can."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            return f"{program} is not on PATH"
    version = run("node", "--version").removeprefix("v")
    return None if int(version.split(".")[0]) >= OLDEST_NODE else f"Node.js {version} is older than {OLDEST_NODE}"


def run(*command: str) -> str:
    """What a command of the client's folder prints; the test fails with all of it when the command does."""
    done = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, timeout=240, check=False)
    if done.returncode != 0:
        pytest.fail(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}", pytrace=False)
    return done.stdout


def install() -> None:
    """`npm ci`, where the packages that are there are not those of the lock file."""
    lock = hashlib.sha256((CLIENT / "package-lock.json").read_bytes()).hexdigest()
    installed = CLIENT / "node_modules" / ".installed-from"
    if not installed.exists() or installed.read_text() != lock:
        run("npm", "ci")
        installed.write_text(lock)


@pytest.fixture(scope="module")
def built() -> None:
    """The client, generated from the document in the repository, type-checked and compiled."""
    if reason := why_not():
        if os.environ.get("CI"):
            pytest.fail(f"the TypeScript client cannot be tried: {reason}", pytrace=False)
        pytest.skip(f"the TypeScript client was left out: {reason}")
    install()
    run("npm", "run", "generate")
    run("npm", "run", "build")


@pytest.fixture
def muse(live_server: LiveServer, sandbox: SandboxProcess, owner: User) -> str:
    """The address of a Muse in which somebody wrote something."""
    for _ in range(12):
        ReviewFactory(author=owner, item_type="track")
    return live_server.url


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (CLIENT / "package-lock.json").read_text()


def test_the_client_survives_a_bad_network(built: None) -> None:
    assert "# fail 0" in run("npm", "test")


@pytest.mark.django_db(transaction=True)
def test_the_tour_goes_through_every_step(built: None, muse: str) -> None:
    steps = run("node", "build/tour.js", muse).splitlines()
    assert [step.split(":")[0] for step in steps] == ["search", "reviews"]
    assert steps[-1] == "reviews: 12 on 3 pages"


@pytest.mark.django_db(transaction=True)
def test_the_tour_waits_while_spotify_is_being_asked(built: None, muse: str, sandbox: SandboxProcess) -> None:
    fault: dict[str, Any] = {"endpoint": "search", "fault": "429", "times": 1, "retry_after": 1}
    sandbox.faults(fault)
    assert "search: Spotify is being asked" in run("node", "build/tour.js", muse)


@pytest.mark.django_db(transaction=True)
def test_the_tour_on_a_phones_network_comes_to_its_end(built: None, muse: str) -> None:
    with phone_network(muse) as network:
        steps = run("node", "build/tour.js", network.url).splitlines()
    assert steps[-1] == "reviews: 12 on 3 pages"
    assert network.met[Fate.REQUEST_LOST] > 0
    assert network.met[Fate.ANSWER_LOST] > 0
