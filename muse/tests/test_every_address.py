"""Every address of Muse, as everybody, with something missing: no error page, and nothing that is somebody else's.

The addresses are read from the URL configuration: what is added to it from now on is tried too.
"""

from __future__ import annotations

import datetime
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
from accounts.tokens import sign_in_device
from accounts.visibility import Visibility
from playlists.models import PlaylistTrack
from playlists.tests.factories import PlaylistFactory
from reviews.models import Comment, DiaryEntry, PinnedItem, Review, ShelfItem
from spotify_cache.sandbox.process import SandboxProcess

#: Stands in everything that the owner of a private account wrote.
SECRET = "Zanzibarkatze"
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


@dataclass
class Things:
    """What the owner wrote, and the values of every parameter that leads to it."""

    values: dict[str, str]
    pks: dict[str, int]

    def path(self, address: Address) -> str:
        kind = next((kind for kind in self.pks if kind in address.route), "review")
        return address.path(self.values | {"pk": str(self.pks[kind])})


@pytest.fixture
def things(owner: User, follower: User, sandbox: SandboxProcess) -> Things:
    catalog = sandbox.control("catalog")
    album, track = catalog["albums"][0], catalog["tracks"][0]
    User.objects.filter(pk=owner.pk).update(bio=f"{SECRET} bio")
    item = {"item_type": "album", "spotify_id": album}
    review = Review.objects.create(author=owner, **item, rating="4.5", text=f"{SECRET} review", tags=[SECRET.lower()])
    comment = Comment.objects.create(review=review, author=follower, text=f"{SECRET} comment")
    day = DiaryEntry.objects.create(author=owner, **item, listened_on=datetime.date(2026, 11, 1), rating="4.5")
    playlist = PlaylistFactory.create(owner=owner, title=f"{SECRET} songs", description=f"{SECRET} of them")
    entry = PlaylistTrack.objects.create(playlist=playlist, spotify_track_id=track, position=0)
    ShelfItem.objects.create(person=owner, **item)
    PinnedItem.objects.create(person=owner, **item, position=1)
    device, _ = sign_in_device(owner, f"{SECRET} phone")
    values = {
        "id": str(device.public_id),
        "spotify_id": album,
        "track_id": track,
        "item_type": "album",
        "username": owner.username,
        "entry": str(entry.pk),
        "year": "2026",
        "month": "11",
        "token": "x",
        "uidb64": "x",
        "slug": "not-found",
    }
    pks = {
        "comments/<": comment.pk,
        "diary": day.pk,
        "playlists": playlist.pk,
        "review": review.pk,
    }
    return Things(values, pks)


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
            status = client.get(things.path(address)).status_code
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
            status = client.post(things.path(address), body).status_code
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
            answer = client.get(things.path(address))
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
    found = {address.name for address in ADDRESSES if SECRET in _text(client_of(owner), things.path(address))}
    assert {"profile", "review", "playlist", "review_save", "album", "export", "review-detail"} <= found


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
