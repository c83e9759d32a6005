"""Muse's own limits in the API: counted together with the pages, and told in every answer that counts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.rate_limits import WRITE
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from playlists.models import Playlist

pytestmark = pytest.mark.django_db

PLAYLISTS = "/api/v1/playlists"
LEFT = re.compile(r'"write";r=(\d+);t=(\d+)')


def make(client: Client, title: str = "Night ferries") -> Any:
    return client.post(PLAYLISTS, {"title": title}, content_type="application/json")


def left(answer: Any) -> int:
    match = LEFT.fullmatch(answer["RateLimit"])
    assert match, answer["RateLimit"]
    assert 0 <= int(match[2]) <= 60
    return int(match[1])


def test_writes_say_what_is_left(owner: User) -> None:
    phone = phone_of(owner)
    first, second = make(phone), make(phone)
    assert first["RateLimit-Policy"] == '"write";q=120;w=60'
    assert (left(first), left(second)) == (119, 118)


def test_refused_writes_count_and_say_so_too(owner: User) -> None:
    assert left(make(phone_of(owner), "")) == 119


def test_reads_count_nothing(owner: User) -> None:
    phone = phone_of(owner)
    assert "RateLimit" not in phone.get(PLAYLISTS)
    assert left(make(phone)) == 119


def test_devices_and_pages_of_a_person_count_together(owner: User, outsider: User, client_of: ClientOf) -> None:
    make(phone_of(owner))
    client_of(owner).post("/playlists/new", {"title": "By hand"})
    assert left(make(phone_of(owner))) == 117
    assert left(make(phone_of(outsider))) == 119


def test_one_too_many_is_a_429_that_says_when(owner: User) -> None:
    for _ in range(120):
        WRITE.count(str(owner.pk))
    answer = make(phone_of(owner))
    assert answer.status_code == 429
    assert documented(answer)["type"] == "/api/problems/too-many-requests"
    assert 0 < int(answer["Retry-After"]) <= 60
    assert left(answer) == 0
    assert not Playlist.objects.exists()


def test_visitor_is_401_and_counts_nobody(client: Client, owner: User) -> None:
    answer = make(client)
    assert answer.status_code == 401
    assert "RateLimit" not in answer
