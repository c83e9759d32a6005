"""Answers are compressed in the way that the client prefers, and caches can tell what they have."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory

from muse.compression import CompressionMiddleware, preferred

PATHS = ("/api/v1/", "/login")
UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("identity", None),
        ("deflate, zstd", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.9, deflate;q=0.8", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br ; q=0.000, gzip ; q=0.001", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("*;q=0", None),
        ("gzip;q=0.5, identity", None),
        ("gzip, identity;q=0.5", "gzip"),
        ("gzip;q=2, br;q=high", None),
        ("gzip;q=", None),
        (",;,=;q", None),
        ("br\x00", None),
    ],
)
def test_the_client_says_what_it_prefers(accepted: str, coding: str | None) -> None:
    assert preferred(accepted) == coding


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", UNPACK)
def test_what_comes_compressed_is_what_comes_plain(path: str, coding: str, client: Client, db: None) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": coding})
    assert packed["Content-Encoding"] == coding
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert "Content-Encoding" not in plain
    if path.startswith("/api/"):
        assert UNPACK[coding](packed.content) == plain.content
    else:  # another token against forgery in each
        assert len(UNPACK[coding](packed.content)) == len(plain.content)


@pytest.mark.parametrize("path", [*PATHS, "/healthz", "/api/v2/"])
@pytest.mark.parametrize("accepted", ["", "br", "gzip"])
def test_caches_are_told_that_the_coding_depends_on_the_client(
    path: str, accepted: str, client: Client, db: None
) -> None:
    assert "Accept-Encoding" in client.get(path, headers={"Accept-Encoding": accepted})["Vary"]


@pytest.mark.parametrize("coding", UNPACK)
def test_an_unchanged_answer_is_304_with_the_same_etag_and_vary(coding: str, client: Client, db: None) -> None:
    accepted = {"Accept-Encoding": coding}
    first = client.get("/api/v1/", headers=accepted)
    assert first["ETag"].startswith('W/"')
    again = client.get("/api/v1/", headers=accepted | {"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Vary"]) == (first["ETag"], first["Vary"])
    assert "Content-Encoding" not in again


def test_what_was_kept_in_one_coding_is_good_in_another(client: Client, db: None) -> None:
    etag = client.get("/api/v1/", headers={"Accept-Encoding": "br"})["ETag"]
    for accepted in ("gzip", ""):
        again = client.get("/api/v1/", headers={"Accept-Encoding": accepted, "If-None-Match": etag})
        assert again.status_code == 304


def test_an_etag_for_who_takes_no_coding_is_strong(client: Client, db: None) -> None:
    assert client.get("/api/v1/")["ETag"].startswith('"')


def test_a_short_answer_is_left_as_it_is(client: Client) -> None:
    answer = client.get("/healthz", headers={"Accept-Encoding": "br, gzip"})
    assert ("Content-Encoding" in answer, answer.content) == (False, b"ok\n")


@pytest.mark.parametrize(
    "made",
    [
        lambda: StreamingHttpResponse(iter([b"x" * 1_000])),
        lambda: HttpResponse(b"x" * 1_000, headers={"Content-Encoding": "zstd"}),
    ],
)
def test_what_is_streamed_or_encoded_already_is_left_as_it_is(made: Callable[[], Any], rf: RequestFactory) -> None:
    given = made()
    before = dict(given.headers)

    def answer(request: Any) -> HttpResponseBase:
        return given

    assert CompressionMiddleware(answer)(rf.get("/", headers={"Accept-Encoding": "br"})) is given
    assert dict(given.headers) == before


def test_what_does_not_become_smaller_is_left_as_it_is(rf: RequestFactory) -> None:
    noise = random.Random(7).randbytes(1_000)
    answer = CompressionMiddleware(lambda request: HttpResponse(noise))(rf.get("/", headers={"Accept-Encoding": "br"}))
    assert (answer.getvalue(), answer.has_header("Content-Encoding")) == (noise, False)
