"""Parts of an item's screen, for ``include=``: what people say about it, and what it is to the person who asks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from rest_framework import serializers
from rest_framework.request import Request

from muse.catalog.selectors import Viewer
from reviews import pins, selectors, shelf
from reviews.api import ReviewSerializer, show_reviews
from reviews.models import Review
from spotify_cache.answers import Answer, Batch, CatalogBatch

Json = dict[str, Any]

#: Parts that are another for each person: an answer with one of them is nobody else's.
PERSONAL: Final = frozenset({"my_review", "friends_reviews", "is_on_shelf", "is_pinned"})
SAID: Final = ("stats", "my_review", "friends_reviews", "reviews", "is_on_shelf", "is_pinned")
#: Texts by others; more of them are at `reviews`.
REVIEWS_SHOWN = 20


class SaidSerializer(serializers.Serializer):
    """Parts that come with ``include=`` alone."""

    my_review = ReviewSerializer(required=False, allow_null=True, help_text="The caller's own.")
    friends_reviews = ReviewSerializer(
        many=True,
        required=False,
        help_text="By people whom the caller follows, with or without a text, newest first, at most ten.",
    )
    reviews = ReviewSerializer(
        many=True, required=False, help_text=f"Newest texts by others, at most {REVIEWS_SHOWN}; more at `reviews`."
    )
    is_on_shelf = serializers.BooleanField(required=False, help_text="To be listened to later by the caller.")
    is_pinned = serializers.BooleanField(required=False, help_text="One of the caller's four favourites.")


def said(
    request: Request, viewer: Viewer, item_type: str, spotify_id: str, answer: Answer[Any], names: frozenset[str]
) -> Json:
    """The parts of `SAID` that are wanted; one query for each, and one for what the viewer likes among reviews."""
    parts: Json = {}
    if names.isdisjoint(SAID[1:]):
        return parts
    visible = selectors.reviews_of_item(item_type, spotify_id, viewer)
    mine: Review | None = None
    friends: Collection[Review] = ()
    shown: dict[str, Any] = {}
    if "my_review" in names:
        shown["my_review"] = mine = selectors.own_review(item_type, spotify_id, viewer)
    if "friends_reviews" in names:
        shown["friends_reviews"] = friends = selectors.followed_reviews(visible, viewer)
    if "reviews" in names:
        others = selectors.other_reviews(visible, (mine, *friends), "recent")
        shown["reviews"] = list(others[:REVIEWS_SHOWN])
    if shown:
        parts |= _shown(request, shown, CatalogBatch(**{f"{item_type}s": Batch({spotify_id: answer})}))
    if "is_on_shelf" in names:
        parts["is_on_shelf"] = shelf.is_on(viewer, item_type, spotify_id)
    if "is_pinned" in names:
        parts["is_pinned"] = pins.is_pinned(viewer, item_type, spotify_id)
    return parts


def _shown(request: Request, reviews: dict[str, Any], catalog: CatalogBatch) -> Json:
    """One review or None of ``my_review``, and lists of them, all shown at once."""
    lists = {name: part if name != "my_review" else [part] if part else [] for name, part in reviews.items()}
    rows = [review for several in lists.values() for review in several]
    shown = dict(zip((review.pk for review in rows), show_reviews(request, rows, catalog), strict=True))
    parts: Json = {name: [shown[review.pk] for review in several] for name, several in lists.items()}
    if "my_review" in parts:
        parts["my_review"] = next(iter(parts["my_review"]), None)
    return parts
