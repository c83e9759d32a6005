"""The accounts service's /api/token: authorization code with PKCE, refresh, client credentials (RFC 6749, RFC 7636)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from .faults import broken_json, cut_off, drop, hang, plain_fault
from .latency import wait_latency
from .stats import Seen
from .tokens import Grant
from .world import World

PUBLIC = "public"
"""Stands in the challenge of refresh tokens that were given to a client without a secret."""


class TokenError(Exception):
    """An answer of the token endpoint as RFC 6749 section 5.2 has it."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


class TokenEndpoint:
    """Turns codes, refresh tokens and client credentials into access tokens."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        world = self._world
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        path = f"{request.path}?grant_type={form.get('grant_type', '')}"
        seen = Seen(world.clock.now(), "POST", path, "token", "accounts", 0, "none", 0.0)
        fault = world.faults.pick("token", "accounts", "accounts")
        await wait_latency(world, "token", "accounts")
        response: web.StreamResponse
        if fault is None:
            response = self._respond(request, form)
        else:
            seen.fault = fault.fault
            if fault.fault == "timeout":
                response = await hang(request, fault.seconds)
            elif fault.fault == "reset":
                response = drop(request)
            elif fault.fault == "truncate":
                response = await cut_off(request, self._respond(request, form))
            elif fault.fault == "badjson":
                response = broken_json(self._respond(request, form))
            else:
                response = plain_fault(fault) or self._respond(request, form)
        if seen.fault not in ("timeout", "reset"):
            seen.status = response.status
        seen.ms = round((time.perf_counter() - started) * 1000, 2)
        world.stats.record(seen)
        return response

    def _respond(self, request: web.Request, form: Mapping[str, str]) -> web.Response:
        try:
            return web.json_response(self._grant(request, form), headers={"Cache-Control": "no-store"})
        except TokenError as error:
            return web.json_response(
                {"error": error.error, "error_description": error.description}, status=error.status
            )

    def _grant(self, request: web.Request, form: Mapping[str, str]) -> dict[str, Any]:
        confidential = self._check_client(request, form)
        match form.get("grant_type"):
            case "authorization_code":
                return self._from_code(form, confidential)
            case "refresh_token":
                return self._from_refresh_token(form, confidential)
            case "client_credentials":
                if not confidential:
                    raise TokenError("invalid_client", "Invalid client secret")
                return self._answer(None, ())
            case None | "":
                raise TokenError("unsupported_grant_type", "grant_type parameter is missing")
        raise TokenError("unsupported_grant_type", "grant_type must be authorization_code, refresh_token or "
                         "client_credentials")  # fmt: skip

    def _check_client(self, request: web.Request, form: Mapping[str, str]) -> bool:
        """Whether the client showed its secret; False for one that gave only its ID, which PKCE allows."""
        client_id, secret = _credentials(request, form)
        options = self._world.options
        if client_id != options.client_id:
            raise TokenError("invalid_client", "Invalid client")
        if secret is None:
            return False
        if not hmac.compare_digest(secret.encode(), options.client_secret.encode()):
            raise TokenError("invalid_client", "Invalid client secret")
        return True

    def _from_code(self, form: Mapping[str, str], confidential: bool) -> dict[str, Any]:
        world = self._world
        grant = world.mint.read(form.get("code", ""), "code")
        if grant is None:
            raise TokenError("invalid_grant", "Invalid authorization code")
        if grant.nonce in world.spent or world.mint.expired(grant) or world.revoked(grant):
            raise TokenError("invalid_grant", "Authorization code expired")
        if form.get("redirect_uri") != grant.redirect_uri:
            raise TokenError("invalid_grant", "Invalid redirect URI")
        self._check_verifier(grant, form.get("code_verifier", ""))
        if not confidential and not grant.challenge:
            raise TokenError("invalid_client", "Invalid client secret")
        world.spent.add(grant.nonce)
        return self._answer(grant.listener, grant.scopes, self._refresh_token(grant, confidential))

    def _check_verifier(self, grant: Grant, verifier: str) -> None:
        """RFC 7636 section 4.6; a verifier without a challenge is wrong as well, so that no downgrade passes."""
        if not grant.challenge and not verifier:
            return
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if not grant.challenge or not hmac.compare_digest(digest.encode(), grant.challenge.encode()):
            raise TokenError("invalid_grant", "code_verifier was incorrect")

    def _from_refresh_token(self, form: Mapping[str, str], confidential: bool) -> dict[str, Any]:
        world = self._world
        given = form.get("refresh_token", "")
        if not given:
            raise TokenError("invalid_request", "refresh_token must be supplied")
        grant = world.mint.read(given, "refresh")
        if grant is None or grant.nonce in world.spent:
            raise TokenError("invalid_grant", "Invalid refresh token")
        if world.revoked(grant):
            raise TokenError("invalid_grant", "Refresh token revoked")
        public = grant.challenge == PUBLIC
        if not confidential and not public:
            raise TokenError("invalid_client", "Invalid client secret")
        # Clients without a secret get a new refresh token each time; others only when the sandbox is told to.
        if public or world.behaviour.rotate_refresh_tokens:
            world.spent.add(grant.nonce)
            return self._answer(grant.listener, grant.scopes, self._refresh_token(grant, confidential))
        return self._answer(grant.listener, grant.scopes)

    def _refresh_token(self, grant: Grant, confidential: bool) -> str:
        challenge = "" if confidential else PUBLIC
        return self._world.mint.issue("refresh", grant.listener, grant.scopes, 0, challenge=challenge)

    def _answer(
        self, listener: str | None, scopes: tuple[str, ...], refresh_token: str | None = None
    ) -> dict[str, Any]:
        lifetime = self._world.behaviour.token_lifetime
        answer: dict[str, Any] = {
            "access_token": self._world.mint.issue("access", listener, scopes, lifetime),
            "token_type": "Bearer",
            "expires_in": lifetime,
        }
        if listener is not None:
            answer["scope"] = " ".join(scopes)
        if refresh_token is not None:
            answer["refresh_token"] = refresh_token
        return answer


def _credentials(request: web.Request, form: Mapping[str, str]) -> tuple[str, str | None]:
    """Client ID and secret from the Authorization header (RFC 6749 section 2.3.1) or the body."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(encoded).decode().partition(":")
        except (binascii.Error, ValueError):
            raise TokenError("invalid_client", "Invalid client") from None
        return client_id, secret
    return form.get("client_id", ""), form.get("client_secret")


def add_routes(application: web.Application, world: World) -> None:
    application.router.add_post("/api/token", TokenEndpoint(world).handle)
