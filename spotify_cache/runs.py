"""Runs of the warmer as staff see them, and what staff may tell it: run now, leave it for a while (R14, R32).

A runner leaves in Redis how far it has come after every group of entries, and at its end what came of it. Whether one
runs is told by its lease, so a runner that died is not taken for one that works. All of it is read in one pipeline.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import msgspec
from django.utils.translation import gettext_lazy as _

from spotify_cache.kinds import DAY, PREFIX
from spotify_cache.store import Store

#: What a runner holds the lease of.
RUNNER: Final = f"{PREFIX}:warming"
#: Set while a run waits for the rate window, so that the runs do not multiply.
GOES_ON: Final = f"{PREFIX}:warming:goes-on"
#: How long staff may have it leave warming (seconds).
HOLD_SECONDS: Final = 3600
#: How long a run that staff asked for is not asked for again, unless it begins sooner (seconds).
ASKED_SECONDS: Final = 120

#: The run that goes on, or was cut off.
_LATEST: Final = f"{PREFIX}:warming:latest"
_ENDED: Final = f"{PREFIX}:warming:ended"
_HOLD: Final = f"{PREFIX}:warming:hold"
_ASKED: Final = f"{PREFIX}:warming:asked"
#: Runs that are remembered, and for how long after the last (days).
_REMEMBERED: Final = 8
_KEPT_DAYS: Final = 14
#: What to ask Redis for in a pipeline of somebody's; `understood` reads the answers.
COMMANDS: Final[tuple[tuple[Any, ...], ...]] = (
    ("EXISTS", f"{RUNNER}:lease"),
    ("GET", _LATEST),
    ("LRANGE", _ENDED, 0, _REMEMBERED - 1),
    ("PTTL", _HOLD),
    ("PTTL", GOES_ON),
    ("EXISTS", _ASKED),
)


class Ended(StrEnum):
    """Why a run ended."""

    DONE = "done"
    #: As many entries as were asked for.
    LIMIT = "limit"
    #: People are coming.
    PEAK = "peak"
    #: The rate window has nothing left over.
    WINDOW = "window"
    #: Spotify said stop, or does not answer.
    SPOTIFY = "spotify"
    TIME = "time"
    #: Another runner is at it.
    BUSY = "busy"
    #: Staff wants it left for a while.
    HELD = "held"
    #: It died.
    BROKE_OFF = "broke off"


WHY: Final = {
    Ended.DONE: _("All that is popular is there."),
    Ended.LIMIT: _("That was the limit."),
    Ended.PEAK: _("People are reading now."),
    Ended.WINDOW: _("The rate window has nothing left over."),
    Ended.SPOTIFY: _("Spotify does not answer now."),
    Ended.TIME: _("The time is up."),
    Ended.BUSY: _("Another runner is at it."),
    Ended.HELD: _("Staff stopped it."),
    Ended.BROKE_OFF: _("It was cut off; the next run goes on from there."),
}


class Account(msgspec.Struct, array_like=True):
    """What a run has done so far. Times are Unix seconds."""

    began: float
    #: When it was written down: at the latest group, or at the end.
    at: float
    #: In any hour, as somebody asked for it.
    is_asked_for: bool = False
    #: Entries that it has looked at, of how many.
    looked_at: int = 0
    of: int = 0
    fetched: int = 0
    calls: int = 0
    #: Entries to be fetched that are left for the next run.
    left: int = 0
    #: Empty while it runs.
    ended: str = ""

    @property
    def began_at(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.began, datetime.UTC)

    @property
    def ended_at(self) -> datetime.datetime:
        """When it was last heard of, where it goes on."""
        return datetime.datetime.fromtimestamp(self.at, datetime.UTC)

    @property
    def seconds(self) -> int:
        return max(0, round(self.at - self.began))

    @property
    def why(self) -> str:
        return str(WHY[Ended(self.ended)]) if self.ended in set(Ended) else self.ended


@dataclass(frozen=True, slots=True)
class Warming:
    """How warming stands."""

    #: The run that goes on now.
    current: Account | None
    #: Those before it, the latest first.
    before: Sequence[Account]
    #: Seconds for which staff wants it left.
    held_for: float
    #: Seconds until the run goes on that waits for the rate window.
    goes_on_in: float
    #: Somebody asked for a run, which has not begun.
    is_asked_for: bool

    @property
    def held_until(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(time.time() + self.held_for, datetime.UTC)

    @property
    def last(self) -> Account | None:
        return self.before[0] if self.before else None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Account).decode


def understood(
    running: int, latest: bytes | None, ended: Sequence[bytes], hold: int, goes_on: int, asked: int
) -> Warming:
    run = _read(latest)
    before = [account for raw in ended if (account := _read(raw)) is not None]
    if run is not None and not running:
        before.insert(0, _broken_off(run))
        run = None
    return Warming(run, before, max(0.0, hold / 1000), max(0.0, goes_on / 1000), bool(asked))


def _broken_off(account: Account) -> Account:
    return msgspec.structs.replace(account, ended=Ended.BROKE_OFF)


def _read(raw: bytes | None) -> Account | None:
    """One of an older release counts as none."""
    try:
        return None if raw is None else _decode(raw)
    except msgspec.MsgspecError:
        return None


def how_it_stands(store: Store) -> Warming:
    """One round trip. Raises StoreDown."""
    return understood(*store.ask(*COMMANDS))


# --- for the runner --------------------------------------------------------------------------------------------------


def begin(store: Store, account: Account) -> None:
    """Write a run down, and the one before it if that was cut off. Raises StoreDown."""
    before = _read(store.value(_LATEST))
    if before is not None:
        _remember(store, _broken_off(before))
    store.ask(("SET", _LATEST, _encode(account), "EX", _KEPT_DAYS * DAY), ("DEL", _ASKED))


def go_on(store: Store, account: Account) -> None:
    """Write down how far it has come. Raises StoreDown."""
    account.at = time.time()
    store.put(_LATEST, _encode(account), _KEPT_DAYS * DAY)


def end(store: Store, account: Account) -> None:
    """Write down what came of it. Raises StoreDown."""
    account.at = time.time()
    _remember(store, account)
    if account.ended != Ended.BUSY:  # else the latest is another's
        store.ask(("DEL", _LATEST))


def _remember(store: Store, account: Account) -> None:
    store.ask(
        ("LPUSH", _ENDED, _encode(account)), ("LTRIM", _ENDED, 0, _REMEMBERED - 1), ("EXPIRE", _ENDED, _KEPT_DAYS * DAY)
    )


def is_held(store: Store) -> bool:
    """Whether staff wants warming left now. Raises StoreDown."""
    return store.value(_HOLD) is not None


# --- for staff -------------------------------------------------------------------------------------------------------


def hold(store: Store, seconds: int = HOLD_SECONDS) -> None:
    """No run from now on, for so long; one that goes on ends after the group it is at. Raises StoreDown."""
    store.put(_HOLD, b"1", seconds)
    withdraw(store)


def lift(store: Store) -> bool:
    """Let warming run again; whether it was held. Raises StoreDown."""
    return bool(store.ask(("DEL", _HOLD))[0])


def ask_for(store: Store) -> bool:
    """Note that somebody wants a run; False where one is asked for already. Raises StoreDown."""
    return store.mark([_ASKED], ASKED_SECONDS)[0]


def withdraw(store: Store) -> None:
    """Take back what `ask_for` noted. Raises StoreDown."""
    store.ask(("DEL", _ASKED))
