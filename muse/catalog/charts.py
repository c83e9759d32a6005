"""The page of a chart: its places beside what Spotify tells of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muse.catalog.freshness import heard_at, is_pending
from reviews.charts import PRIOR_RATINGS, chart
from reviews.item_stats import MIN_RATINGS_FOR_AVERAGE
from reviews.models import ChartEntry, ItemType, Period, Ranking
from reviews.selectors import catalog_ids
from spotify_cache.answers import State
from spotify_cache.entities import CatalogEntity
from spotify_cache.repository import get_repository

PER_PAGE = 50
#: Pictures of one row where the page is wide.
IN_SIGHT = 4
#: What can be asked for; the first of each is what is shown when nothing or something else is.
TYPES: Final[Mapping[str, str | Promise]] = {
    ItemType.ALBUM: _("Albums"),
    ItemType.TRACK: _("Tracks"),
    ItemType.ARTIST: _("Artists"),
}
PERIODS: Final[Mapping[str, str | Promise]] = {
    period: period.label for period in (Period.MONTH, Period.WEEK, Period.YEAR, Period.ALL)
}
RANKINGS: Final[Mapping[str, str | Promise]] = {ranking: ranking.label for ranking in Ranking}
#: In which order the periods stand beside one another.
_BY_LENGTH: Final = tuple(Period)
_TITLES: Final[Mapping[tuple[str, str], str | Promise]] = {
    (Ranking.REVIEWED, ItemType.ALBUM): _("Most reviewed albums"),
    (Ranking.REVIEWED, ItemType.TRACK): _("Most reviewed tracks"),
    (Ranking.REVIEWED, ItemType.ARTIST): _("Most reviewed artists"),
    (Ranking.RATED, ItemType.ALBUM): _("Best rated albums"),
    (Ranking.RATED, ItemType.TRACK): _("Best rated tracks"),
    (Ranking.RATED, ItemType.ARTIST): _("Best rated artists"),
}
_WHEN: Final[Mapping[str, str | Promise]] = {
    Period.WEEK: _("the last seven days"),
    Period.MONTH: _("the last thirty days"),
    Period.YEAR: _("the last 365 days"),
    Period.ALL: _("all time"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A tab: a link to the same chart with one thing changed."""

    title: str | Promise
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Place:
    entry: ChartEntry
    #: None where Spotify's data is not to be had now; ``state`` says why.
    entity: CatalogEntity | None
    state: State
    #: Among what the page opens with: its picture is not lazy.
    is_in_sight: bool


@dataclass(frozen=True, slots=True)
class ChartPage:
    item_type: str
    period: str
    ranking: str
    pages: Page[ChartEntry]
    places: tuple[Place, ...]
    #: None for a chart without a place.
    computed_at: datetime.datetime | None
    heard_at: datetime.datetime | None
    is_pending: bool
    #: Nothing is still being fetched, nor missing because Spotify cannot be asked.
    is_settled: bool

    @property
    def title(self) -> str | Promise:
        return _TITLES[self.ranking, self.item_type]

    @property
    def when(self) -> str | Promise:
        return _WHEN[self.period]

    @property
    def url(self) -> str:
        return _url(self.item_type, self.period, self.ranking, self.pages.number)

    @property
    def types(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(title, _url(slug, self.period, self.ranking), slug == self.item_type)
            for slug, title in TYPES.items()
        )

    @property
    def periods(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(PERIODS[slug], _url(self.item_type, slug, self.ranking), slug == self.period) for slug in _BY_LENGTH
        )

    @property
    def rankings(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(title, _url(self.item_type, self.period, slug), slug == self.ranking)
            for slug, title in RANKINGS.items()
        )

    @property
    def all_time_url(self) -> str:
        return _url(self.item_type, Period.ALL, self.ranking)

    @property
    def prior_ratings(self) -> int:
        return PRIOR_RATINGS

    @property
    def fewest_ratings(self) -> int:
        return MIN_RATINGS_FOR_AVERAGE


def chart_page(item_type: str = "", period: str = "", ranking: str = "", number: int | str = 1) -> ChartPage:
    """One query and one round trip to Redis. What is unknown is the first of its kind; ``number`` counts from 1, and
    one past the end means the last page."""
    item_type, period, ranking = _known(item_type, TYPES), _known(period, PERIODS), _known(ranking, RANKINGS)
    entries = chart(item_type, period, ranking)
    pages = Paginator(entries, PER_PAGE).get_page(number)
    batch = get_repository().catalog(**catalog_ids(pages)).of_type(item_type)
    return ChartPage(
        item_type=item_type,
        period=period,
        ranking=ranking,
        pages=pages,
        places=tuple(
            Place(one, batch.get(one.spotify_id), batch.state(one.spotify_id), index < IN_SIGHT)
            for index, one in enumerate(pages)
        ),
        computed_at=entries[0].computed_at if entries else None,
        heard_at=heard_at(batch),
        is_pending=is_pending(batch),
        is_settled=not batch.pending and not batch.unavailable,
    )


def _known(asked: str, choices: Iterable[str]) -> str:
    return next((str(choice) for choice in choices if choice == asked), str(next(iter(choices))))


def _url(item_type: str, period: str, ranking: str, number: int = 1) -> str:
    query = {"type": str(item_type), "period": str(period), "by": str(ranking)}
    return f"{reverse('charts')}?{urlencode(query | ({'page': number} if number > 1 else {}))}"
