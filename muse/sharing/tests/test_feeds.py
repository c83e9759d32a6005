"""Atom feeds of people and of items."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.cast import ClientOf
from reviews.models import Review
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def catalogue(sandbox: SandboxProcess, db: None) -> dict[str, Any]:
    return sandbox.control("catalog")


def _read(answer: Any) -> ElementTree.Element:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def _titles(answer: Any) -> list[str | None]:
    return [title.text for title in _read(answer).findall("a:entry/a:title", ATOM)]


def test_a_persons_feed_lists_what_they_wrote_newest_first(
    client: Client, catalogue: dict[str, Any], owner: User
) -> None:
    for day, kind in ((1, "album"), (2, "artist"), (3, "track")):
        ReviewFactory.create(
            author=owner,
            item_type=kind,
            spotify_id=catalogue[f"{kind}s"][0],
            rating=3.5,
            text=f"Thoughts <b>{day}</b>",
            created_at=datetime(2026, 5, day, tzinfo=UTC),
        )
    ReviewFactory.create()
    feed = _read(client.get("/u/owner/feed.atom"))
    assert feed.findtext("a:title", None, ATOM) == "Reviews by Olga Owner on Muse"
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {"alternate": "http://testserver/u/owner", "self": "http://testserver/u/owner/feed.atom"}
    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:published", None, ATOM) for entry in entries] == [
        "2026-05-03T00:00:00+00:00",
        "2026-05-02T00:00:00+00:00",
        "2026-05-01T00:00:00+00:00",
    ]
    newest = entries[0]
    assert (newest.findtext("a:title", "", ATOM)).endswith(": 3.5 of 5 stars")
    assert newest.findtext("a:summary", None, ATOM) == "<p>Thoughts &lt;b&gt;3&lt;/b&gt;</p>\n"
    assert newest.findtext("a:author/a:name", None, ATOM) == "Olga Owner"
    assert newest.findtext("a:id", "", ATOM).startswith("tag:testserver,2026:review-")


def test_what_xml_cannot_hold_is_left_out_and_ends_no_feed(
    client: Client, catalogue: dict[str, Any], owner: User
) -> None:
    unwritable = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
    User.objects.filter(pk=owner.pk).update(display_name=f"Ol{unwritable}ga")
    album = catalogue["albums"][0]
    ReviewFactory.create(author=owner, spotify_id=album, text=f"One{unwritable} and *two*\n\U0001f600")
    for path in ("/u/owner/feed.atom", f"/albums/{album}/reviews.atom"):
        (entry,) = _read(client.get(path)).findall("a:entry", ATOM)
        assert entry.findtext("a:author/a:name", None, ATOM) == "Olga"
        assert entry.findtext("a:summary", None, ATOM) == "<p>One and <em>two</em><br>\n\U0001f600</p>\n"


@pytest.mark.parametrize("kind", ["album", "artist", "track"])
def test_an_items_feed_lists_texts_about_it(client: Client, catalogue: dict[str, Any], kind: str) -> None:
    spotify_id = catalogue[f"{kind}s"][0]
    review = ReviewFactory.create(item_type=kind, spotify_id=spotify_id, rating=None, text="So.")
    ReviewFactory.create(item_type=kind, spotify_id=spotify_id, rating=4, text="")
    ReviewFactory.create(item_type=kind, spotify_id=catalogue[f"{kind}s"][1])
    path = f"/{kind}s/{spotify_id}"
    answer = client.get(f"{path}/reviews.atom")
    assert _titles(answer) == [review.author.name]
    page = client.get(path).content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{path}/reviews.atom"' in page
    assert _read(answer).findtext("a:entry/a:link", None, ATOM) is not None


def test_a_profile_names_its_feed(client: Client, sandbox: SandboxProcess, owner: User) -> None:
    page = client.get("/u/owner").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" href="/u/owner/feed.atom"' in page


def test_a_reader_that_has_it_already_gets_a_304_until_something_changes(
    client: Client, catalogue: dict[str, Any], owner: User
) -> None:
    for number in range(2):
        ReviewFactory.create(author=owner, spotify_id=catalogue["albums"][number])
    first = client.get("/u/owner/feed.atom")
    tag, since = first["ETag"], first["Last-Modified"]
    assert client.get("/u/owner/feed.atom", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/u/owner/feed.atom", headers={"If-Modified-Since": since}).status_code == 304
    newest = Review.objects.order_by("pk").last()
    assert newest is not None
    newest.delete()
    again = client.get("/u/owner/feed.atom", headers={"If-None-Match": tag})
    assert len(_titles(again)) == 1
    assert "max-age=300" in again["Cache-Control"]


def test_a_feed_is_the_same_number_of_queries_whatever_its_length(
    client: Client, catalogue: dict[str, Any], owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        ReviewFactory.create(author=owner, spotify_id=catalogue["albums"][number])
        if number in (1, 39):
            with django_assert_num_queries(2):
                answer = client.get("/u/owner/feed.atom")
    assert len(_titles(answer)) == 30


def test_feeds_are_there_while_spotify_is_away(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, owner: User
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    album = catalogue["albums"][0]
    ReviewFactory.create(author=owner, spotify_id=album)
    assert _titles(client.get("/u/owner/feed.atom")) == ["an album: 4 of 5 stars"]
    assert _titles(client.get(f"/albums/{album}/reviews.atom")) == ["Olga Owner: 4 of 5 stars"]


@pytest.mark.parametrize(
    "path",
    [
        "/u/nobody/feed.atom",
        "/u/%20/feed.atom",
        "/albums/0000000000000000000000/reviews.atom",
        "/albums/x/reviews.atom",
    ],
)
def test_what_is_not_there_has_no_feed(client: Client, catalogue: dict[str, Any], path: str) -> None:
    assert client.get(path).status_code == 404


def test_feeds_are_for_reading(client: Client, owner: User) -> None:
    assert client.post("/u/owner/feed.atom").status_code == 405


def test_feeds_carry_what_a_visitor_may_read_whoever_asks(
    client_of: ClientOf, catalogue: dict[str, Any], owner: User
) -> None:
    ReviewFactory.create(author=owner, spotify_id=catalogue["albums"][0])
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert client_of(owner).get("/u/owner/feed.atom").status_code == 404
    path = f"/albums/{catalogue['albums'][0]}/reviews.atom"
    assert _titles(client_of(owner).get(path)) == []
