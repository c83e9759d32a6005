"""Every operation of the document, as everybody, with something missing: no 5xx, and nothing that is somebody else's.

What is added to the document from now on is tried too, with the body of its own example.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.tokens import phone_of
from accounts.visibility import Visibility
from muse.api.problems import CONTENT_TYPE
from muse.testing.openapi import document, documented
from muse.tests.things import SECRET, Things
from reviews.models import Comment, DiaryEntry, Review
from spotify_cache.sandbox.process import SandboxProcess

SAFE = {"get"}
#: Sign somebody in, or mail them: they are for visitors.
_OF_VISITORS = {"auth_token_create", "auth_spotify_create", "auth_signup_create", "auth_password_reset_create"}


@dataclass(frozen=True)
class Operation:
    method: str
    route: str
    name: str
    #: As the first of its examples has it.
    body: Any
    is_for_visitors: bool
    query: tuple[tuple[str, str], ...]

    def call(self, client: Client, things: Things) -> Any:
        values = things.values_for(self.route)
        path = re.sub(r"{(\w+)}", lambda found: values[found.group(1)], self.route)
        query = dict(self.query)
        if "ids" in query:
            query["ids"] = values["track_id"] if "tracks" in path else values["spotify_id"]
        if query:
            path += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        return client.generic(self.method.upper(), path, self._sent(), content_type="application/json")

    def _sent(self) -> bytes:
        return b"" if self.body is None else json.dumps(self.body).encode()


def _operations() -> Iterator[Operation]:
    for route, methods in document()["paths"].items():
        for method, described in methods.items():
            content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
            examples = [example["value"] for example in content.get("examples", {}).values()]
            security = described.get("security", [])
            needed = [one for one in described.get("parameters", []) if one["in"] == "query" and one.get("required")]
            yield Operation(
                method,
                route,
                described["operationId"],
                examples[0] if examples else None,
                not security or {} in security,
                tuple((one["name"], "1") for one in needed),
            )


OPERATIONS = [*_operations()]


def _hidden(owner: User, how: str) -> None:
    User.objects.filter(pk=owner.pk).update(bio="")
    if how == "a private account":
        User.objects.filter(pk=owner.pk).update(is_private=True)
        return
    visibility = Visibility.FOLLOWERS if how == "for followers" else Visibility.ONLY_ME
    Review.objects.update(visibility=visibility)
    DiaryEntry.objects.update(visibility=visibility)
    owner.playlists.update(is_public=False)


def _state(owner: User) -> list[Any]:
    """Everything that the owner wrote, to see whether anybody touched it."""
    return [
        list(User.objects.filter(pk=owner.pk).values()),
        list(Review.objects.filter(author=owner).order_by("pk").values("pk", "text", "rating", "updated_at")),
        list(DiaryEntry.objects.filter(author=owner).order_by("pk").values()),
        list(owner.playlists.order_by("pk").values()),
        list(Comment.objects.order_by("pk").values("pk", "text")),
    ]


def test_every_write_has_an_example_of_what_to_send() -> None:
    missing = [one.name for one in OPERATIONS if one.method in {"post", "patch"} and one.body is None]
    with_body = {
        described["operationId"]
        for methods in document()["paths"].values()
        for described in methods.values()
        if "requestBody" in described
    }
    assert not set(missing) & with_body


def test_a_visitor_is_401_wherever_the_document_says_that_one_signs_in(things: Things, client: Client) -> None:
    wrong = []
    for operation in OPERATIONS:
        response = operation.call(client, things)
        if (response.status_code == 401) is not (not operation.is_for_visitors) and operation.name not in _OF_VISITORS:
            wrong.append((operation.name, response.status_code))
        if response.content:
            documented(response)
    assert not wrong


def test_a_token_that_may_read_writes_nothing(owner: User, things: Things) -> None:
    reader = phone_of(owner, scopes=["read"])
    before, wrong = _state(owner), []
    for operation in OPERATIONS:
        if operation.method in SAFE or operation.name in {*_OF_VISITORS, "auth_token_delete"}:
            continue  # a token may always end itself
        response = operation.call(reader, things)
        if response.status_code != 403 or response["Content-Type"] != CONTENT_TYPE:
            wrong.append((operation.name, response.status_code))
    assert not wrong
    assert _state(owner) == before


@pytest.mark.parametrize("how", ["a private account", "for followers", "only for oneself"])
def test_strangers_neither_read_nor_change_what_is_not_for_all(
    how: str, owner: User, outsider: User, things: Things
) -> None:
    _hidden(owner, how)
    before, told = _state(owner), []
    for client in (Client(), phone_of(outsider)):
        for operation in OPERATIONS:
            if operation.name == "me_delete":
                continue
            answer = operation.call(client, things)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if SECRET.lower() in content.decode(errors="replace").lower():
                told.append(operation.name)
    assert not told
    assert _state(owner) == before


@pytest.mark.parametrize("trouble", ["none", "Spotify broken", "Spotify closed", "Redis gone"])
def test_no_operation_breaks_with_something_missing(
    trouble: str, owner: User, things: Things, sandbox: SandboxProcess, settings: Any
) -> None:
    phone = phone_of(owner)
    if trouble == "Redis gone":
        gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
        settings.CACHES = {**settings.CACHES, "default": gone}
    elif trouble != "none":
        fault = "error500" if trouble == "Spotify broken" else "429"
        sandbox.faults({"endpoint": "*", "fault": fault, "retry_after": 99})
    broken = []
    phone.raise_request_exception = False
    # What is deleted comes last: everything else needs it.
    for operation in sorted(OPERATIONS, key=lambda one: (one.method == "delete", one.name == "me_delete")):
        if operation.name == "auth_token_delete":
            continue  # would sign the phone out
        response = operation.call(phone, things)
        is_meant = response.status_code == 503 and trouble != "none" and "Retry-After" in response
        if response.status_code >= 500 and not is_meant:
            broken.append((operation.name, response.status_code))
        elif response.content and not response.streaming:
            documented(response)
    assert not broken


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"\\u0000": "\\u0000"}', b"7"])
def test_no_operation_breaks_on_a_senseless_body(sent: bytes, owner: User, things: Things) -> None:
    phone = phone_of(owner)
    phone.raise_request_exception = False
    broken = []
    for operation in OPERATIONS:
        if operation.method in SAFE or operation.method == "delete":
            continue
        values = things.values_for(operation.route)
        path = re.sub(r"{(\w+)}", lambda found: values[found.group(1)], operation.route)  # noqa: B023
        response = phone.generic(operation.method.upper(), path, sent, content_type="application/json")
        if response.status_code >= 500:
            broken.append((operation.name, response.status_code))
    assert not broken
