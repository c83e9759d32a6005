"""Labels take no value that people send, so series do not grow with what robots think of."""

from __future__ import annotations

import secrets

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import User
from accounts.tests.tokens import phone_of
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db
#: Whatever a robot may think of, all of it different each time.
PATHS = (
    *(
        "/{0}",
        "/albums/{0}",
        "/artists/{1}",
        "/tracks/{1}",
        "/playlists/{2}",
        "/reviews/{2}",
        "/u/{0}",
        "/u/{0}/diary/2026",
    ),
    *("/search?q={0}", "/login/{0}/", "/password/reset/{0}/{0}", "/mail/stop/{0}", "/static/{0}.css", "/admin/{0}/"),
    *(
        "/api/v1/{0}",
        "/api/v1/albums/{1}",
        "/api/v1/tracks?ids={1}",
        "/api/v1/search?q={0}",
        "/api/v1/users/{0}",
        "/api/{0}",
    ),
)
METHODS = ("GET", "POST", "PUT", "BREW")


def _values(client: Client) -> set[str]:
    """All values of labels, but for codes of statuses: of those there are no more than a few dozen."""
    return {
        value
        for family in text_string_to_metric_families(client.get("/metrics").content.decode())
        for sample in family.samples
        for name, value in sample.labels.items()
        if name != "status"
    }


def _walk(client: Client, methods: tuple[str, ...]) -> None:
    for path in PATHS:
        address = path.format(secrets.token_hex(4), secrets.token_hex(11), secrets.randbelow(10**9))
        for method in methods:
            address_of_sender = f"203.0.113.{secrets.randbelow(250)}"
            client.generic(method, address, REMOTE_ADDR=address_of_sender, headers={"Host": "testserver"})


def test_addresses_methods_and_words_make_no_series(client: Client, sandbox: SandboxProcess, owner: User) -> None:
    phone = phone_of(owner)
    for somebody in (client, phone):
        _walk(somebody, METHODS)
    _walk(client, ("X" + secrets.token_hex(3).upper(),))
    _values(client)  # which is counted itself, from the next time on
    before = _values(client)
    for _ in range(3):
        _walk(client, (*METHODS, "X" + secrets.token_hex(3).upper()))
    assert _values(client) - before == set()
