"""Whom and what years a person likes to listen to: counted in what they reviewed last, with what Spotify says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.models import OfItem
from spotify_cache.answers import CatalogBatch
from spotify_cache.entities import Album, Artist, ArtistRef, CatalogEntity, Track

TOP_ARTISTS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of templates/components/bars.html."""

    label: str
    count: int
    url: str = ""
    #: What programs know it by: the Spotify ID of an artist, the first year of a decade.
    key: str | int = ""


@dataclass(frozen=True, slots=True)
class Taste:
    #: Most first; an item by two counts for both.
    artists: tuple[Bar, ...]
    #: In which the albums, and those of the tracks, came out; first to last, with those between.
    decades: tuple[Bar, ...]
    #: Among how many reviews it was counted.
    counted: int

    @property
    def most_of_an_artist(self) -> int:
        return max((bar.count for bar in self.artists), default=0)

    @property
    def most_of_a_decade(self) -> int:
        return max((bar.count for bar in self.decades), default=0)


def taste_of(rows: Iterable[OfItem], catalog: CatalogBatch) -> Taste:
    """No query and no round trip: what ``catalog`` does not hold now is not counted."""
    names: dict[str, str] = {}
    by_artist: Counter[str] = Counter()
    by_decade: Counter[int] = Counter()
    counted = 0
    for row in rows:
        counted += 1
        entity = catalog.get(row.item_type, row.spotify_id)
        if entity is None:
            continue
        for artist in _artists(entity):
            if artist.id:
                names[artist.id] = artist.name
                by_artist[artist.id] += 1
        decade = _decade(entity)
        if decade is not None:
            by_decade[decade] += 1
    most = sorted(by_artist.items(), key=lambda one: (-one[1], names[one[0]].casefold()))[:TOP_ARTISTS]
    return Taste(
        artists=tuple(
            Bar(names[spotify_id], count, reverse("artist", args=[spotify_id]), spotify_id)
            for spotify_id, count in most
        ),
        decades=tuple(_decades(by_decade)),
        counted=counted,
    )


def _artists(entity: CatalogEntity) -> set[ArtistRef]:
    if isinstance(entity, Artist):
        return {ArtistRef(entity.id, entity.name)}
    return set(entity.artists) if isinstance(entity, Album | Track) else set()


def _decade(entity: CatalogEntity) -> int | None:
    album = entity.album if isinstance(entity, Track) else entity if isinstance(entity, Album) else None
    year = album.release_date[:4] if album else ""
    # "0000" is Spotify's way of not knowing.
    return int(year) // 10 * 10 if len(year) == 4 and year.isascii() and year.isdigit() and year != "0000" else None


def _decades(counts: Counter[int]) -> Iterable[Bar]:
    if counts:
        for decade in range(min(counts), max(counts) + 10, 10):
            yield Bar(_("%(decade)ss") % {"decade": decade}, counts[decade], key=decade)
