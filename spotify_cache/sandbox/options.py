"""What the command line says, and the part of it that a control call may change while the sandbox runs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

QUOTA_MODES = ("development", "extended")


@dataclass(slots=True)
class Behaviour:
    """How the sandbox answers just now. Latencies are milliseconds by kind of call; `rate_limit` 0 is no limit."""

    quota_mode: str = "development"
    rate_limit: int = 0
    latency_ms: float = 0.0
    latency: dict[str, float] = field(default_factory=dict)
    token_lifetime: int = 3600
    rotate_refresh_tokens: bool = False

    def copy(self) -> Behaviour:
        return Behaviour(
            self.quota_mode,
            self.rate_limit,
            self.latency_ms,
            dict(self.latency),
            self.token_lifetime,
            self.rotate_refresh_tokens,
        )

    @property
    def extended(self) -> bool:
        return self.quota_mode == "extended"


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that is fixed at the start."""

    host: str
    port: int
    seed: str
    client_id: str
    client_secret: str
    public_url: str | None
    state: Path | None
    exit_with_parent: bool
    quiet: bool
    behaviour: Behaviour


def parse_options(arguments: Sequence[str] | None = None) -> Options:
    """Options from the command line; leaves with status 2 and one line of reason when an option is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m spotify_cache.sandbox",
        description="A stand-in for Spotify: accounts service, Web API and artwork on one port.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    parser.add_argument("--quota-mode", choices=QUOTA_MODES, default="development")
    parser.add_argument(
        "--rate-limit", type=_not_negative, default=0, metavar="N", help="calls in any 30 s; 0: no limit"
    )
    parser.add_argument("--latency-ms", type=float, default=0.0, metavar="MS", help="added to every call")
    parser.add_argument(
        "--latency", type=_latency, action="append", default=[], metavar="KIND=MS", help="for one kind; may be repeated"
    )
    parser.add_argument("--seed", default="muse", help="another seed makes another catalogue")
    parser.add_argument("--client-id", default="muse-sandbox")
    parser.add_argument("--client-secret", default="muse-sandbox-secret")
    parser.add_argument("--token-lifetime", type=_not_negative, default=3600, metavar="S", help="of access tokens")
    parser.add_argument("--rotate-refresh-tokens", action="store_true", help="a refresh gives a new refresh token")
    parser.add_argument("--public-url", default=None, metavar="URL", help="the sandbox's address in links it gives out")
    parser.add_argument("--state", type=Path, default=None, metavar="FILE", help="keeps what listeners write")
    parser.add_argument("--exit-with-parent", action="store_true", help="end when the process that started it ends")
    parser.add_argument("--quiet", action="store_true", help="no log of calls on stderr")
    given = parser.parse_args(arguments)
    behaviour = Behaviour(
        quota_mode=given.quota_mode,
        rate_limit=given.rate_limit,
        latency_ms=given.latency_ms,
        latency=dict(given.latency),
        token_lifetime=given.token_lifetime,
        rotate_refresh_tokens=given.rotate_refresh_tokens,
    )
    return Options(
        host=given.host,
        port=given.port,
        seed=given.seed,
        client_id=given.client_id,
        client_secret=given.client_secret,
        public_url=given.public_url.rstrip("/") if given.public_url else None,
        state=given.state,
        exit_with_parent=given.exit_with_parent,
        quiet=given.quiet,
        behaviour=behaviour,
    )


def _not_negative(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _latency(text: str) -> tuple[str, float]:
    kind, separator, milliseconds = text.partition("=")
    if not separator or not kind:
        raise argparse.ArgumentTypeError("give it as KIND=MS, for example search=120")
    return kind, float(milliseconds)
