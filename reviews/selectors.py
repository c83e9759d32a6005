"""Reads of reviews, shared by every face. Each makes a fixed number of queries whatever the length of its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import followed_ids, preferences_of
from reviews import item_stats, pins, shelf
from reviews.conversation import liked_by
from reviews.forms import LogForm
from reviews.item_stats import RatingStats
from reviews.models import DiaryEntry, ItemType, OfItem, Review, ReviewQuerySet
from spotify_cache.answers import CatalogBatch
from spotify_cache.entities import CatalogEntity

Viewer: TypeAlias = User | AnonymousUser
Row = TypeVar("Row", bound=OfItem)

PER_PAGE = 20
#: Of people whom the viewer follows, before all others.
FOLLOWED_SHOWN = 10
#: In what order the reviews of an item come: the first is the default.
SORTS: Final[Mapping[str, str | Promise]] = {
    "recent": _("Recent"),
    "liked": _("Most liked"),
    "rating": _("Highest rated"),
}
_ORDERS: Final = {
    "recent": (F("created_at").desc(), F("pk").desc()),
    "liked": (F("like_count").desc(), F("created_at").desc(), F("pk").desc()),
    "rating": (F("rating").desc(nulls_last=True), F("created_at").desc(), F("pk").desc()),
}


@dataclass(frozen=True, slots=True)
class ItemReviews:
    """Everything that people say about one item, as one viewer sees it."""

    stats: RatingStats
    #: The viewer's own; None for a visitor and for who has not reviewed it.
    mine: Review | None
    #: Of `mine`, or empty.
    form: LogForm
    #: By people whom the viewer follows, with or without a text, newest first; at most `FOLLOWED_SHOWN`.
    followed: tuple[Review, ...]
    #: Texts by others, each with its author, in the order that `sort` names.
    page: Page[Review]
    sort: str
    #: Keys of those shown here that the viewer likes.
    liked: frozenset[int]
    is_on_shelf: bool
    #: Whether it is one of the viewer's four favourites.
    is_pinned: bool

    @property
    def sorts(self) -> tuple[tuple[str, str | Promise], ...]:
        return tuple(SORTS.items())


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """A review beside what it is about; ``entity`` is None where Spotify's data is not to be had now."""

    review: Review
    entity: CatalogEntity | None


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    total: int
    albums: int
    artists: int
    tracks: int
    with_text: int


def item_reviews(
    item_type: str, spotify_id: str, viewer: Viewer, page: int | str = 1, sort: str = "recent"
) -> ItemReviews:
    """What people say about one item: three queries for a visitor, ten at most for a person.

    ``page`` counts from 1; a number past the end means the last page, anything else the first. An unknown ``sort`` is
    the first of `SORTS`.
    """
    sort = sort if sort in SORTS else next(iter(SORTS))
    visible = reviews_of_item(item_type, spotify_id, viewer)
    mine = own_review(item_type, spotify_id, viewer)
    followed = followed_reviews(visible, viewer)
    shown = Paginator(other_reviews(visible, (mine, *followed), sort), PER_PAGE).get_page(page)
    return ItemReviews(
        stats=item_stats.item_stats(item_type, spotify_id),
        mine=mine,
        form=log_form(item_type, spotify_id, viewer, mine),
        followed=followed,
        page=shown,
        sort=sort,
        liked=frozenset(liked_by(viewer, [*followed, *shown])),
        is_on_shelf=shelf.is_on(viewer, item_type, spotify_id),
        is_pinned=pins.is_pinned(viewer, item_type, spotify_id),
    )


def log_form(
    item_type: str, spotify_id: str, viewer: Viewer, mine: Review | None, *, again: bool = False, **draft: object
) -> LogForm:
    """The form filled with what is known: one's review, else one's usual visibility; and with a draft over it.

    The day is today, unless there is a review: its author may only want to mend it, so a day is proposed ``again``
    where they asked to log. Two queries, none for a visitor or for who only mends.
    """
    known: dict[str, object] = {}
    if isinstance(viewer, User) and (mine is None or again):
        known["listened_on"] = timezone.localdate()
        known["is_relisten"] = DiaryEntry.objects.owned_by(viewer).of_item(item_type, spotify_id).exists()
    if isinstance(viewer, User) and mine is None:
        known["visibility"] = preferences_of(viewer).default_visibility
    return LogForm(review=mine, initial={**known, **draft})


def review_page(review_id: int, viewer: Viewer) -> Review:
    """One review with its author, for a page of its own.

    Raises:
        Review.DoesNotExist: there is none, or ``viewer`` may not see it.
    """
    return visible_reviews(viewer).get(pk=review_id)


def own_review(item_type: str, spotify_id: str, viewer: Viewer) -> Review | None:
    return Review.objects.owned_by(viewer).of_item(item_type, spotify_id).first()


def visible_reviews(viewer: Viewer) -> ReviewQuerySet:
    """Every review that ``viewer`` may see, with its author: one query, once it is filtered, ordered and cut."""
    return Review.objects.visible_to(viewer).select_related("author")


def reviews_of_item(item_type: str, spotify_id: str, viewer: Viewer) -> ReviewQuerySet:
    """Of one item, as far as ``viewer`` may see them, each with its author."""
    return Review.objects.of_item(item_type, spotify_id).visible_to(viewer).select_related("author")


def followed_reviews(visible: ReviewQuerySet, viewer: Viewer) -> tuple[Review, ...]:
    """Of these, those by people whom ``viewer`` follows, newest first, at most `FOLLOWED_SHOWN`: one query."""
    if not isinstance(viewer, User):
        return ()
    theirs = visible.filter(author__in=followed_ids(viewer)).order_by("-created_at", "-pk")
    return tuple(theirs[:FOLLOWED_SHOWN])


def other_reviews(visible: ReviewQuerySet, apart: Iterable[Review | None], sort: str) -> ReviewQuerySet:
    """Of these, the texts that are not shown ``apart``, in the order that ``sort`` of `SORTS` names."""
    shown = [review.pk for review in apart if review is not None]
    return visible.with_text().exclude(pk__in=shown).order_by(*_ORDERS[sort])


def recent_reviews(limit: int, viewer: Viewer) -> list[Review]:
    """The newest reviews with a text, with their authors: one query."""
    recent = Review.objects.visible_to(viewer).with_text().select_related("author")
    return list(recent.order_by("-created_at", "-pk")[:limit])


def reviews_of(author: User, viewer: Viewer, page: int | str = 1) -> Page[Review]:
    """Everything a person rated or reviewed, newest first, 20 a page: two queries."""
    theirs = Review.objects.visible_to(viewer).filter(author=author).select_related("author")
    return Paginator(theirs.order_by("-created_at", "-pk"), PER_PAGE).get_page(page)


def review_counts(author: User, viewer: Viewer) -> ReviewCounts:
    """Of what ``viewer`` may see: one query."""
    counts = (
        Review.objects.visible_to(viewer)
        .filter(author=author)
        .aggregate(
            total=Count("pk"),
            albums=Count("pk", filter=Q(item_type=ItemType.ALBUM)),
            artists=Count("pk", filter=Q(item_type=ItemType.ARTIST)),
            tracks=Count("pk", filter=Q(item_type=ItemType.TRACK)),
            with_text=Count("pk", filter=~Q(text="")),
        )
    )
    return ReviewCounts(**counts)


def catalog_ids(rows: Iterable[OfItem]) -> dict[str, list[str]]:
    """What ``repository.catalog(**catalog_ids(rows))`` has to read to show reviews, diary entries, a shelf: IDs by
    ``tracks``, ``albums``, ``artists``."""
    ids: dict[str, list[str]] = {"tracks": [], "albums": [], "artists": []}
    for row in rows:
        ids[f"{row.item_type}s"].append(row.spotify_id)
    return {kind: list(dict.fromkeys(several)) for kind, several in ids.items()}


def with_items(reviews: Iterable[Review], catalog: CatalogBatch) -> list[ReviewedItem]:
    """Each review beside its item, as templates/reviews/_review.html takes them."""
    return [ReviewedItem(review, catalog.get(review.item_type, review.spotify_id)) for review in reviews]


def beside_items(rows: Iterable[Row], catalog: CatalogBatch) -> list[tuple[Row, CatalogEntity | None]]:
    """The same for rows of any kind: diary entries, favourites."""
    return [(row, catalog.get(row.item_type, row.spotify_id)) for row in rows]
