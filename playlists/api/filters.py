"""Which playlists a list has."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django_filters.rest_framework import FilterSet

from accounts.api import FlagFilter, UsernameFilter
from playlists import selectors
from playlists.models import Playlist
from spotify_cache.spotify_ids import validate_spotify_id


class PlaylistFilter(FilterSet):
    owner = UsernameFilter(field_name="owner__username", help_text="Of one person: the username.")
    contains = django_filters.CharFilter(
        method="filter_contains",
        validators=[validate_spotify_id],
        help_text="With this track in them: its Spotify ID.",
    )
    is_public = FlagFilter(help_text="false: one's own private ones alone.")

    def filter_contains(self, playlists: QuerySet[Playlist], name: str, value: str) -> QuerySet[Playlist]:
        return selectors.containing(playlists, value)
