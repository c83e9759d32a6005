"""The process: how it starts, what it prints, what it keeps, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import requests

from spotify_cache.sandbox.options import parse_options
from spotify_cache.sandbox.process import SandboxError, SandboxProcess

_COMMAND = [sys.executable, "-m", "spotify_cache.sandbox"]
_ROOT = Path(__file__).resolve().parents[3]


def _until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether the condition came true in time; it is asked again as fast as it answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        os.sched_yield()
    return False


def _alive(url: str) -> bool:
    try:
        with urlopen(f"{url}/_control/stats", timeout=1):
            return True
    except (URLError, OSError):
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_line_on_stdout_when_ready_and_a_clean_end_on_a_signal(number: signal.Signals) -> None:
    with subprocess.Popen(
        [*_COMMAND, "--quiet"], cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("sandbox ready http://127.0.0.1:")
        assert _alive(line.split()[-1])
        process.send_signal(number)
        rest, errors = process.communicate(timeout=10)
    assert (process.returncode, rest, errors) == (0, "", "")


def test_busy_port_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [*_COMMAND, "--port", port], cwd=_ROOT, capture_output=True, text=True, timeout=30, check=False
        )
    assert ended.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_it_ends_when_its_parent_is_killed() -> None:
    program = (
        "import subprocess, sys\n"
        f"command = {[*_COMMAND, '--quiet', '--exit-with-parent']!r}\n"
        "child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)\n"
        "print(child.stdout.readline().split()[-1], flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert _alive(url)
        parent.kill()
    assert _until(lambda: not _alive(url))


def test_process_that_does_not_start_is_an_error_and_leaves_nothing_behind() -> None:
    with pytest.raises(SandboxError, match="did not start"):
        SandboxProcess("--no-such-option").start()


def test_what_listeners_write_and_revocations_outlive_a_restart_with_a_state_file(
    tmp_path: Path, http: requests.Session
) -> None:
    state = ("--state", str(tmp_path / "kept" / "sandbox.json"))
    who = "sam.whitfield"
    scopes = "user-library-modify user-library-read playlist-modify-public"
    with SandboxProcess(*state) as first:
        track = first.control("catalog")["tracks"][0]
        headers = {"Authorization": f"Bearer {first.token(who, scopes)}"}
        assert http.put(f"{first.api_url}/me/library?uris=spotify:track:{track}", headers=headers).ok
        made = http.post(f"{first.api_url}/me/playlists", headers=headers, json={"name": "Kept"}).json()["id"]
        lost = first.token("mira.okonjo")
        first.control("revoke", {"listener": "mira.okonjo"})
    with SandboxProcess(*state) as second:
        saved = http.get(f"{second.api_url}/me/library/contains?uris=spotify:track:{track}", headers=headers)
        assert saved.json() == [True]
        assert http.get(f"{second.api_url}/playlists/{made}", headers=headers).json()["name"] == "Kept"
        answer = http.get(f"{second.api_url}/me", headers={"Authorization": f"Bearer {lost}"})
        assert answer.status_code == 401


def test_state_file_that_cannot_be_read_is_left_aside(tmp_path: Path) -> None:
    state = tmp_path / "sandbox.json"
    state.write_text("{half")
    with SandboxProcess("--state", str(state)) as sandbox:
        assert sandbox.control("catalog")["counts"]["tracks"] > 50_000


def test_options_come_with_their_defaults() -> None:
    options = parse_options([])
    assert (options.host, options.port, options.client_id) == ("127.0.0.1", 0, "muse-sandbox")
    assert (options.behaviour.quota_mode, options.behaviour.rate_limit) == ("development", 0)
    assert options.behaviour.token_lifetime == 3600


def test_latencies_are_given_by_kind() -> None:
    options = parse_options(["--latency", "search=120", "--latency", "me=40", "--latency-ms", "10"])
    assert options.behaviour.latency == {"search": 120.0, "me": 40.0}
    assert options.behaviour.latency_ms == 10.0


@pytest.mark.parametrize("arguments", [["--latency", "search"], ["--rate-limit", "-1"], ["--quota-mode", "unlimited"]])
def test_wrong_option_ends_with_a_reason(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(arguments)
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err
