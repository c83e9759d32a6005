"""The feed among a million reviews: what following 10, 100 and 1,000 people costs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from accounts.models import Follow, User
from benchmarks import website
from benchmarks.measuring import CALIBRATION, Series, interleaved, noise
from benchmarks.results import Aim, Result, Table, number
from benchmarks.servers import Servers
from benchmarks.website import Site
from muse.people.feed import PER_PAGE, POPULAR_DAYS, POPULAR_ITEMS, Place, written_by_followed
from muse.people.followed_writing import popular_with_followed
from muse.seeding.crowd import Crowd
from muse.seeding.loading import analyse, copy, next_key
from muse.seeding.writing import write_crowd
from playlists.models import Playlist, PlaylistTrack

FOLLOWED = (10, 100, 1_000)
PEOPLE, REVIEWS = 10_000, 1_000_000
_QUICK_PEOPLE, _QUICK_REVIEWS = 2_000, 100_000
_DEEP = 10
#: What is measured of each reader, in the order of the table.
_NAMES = ("newest", "deep", "popular", "page")


def run(servers: Servers) -> Result:
    people, reviews = (_QUICK_PEOPLE, _QUICK_REVIEWS) if servers.quick else (PEOPLE, REVIEWS)
    seconds = 2.0 if servers.quick else 10.0
    website.prepare(servers)
    readers = _readers(servers, people, reviews)
    by_followed: dict[int, dict[str, Any]] = {count: {} for count in FOLLOWED}
    calibrations = []
    for name, work_of in (("newest", _newest), ("deep", _deep), ("popular", _popular)):
        series = interleaved({str(count): work_of(reader) for count, reader in readers.items()}, seconds=seconds)
        calibrations.append(series[CALIBRATION])
        for count in FOLLOWED:
            by_followed[count][name] = series[str(count)].as_json()
    with website.running() as site:
        for count, pages in _pages(site, readers, servers.repeat(60, 12)).items():
            by_followed[count]["page"] = pages.as_json()
    result = _result(people, reviews, by_followed)
    result.noise = noise(calibrations)
    return result


def _readers(servers: Servers, people: int, reviews: int) -> dict[int, User]:
    """A crowd that wrote, and beside it one reader for each of `FOLLOWED`, who follows so many of it by chance."""
    ids = servers.sandbox.control("catalog")
    first = next_key(User)
    known: dict[str, Sequence[str]] = {
        kind: list(dict.fromkeys(ids[f"{kind}s"])) for kind in ("album", "artist", "track")
    }
    write_crowd(Crowd(1, people, reviews, timezone.now(), known, first_number=first), reviews, 10 * people, _silently)
    keys = range(first, first + people)
    _write_playlists(keys, ids["tracks"])
    chance, now = random.Random(2), timezone.now()  # noqa: S311
    readers = {count: User.objects.create_user(f"bench_reader_{count}") for count in FOLLOWED}
    for count, reader in readers.items():
        Follow.objects.bulk_create(
            Follow(follower=reader, followed_id=key, status=Follow.Status.ACCEPTED, accepted_at=now)
            for key in chance.sample(keys, count)
        )
    analyse(User, Follow, Playlist, PlaylistTrack)
    return readers


def _write_playlists(owners: range, track_ids: list[str]) -> None:
    """One of everybody, at some time of the last year."""
    first, chance, now = next_key(Playlist), random.Random(3), timezone.now()  # noqa: S311
    moments = [now - timedelta(days=365 * chance.random()) for _ in owners]
    rows = ((first + place, owner, "Of the crowd", moments[place]) for place, owner in enumerate(owners))
    copy(Playlist, ("id", "owner", "title", "created_at"), rows)
    tracks = ((first + place, track_ids[place % len(track_ids)], 0) for place in range(len(owners)))
    copy(PlaylistTrack, ("playlist", "spotify_track_id", "position"), tracks)


def _silently(what: str, count: int) -> None:
    """Nobody reads how far the crowd has come."""


def _newest(reader: User) -> Callable[[], object]:
    return partial(written_by_followed, reader, None, PER_PAGE)


def _deep(reader: User) -> Callable[[], object]:
    place: Place | None = None
    for _ in range(_DEEP - 1):
        place = written_by_followed(reader, place, PER_PAGE).older
    return partial(written_by_followed, reader, place, PER_PAGE)


def _popular(reader: User) -> Callable[[], object]:
    return partial(popular_with_followed, reader, timezone.now() - timedelta(days=POPULAR_DAYS), POPULAR_ITEMS)


def _pages(site: Site, readers: dict[int, User], times: int) -> dict[int, Series]:
    """By turns, so that a slow moment of the machine falls on all of them."""
    cookies = {count: website.cookie_of(reader) for count, reader in readers.items()}
    for cookie in cookies.values():
        for _ in range(4):
            site.get("/feed", cookie)
    series = {count: Series() for count in readers}
    for _ in range(times):
        for count, cookie in cookies.items():
            series[count].seconds.append(site.get("/feed", cookie))
    return series


def _result(people: int, reviews: int, by_followed: dict[int, dict[str, Any]]) -> Result:
    result = Result(
        "feed",
        "The feed",
        f"Among {people:,} people with {reviews:,} reviews, their diaries and playlists: the queries of a page of "
        f"{PER_PAGE} in one process, and the whole first page through gunicorn, milliseconds, median / 95th percentile,"
        " for readers who follow so many of them.",
        figures={"people": people, "reviews": reviews, "followed": by_followed},
    )
    table = Table(
        "By how many one follows", ["followed", "first page, ms", f"{_DEEP}th, ms", "popular, ms", "page, ms"]
    )
    for count, found in by_followed.items():
        cells = [f"{number(found[name]['median_ms'])} / {number(found[name]['p95_ms'])}" for name in _NAMES]
        table.rows.append([f"{count:,}", *cells])
    table.note = "The whole page is the first one, with what is popular with those whom one follows."
    result.tables.append(table)
    few, many = (by_followed[count]["page"]["median_ms"] for count in (min(by_followed), max(by_followed)))
    name = f"first page of who follows {max(by_followed):,}, of that of who follows {min(by_followed):,}"
    limit = "one row of everybody who is followed is read for each kind, and the month of everybody for what is popular"
    result.aims.append(Aim(name, many / few, "at most", 3, "x", limit))
    return result
