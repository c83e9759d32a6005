"""A person's year in review."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from muse.catalog.freshness import heard_at, is_pending
from muse.people.taste import Bar
from reviews.models import DiaryEntry, Review
from reviews.portrait import Viewer, YearCount, years_of
from reviews.selectors import beside_items, catalog_ids
from reviews.years import Year, is_year, year_of
from spotify_cache.answers import CatalogBatch
from spotify_cache.entities import CatalogEntity
from spotify_cache.repository import get_repository


@dataclass(frozen=True, slots=True)
class YearPage:
    person: User
    is_own: bool
    numbers: Year
    #: Of the diary, each with the way to its month; empty where nothing was written into it.
    listens: Sequence[Bar]
    reviews: Sequence[Bar]
    best_albums: Sequence[tuple[Review, CatalogEntity | None]]
    #: With how often each was heard.
    most_heard: Sequence[tuple[DiaryEntry, CatalogEntity | None, int]]
    #: The first and the last listen; one where there is only one.
    ends: Sequence[tuple[DiaryEntry, CatalogEntity | None]]
    #: In which there is anything, newest first.
    years: Sequence[YearCount]
    #: That of everything above.
    catalog: CatalogBatch
    is_pending: bool
    heard_at: datetime.datetime | None

    @property
    def year(self) -> int:
        return self.numbers.year

    @property
    def most_listens(self) -> int:
        return max((bar.count for bar in self.listens), default=0)

    @property
    def most_reviews(self) -> int:
        return max((bar.count for bar in self.reviews), default=0)

    @property
    def listen_count(self) -> int:
        return sum(one.listens for one in self.years)

    @property
    def earlier(self) -> int | None:
        return max((one.year for one in self.years if one.year < self.year), default=None)

    @property
    def later(self) -> int | None:
        return min((one.year for one in self.years if one.year > self.year), default=None)


def year_page(person: User, viewer: Viewer, year: int) -> YearPage | None:
    """A year of a person whom the viewer may see; None where it holds nothing that they may see.

    Seven queries and one round trip to Redis.
    """
    numbers = year_of(person, viewer, year) if is_year(year) else None
    if numbers is None or numbers.is_empty:
        return None
    ends = [entry for entry in (numbers.first, numbers.last) if entry is not None]
    if len(ends) == 2 and ends[0] == ends[1]:
        del ends[1]
    heard = [one.item for one in numbers.most_heard]
    catalog = get_repository().catalog(**catalog_ids([*numbers.best_albums, *heard, *ends]))
    batches = (catalog.tracks, catalog.albums, catalog.artists)
    return YearPage(
        person=person,
        is_own=viewer.is_authenticated and viewer.pk == person.pk,
        numbers=numbers,
        listens=tuple(_months(year, numbers.listens_by_month, person)),
        reviews=tuple(_months(year, numbers.reviews_by_month)),
        best_albums=beside_items(numbers.best_albums, catalog),
        most_heard=[
            (item, entity, one.count)
            for one, (item, entity) in zip(numbers.most_heard, beside_items(heard, catalog), strict=True)
        ],
        ends=beside_items(ends, catalog),
        years=years_of(person, viewer),
        catalog=catalog,
        is_pending=is_pending(*batches),
        heard_at=heard_at(*batches),
    )


def _months(year: int, counts: Sequence[int], diary_of: User | None = None) -> Iterator[Bar]:
    if not any(counts):
        return
    for month, count in enumerate(counts, start=1):
        name = date_format(datetime.date(year, month, 1), "F")
        url = reverse("diary_month", args=[diary_of.username, year, month]) if diary_of and count else ""
        yield Bar(name, count, url)
