"""Every task is a command, too; schedules are the operator's once they are there; what is gone is said in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from spotify_cache.sandbox.process import SandboxProcess

ROOT = Path(__file__).resolve().parents[2]
OURS = ("accounts", "muse", "playlists", "reviews", "spotify_cache")
#: What an operator runs in place of each task. The last three do for everybody what their task does for one of them, or
#: for one of them what it does for a page.
COMMAND_OF = {
    "accounts.tasks.count_anew": "count_anew",
    "accounts.tasks.forget_what_has_ended": "forget_what_has_ended",
    "accounts.tasks.send_digests": "send_digests",
    "accounts.tasks.send_password_link": "send_password_link",
    "accounts.tasks.warm_person": "warm_user",
    "muse.take_census": "take_census",
    "reviews.compute_charts": "compute_charts",
    "spotify_cache.warm_popular": "warm_popular",
    "accounts.tasks.forget_spotify_data": "invalidate",
    "accounts.tasks.send_digest": "send_digests",
    "spotify_cache.fetch_wants": "warm_user",
}
#: Follow from what somebody has just done, and make no sense without that.
OF_AN_ACT = {"accounts.tasks.send_changed_address"}
#: With arguments that make sense where nobody is and nothing was written.
WITHOUT_ANYTHING = (
    *("compute_charts", "forget_what_has_ended", "rebuild_item_stats", "rotate_token_keys", "send_digests"),
    *("take_census", "warm_popular --now", "cache_stats", "invalidate search moon*", "count_anew"),
)
OF_POSTGRESQL = (
    *("compute_charts", "demo", "forget_what_has_ended", "invalidate user somebody", "migrate", "rebuild_item_stats"),
    *("rotate_token_keys", "send_digests", "take_census", "warm_user somebody", "count_anew"),
    "send_password_link somebody@muse.example",
)
OF_REDIS = ("cache_stats", "invalidate search moon", "warm_popular --now")
#: One line for a command: its exit code. What it says goes where it always does.
SEVERAL = """
import sys
from muse.command_line import run
for command in sys.argv[1:]:
    try:
        code = run(["manage.py", *command.split(" ", 2)])
    except SystemExit as end:
        code = end.code
    print(code, flush=True)
"""


# --- Tasks and schedules ---------------------------------------------------------------------------------------------
def _registered() -> set[str]:
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if name.startswith(OURS) and ".tests." not in name}


def test_every_task_is_a_command() -> None:
    assert _registered() == set(COMMAND_OF) | OF_AN_ACT
    assert set(COMMAND_OF.values()) <= set(get_commands())


def _plan() -> list[PeriodicTask]:
    """What migrations plan: tests of what is committed empty the tables in between."""
    for app in OURS:
        for file in sorted((settings.BASE_DIR / app / "migrations").glob("[0-9]*.py")):
            if schedule := getattr(import_module(f"{app}.migrations.{file.stem}"), "schedule", None):
                schedule(apps, None)
    return list(PeriodicTask.objects.filter(task__in=COMMAND_OF))


@pytest.mark.django_db(transaction=True)
def test_what_an_operator_changed_survives_migrate_and_a_restart_of_beat() -> None:
    planned = _plan()
    assert len(planned) >= 5
    every, _ = IntervalSchedule.objects.get_or_create(every=7, period=IntervalSchedule.DAYS)
    for task in planned:
        task.crontab, task.interval, task.enabled = None, every, False
        task.save()
    before = list(PeriodicTask.objects.filter(task__in=COMMAND_OF).order_by("pk").values())
    call_command("migrate", verbosity=0)
    assert len(_plan()) == len(planned)
    DatabaseScheduler(app=current_app)
    assert list(PeriodicTask.objects.filter(task__in=COMMAND_OF).order_by("pk").values()) == before


# --- What a command says ---------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("command", WITHOUT_ANYTHING)
def test_a_pipe_is_told_the_outcome_and_no_progress(command: str, sandbox: SandboxProcess) -> None:
    output = StringIO()
    call_command(*command.split(), stdout=output)
    assert output.getvalue().endswith("\n")
    assert "\r" not in output.getvalue()


def _told(commands: tuple[str, ...], **variables: str) -> tuple[list[str], list[str]]:
    """Exit codes of these commands, and the lines on stderr."""
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL, *commands],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "muse.settings", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout.splitlines(), done.stderr.splitlines()


def test_without_postgresql_each_ends_with_one_line() -> None:
    nowhere = "postgresql://muse:hidden-word@127.0.0.1:9/muse"
    codes, said = _told(OF_POSTGRESQL, DATABASE_URL=nowhere)
    assert codes == ["1"] * len(OF_POSTGRESQL), said
    assert len(said) == len(OF_POSTGRESQL), said
    assert all(line.startswith("PostgreSQL: connection failed") for line in said), said
    assert "hidden-word" not in "".join(said)


def test_without_redis_each_ends_with_one_line() -> None:
    codes, said = _told(OF_REDIS, REDIS_URL="redis://127.0.0.1:9/0")
    assert codes == ["1"] * len(OF_REDIS), said
    assert len(said) == len(OF_REDIS), said
    assert all("Redis" in line and "does not answer" in line for line in said), said


def test_a_setting_that_makes_no_sense_is_one_line() -> None:
    codes, said = _told(("migrate",), SPOTIFY_RATE_LIMIT="many")
    assert codes == ["1"]
    assert said == ["SPOTIFY_RATE_LIMIT: must be a whole number of at least 1"]


def test_ctrl_c_is_one_line_and_the_code_that_shells_know() -> None:
    # In the middle of a command, as a terminal sends it.
    code = "import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(30)"
    codes, said = _told((f"shell -c {code}",))
    assert codes[-1] == "130"
    assert said == ["Stopped. What was done stays done."]
