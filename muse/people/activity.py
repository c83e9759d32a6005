"""What a person did lately: reviews and listens, merged."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.utils import timezone

from reviews.models import DiaryEntry, Review
from spotify_cache.answers import CatalogBatch
from spotify_cache.entities import CatalogEntity

SHOWN = 8

Deed: TypeAlias = Review | DiaryEntry


@dataclass(frozen=True, slots=True)
class Activity:
    row: Deed
    #: None where Spotify's data is not to be had now.
    entity: CatalogEntity | None

    @property
    def is_review(self) -> bool:
        return isinstance(self.row, Review)


def latest_deeds(reviews: Iterable[Review], entries: Iterable[DiaryEntry]) -> list[Deed]:
    """The newest of both, each given newest first. What was logged in one go, a review with its day, is one deed."""
    reviewed = list(reviews)
    told = {_what_and_when(review) for review in reviewed}
    apart = (entry for entry in entries if _what_and_when(entry) not in told)
    merged: Iterator[Deed] = heapq.merge(reviewed, apart, key=lambda row: row.created_at, reverse=True)
    return [deed for deed, _place in zip(merged, range(SHOWN), strict=False)]


def activities(deeds: Sequence[Deed], catalog: CatalogBatch) -> list[Activity]:
    return [Activity(deed, catalog.get(deed.item_type, deed.spotify_id)) for deed in deeds]


def _what_and_when(row: Deed) -> tuple[str, str, datetime.date]:
    return row.item_type, row.spotify_id, timezone.localdate(row.created_at)
