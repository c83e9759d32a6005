"""Pages for visitors can sit behind a CDN (R19)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from reviews.models import Review
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

PATHS = ("/", "/search?q=night", "/search", "/charts", "/albums/{albums}", "/artists/{artists}", "/tracks/{tracks}")


def _path(template: str, catalogue: dict[str, Any]) -> str:
    return template.format(**{name: catalogue[name][0] for name in ("albums", "artists", "tracks")})


@pytest.mark.parametrize("template", PATHS)
def test_a_visitors_page_sets_no_cookie_and_is_public(client: Client, catalogue: dict[str, Any], template: str) -> None:
    get_repository().new_releases()
    answer = client.get(_path(template, catalogue))
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert "s-maxage=60" in answer["Cache-Control"]
    assert {"Cookie", "HX-Request", "HX-Target"} <= {name.strip() for name in answer["Vary"].split(",")}


@pytest.mark.parametrize("template", PATHS)
def test_a_persons_page_is_private(client_of: ClientOf, owner: User, catalogue: dict[str, Any], template: str) -> None:
    answer = client_of(owner).get(_path(template, catalogue))
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


def test_a_page_with_somebodys_message_is_private(client: Client, catalogue: dict[str, Any]) -> None:
    client.cookies["messages"] = "whatever"
    assert "private" in client.get("/")["Cache-Control"]


def test_an_unknown_item_is_kept_by_nobody_as_public(client: Client, catalogue: dict[str, Any]) -> None:
    assert "public" not in client.get(f"/albums/{catalogue['unknown_id']}").get("Cache-Control", "")


def test_a_front_page_that_spotify_left_gaps_in_is_kept_by_nobody(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    answer = client.get("/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


def test_a_front_page_without_a_reviewed_album_is_kept_by_nobody(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess
) -> None:
    assert "no-store" in client.get("/")["Cache-Control"], "new releases are on their way"
    get_repository().new_releases()
    assert "public" in client.get("/")["Cache-Control"]
    Review.objects.create(
        author=UserFactory.create(), item_type="album", spotify_id=catalogue["albums"][0], rating=4, text="Well."
    )
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    assert "no-store" in client.get("/")["Cache-Control"]
