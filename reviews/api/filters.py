"""Which reviews a list has."""

from __future__ import annotations

import django_filters
from django_filters.rest_framework import FilterSet

from accounts.api import UsernameFilter
from reviews.models import ItemType
from spotify_cache.spotify_ids import validate_spotify_id


class ReviewFilter(FilterSet):
    item_type = django_filters.ChoiceFilter(choices=ItemType.choices, help_text="Of albums, artists or tracks alone.")
    spotify_id = django_filters.CharFilter(
        validators=[validate_spotify_id], help_text="Of one item; together with `item_type` it is a little faster."
    )
    author = UsernameFilter(field_name="author__username", help_text="By one person: the username.")
