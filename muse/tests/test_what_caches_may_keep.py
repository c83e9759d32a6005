"""No page leaves it to caches what they make of it: each says who may keep it."""

from __future__ import annotations

from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from muse.tests.test_every_address import ADDRESSES
from muse.tests.things import Things
from spotify_cache.sandbox.process import SandboxProcess

#: The same for everybody: feeds and files.
FOR_EVERYBODY = {
    *("person_feed", "album_feed", "artist_feed", "track_feed"),
    *("manifest", "offline", "service_worker", "speculation_rules", "robots", "schema", "docs", "redoc", "problem"),
}


def test_what_a_person_gets_is_for_nobody_else(
    owner: User, things: Things, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    browser = client_of(owner)
    for address in ADDRESSES:
        if address.name in FOR_EVERYBODY or address.route.startswith("api/"):
            continue
        kept = browser.get(address.path(things.values_for(address.route))).get("Cache-Control", "")
        assert "private" in kept or "no-store" in kept, (address.name, kept)


def test_what_a_visitor_gets_says_who_may_keep_it(things: Things, sandbox: SandboxProcess) -> None:
    for address in ADDRESSES:
        answer = Client().get(address.path(things.values_for(address.route)))
        assert answer.get("Cache-Control"), address.name
