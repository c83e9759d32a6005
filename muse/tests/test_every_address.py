"""Every address of Muse, as everybody, with something missing: no error page, and nothing that is somebody else's.

The addresses are read from the URL configuration: what is added to it from now on is tried too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.visibility import Visibility
from muse.tests.things import SECRET, Things
from reviews.models import DiaryEntry, Review
from spotify_cache.sandbox.process import SandboxProcess

#: Leave Muse for Spotify, or belong to operators.
_NOT_PAGES = {"begin", "complete", "metrics"}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)")


@dataclass(frozen=True)
class Address:
    name: str
    #: As the URL configuration writes it, with its parameters.
    route: str

    def path(self, values: dict[str, str]) -> str:
        filled = _PARAMETER.sub(lambda found: values[found.group(1) or found.group(2)], self.route)
        return "/" + filled.replace("^", "").replace(r"\Z", "").replace("\\.", ".")


def _addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[Address]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not route.startswith("admin/"):
                yield from _addresses(entry.url_patterns, route)
        elif entry.name not in _NOT_PAGES:
            yield Address(str(entry.name), route)


ADDRESSES = [*_addresses()]


def _everybody(client_of: ClientOf, *people: User) -> list[Client]:
    return [Client(), *(client_of(person) for person in people)]


@pytest.mark.parametrize("trouble", ["none", "Spotify broken", "Spotify closed", "Redis gone"])
def test_no_address_breaks_for_anybody(
    owner: User,
    outsider: User,
    things: Things,
    client_of: ClientOf,
    sandbox: SandboxProcess,
    settings: Any,
    trouble: str,
) -> None:
    if trouble == "Redis gone":
        gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
        settings.CACHES = {**settings.CACHES, "default": gone}
        assert caches["default"]
    elif trouble != "none":
        sandbox.faults(
            {"endpoint": "*", "fault": "error500" if trouble == "Spotify broken" else "429", "retry_after": 99}
        )
    broken = []
    for client in _everybody(client_of, owner, outsider):
        client.raise_request_exception = False
        for address in ADDRESSES:
            if address.name == "readyz":
                continue
            status = client.get(address.path(things.values_for(address.route))).status_code
            if status >= 500 and not (status == 503 and trouble != "none"):
                broken.append((address.name, status))
    assert not broken


@pytest.mark.parametrize("body", [{}, {"text": "\x00" * 50, "rating": "7", "position": "x", "q": "\x00", "to": "?"}])
def test_no_address_breaks_on_a_senseless_post(
    owner: User, outsider: User, things: Things, client_of: ClientOf, body: dict[str, str], settings: Any
) -> None:
    broken = []
    for client in _everybody(client_of, outsider, owner):
        client.raise_request_exception = False
        for address in ADDRESSES:
            if address.name in {"delete_account", "logout"}:
                continue
            status = client.post(address.path(things.values_for(address.route)), body).status_code
            if status >= 500:
                broken.append((address.name, status))
    assert not broken


@pytest.mark.parametrize("how", ["a private account", "for followers", "only for oneself"])
def test_nothing_of_what_is_not_for_all_stands_at_any_address(
    owner: User, outsider: User, things: Things, client_of: ClientOf, how: str
) -> None:
    """Followers may read it, its author anyway; this looks at what strangers get, in full, whatever the format."""
    if how == "a private account":
        User.objects.filter(pk=owner.pk).update(is_private=True, bio="")
    else:
        visibility = Visibility.FOLLOWERS if how == "for followers" else Visibility.ONLY_ME
        User.objects.filter(pk=owner.pk).update(bio="")
        Review.objects.update(visibility=visibility)
        DiaryEntry.objects.update(visibility=visibility)
        owner.playlists.update(is_public=False)
    told = []
    for client in _everybody(client_of, outsider):
        for address in ADDRESSES:
            answer = client.get(address.path(things.values_for(address.route)))
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if SECRET.lower() in content.decode(errors="replace").lower():
                told.append(address.name)
        for query in (
            "/search?q=zanzibarkatze",
            "/search?q=zanzibarkatze&type=playlist",
            "/api/v1/search?q=zanzibarkatze",
        ):
            results = client.get(query).content.decode()
            if f"{SECRET} songs" in results:
                told.append(query)
    assert not told


def test_its_author_finds_it_at_its_addresses(owner: User, things: Things, client_of: ClientOf) -> None:
    """What the test above looks for is really there to be found."""
    User.objects.filter(pk=owner.pk).update(is_private=True)
    found = {
        address.name
        for address in ADDRESSES
        if SECRET in _text(client_of(owner), address.path(things.values_for(address.route)))
    }
    assert {"profile", "review", "playlist", "review_save", "album", "export", "review-detail"} <= found


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
