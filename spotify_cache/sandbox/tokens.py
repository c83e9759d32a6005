"""Access tokens, refresh tokens and authorization codes: signed strings, so that they survive a restart."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Literal

from .clock import Clock

Use = Literal["access", "refresh", "code"]
_PREFIXES: dict[Use, str] = {"access": "BQ", "refresh": "AQ", "code": "AQ"}
_SIGNATURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token stands for. `listener` None is the app itself; `expires` 0 is never; times in seconds."""

    use: Use
    listener: str | None
    scopes: tuple[str, ...]
    issued: float
    expires: float
    redirect_uri: str = ""
    challenge: str = ""
    nonce: str = ""


class TokenMint:
    """Makes and reads tokens. The key follows from the app's credentials: another app's tokens do not verify."""

    def __init__(self, clock: Clock, client_id: str, client_secret: str) -> None:
        self._clock = clock
        self._key = hashlib.blake2b(f"{client_id}\0{client_secret}".encode(), digest_size=32).digest()

    def issue(
        self,
        use: Use,
        listener: str | None,
        scopes: tuple[str, ...],
        lifetime: float,
        redirect_uri: str = "",
        challenge: str = "",
    ) -> str:
        """A token; `lifetime` in seconds, 0 for one that does not end by itself."""
        now = self._clock.now()
        expires = now + lifetime if lifetime or use == "access" else 0.0
        grant = Grant(use, listener, scopes, now, expires, redirect_uri, challenge, secrets.token_hex(8))
        body = json.dumps(asdict(grant), separators=(",", ":")).encode()
        return _PREFIXES[use] + _encode(self._sign(body) + body)

    def read(self, token: str, use: Use) -> Grant | None:
        """The grant of a token that this mint made for this use, expired or not; None for anything else."""
        if not token.startswith(_PREFIXES[use]):
            return None
        try:
            raw = base64.urlsafe_b64decode(token[2:] + "=" * (-len(token[2:]) % 4))
        except (binascii.Error, ValueError):
            return None
        signature, body = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(body)):
            return None
        fields = json.loads(body)
        grant = Grant(**{**fields, "scopes": tuple(fields["scopes"])})
        return grant if grant.use == use else None

    def expired(self, grant: Grant) -> bool:
        return bool(grant.expires) and grant.expires <= self._clock.now()

    def _sign(self, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self._key, digest_size=_SIGNATURE_BYTES).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
