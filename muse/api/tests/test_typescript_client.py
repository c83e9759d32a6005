"""The TypeScript client that is generated from the document: its types, its tests, and its tour of a running Muse."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.rest.models import AccessToken
from accounts.tests.factories import PASSWORD
from muse.testing.phone import phone_network
from playlists.models import Playlist
from reviews.models import Review
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


def run(*command: str, **environment: str) -> str:
    """What a command of the client's folder prints; the test fails with all of it when the command does."""
    done = subprocess.run(
        command, cwd=CLIENT, env=os.environ | environment, capture_output=True, text=True, timeout=240, check=False
    )
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
def muse(live_server: LiveServer, sandbox: SandboxProcess, owner: User, follower: User) -> str:
    """The address of a Muse in which somebody wrote something that the follower finds in the feed."""
    for _ in range(12):
        ReviewFactory(author=owner, item_type="track")
    return live_server.url


def tour(address: str) -> list[str]:
    """What the tour says, which the follower takes."""
    return run("node", "build/tour.js", address, "follower", MUSE_PASSWORD=PASSWORD).splitlines()


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (CLIENT / "package-lock.json").read_text()


def test_the_client_survives_a_bad_network(built: None) -> None:
    assert "# fail 0" in run("npm", "test")


@pytest.mark.django_db(transaction=True)
def test_the_tour_signs_in_searches_reviews_makes_a_playlist_and_reads_the_feed(
    built: None, muse: str, follower: User
) -> None:
    steps = dict(step.split(": ", 1) for step in tour(muse))
    assert list(steps) == ["sign-in", "search", "review", "change", "reviews", "playlist", "feed", "sign-out"]
    assert (steps["reviews"], steps["feed"]) == ("1 on 1 pages", "12 on 3 pages")
    assert (Review.objects.get(author=follower).rating, Playlist.objects.get(owner=follower).tracks.count()) == (5, 5)
    assert not AccessToken.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_tour_waits_while_spotify_is_being_asked(built: None, muse: str, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "search", "fault": "429", "times": 1, "retry_after": 1})
    assert any(step.startswith("search: Spotify is being asked") for step in tour(muse))


@pytest.mark.django_db(transaction=True)
def test_on_a_phones_network_everything_is_written_once(built: None, muse: str, follower: User) -> None:
    with phone_network(muse) as network:
        steps = tour(network.url)
    assert steps[-1].startswith("sign-out")
    assert min(network.met.values()) > 3
    assert Review.objects.get(author=follower).rating == 5
    assert Playlist.objects.get(owner=follower).tracks.count() == 5
