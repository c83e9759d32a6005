"""Which reviews a list has."""

from __future__ import annotations

from typing import Any

import django_filters
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema_field

from accounts.api import FlagFilter, UsernameFilter
from accounts.models import User
from accounts.selectors import followed_ids
from reviews.forms import TagsField
from reviews.models import MAX_RATING, MAX_TAG_LENGTH, MIN_RATING, ItemType, ReviewQuerySet
from spotify_cache.spotify_ids import validate_spotify_id


@extend_schema_field({"type": "string", "maxLength": MAX_TAG_LENGTH})
class TagFilter(django_filters.CharFilter):
    """``?tag=ferries``; several between commas are all asked for."""

    field_class = TagsField


@extend_schema_field({"type": "number", "minimum": float(MIN_RATING), "maximum": float(MAX_RATING)})
class RatingFilter(django_filters.NumberFilter):
    def __init__(self, **options: Any) -> None:
        super().__init__(field_name="rating", min_value=MIN_RATING, max_value=MAX_RATING, **options)


class ReviewFilter(FilterSet):
    item_type = django_filters.ChoiceFilter(choices=ItemType.choices, help_text="Of albums, artists or tracks alone.")
    spotify_id = django_filters.CharFilter(
        validators=[validate_spotify_id], help_text="Of one item; together with `item_type` it is a little faster."
    )
    author = UsernameFilter(field_name="author__username", help_text="By one person: the username.")
    following = FlagFilter(method="filter_following", help_text="true: by people whom the caller follows alone.")
    tag = TagFilter(field_name="tags", lookup_expr="contains", help_text="With this tag, in any case.")
    rating_min = RatingFilter(lookup_expr="gte", help_text="Rated so many stars or more.")
    rating_max = RatingFilter(lookup_expr="lte", help_text="Rated so many stars or fewer.")
    has_text = FlagFilter(method="filter_has_text", help_text="true: with a text; false: ratings alone.")
    since = django_filters.IsoDateTimeFilter(
        field_name="created_at", lookup_expr="gte", help_text="Written at this moment or later."
    )
    until = django_filters.IsoDateTimeFilter(
        field_name="created_at", lookup_expr="lt", help_text="Written before this moment."
    )

    def filter_following(self, reviews: ReviewQuerySet, name: str, value: bool) -> ReviewQuerySet:
        """A visitor follows nobody."""
        if not value:
            return reviews
        viewer = self.request.user
        return reviews.filter(author__in=followed_ids(viewer)) if isinstance(viewer, User) else reviews.none()

    def filter_has_text(self, reviews: ReviewQuerySet, name: str, value: bool) -> ReviewQuerySet:
        return reviews.with_text() if value else reviews.filter(text="")
