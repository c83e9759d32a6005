"""The artists that a person likes best."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services
from accounts.models import MAX_FAVOURITE_ARTISTS
from accounts.rest.errors import Conflict
from accounts.rest.one_page import OnePageSerializer, one_page
from accounts.selectors import preferences_of
from muse.api.caching import kept_to_the_person, shared
from muse.api.me import examples
from muse.api.me.personal import PersonalView
from muse.people.favourites import Favourite, favourite_artists, favourites
from spotify_cache.api import ArtistSerializer, FreshnessSerializer, freshness
from spotify_cache.spotify_ids import open_url

_ARTIST = ArtistSerializer()


class FavouriteArtistSerializer(FreshnessSerializer):
    """One place of the list. ``instance`` is a `Favourite`."""

    spotify_id = serializers.CharField()
    spotify_url = serializers.URLField()
    artist = ArtistSerializer(allow_null=True, help_text="null where `state` is pending, gone or unavailable.")

    def to_representation(self, instance: Favourite) -> dict[str, Any]:
        return {
            "spotify_id": instance.spotify_id,
            "spotify_url": open_url("artist", instance.spotify_id),
            "artist": _ARTIST.to_representation(instance.answer) if instance.artist is not None else None,
            **freshness(instance.answer),
        }


class FavouriteArtistsSerializer(OnePageSerializer):
    """One's favourite artists."""

    results = FavouriteArtistSerializer(
        many=True, help_text=f"In the order they were added; {MAX_FAVOURITE_ARTISTS} at most."
    )


@extend_schema(tags=["Me"])
@method_decorator(conditional_page, name="dispatch")
class FavouriteArtistsView(PersonalView):
    @extend_schema(
        operation_id="me_favourite_artists_list",
        summary="One's favourite artists",
        description=f"All of them, {MAX_FAVOURITE_ARTISTS} at most, with what Spotify says of each in one read.",
        responses=FavouriteArtistsSerializer,
        examples=[examples.FAVOURITES],
    )
    def get(self, request: Request) -> Response:
        """Two queries and one round trip to Redis."""
        chosen = favourite_artists(preferences_of(self.person))
        shown = [FavouriteArtistSerializer().to_representation(one) for one in chosen]
        return kept_to_the_person(shared(one_page(shown), *(one.answer for one in chosen)))


@extend_schema(tags=["Me"])
class FavouriteArtistView(PersonalView):
    def ask_ahead(self, request: Request, spotify_id: str) -> None:
        if request.method == "PUT":
            favourites([spotify_id])

    @extend_schema(
        operation_id="me_favourite_artists_add",
        summary="Put an artist at the end of one's favourites",
        description=(
            f"One who is among them already stays where they are. There is room for {MAX_FAVOURITE_ARTISTS}: "
            "409 for one more."
        ),
        request=None,
        responses=FavouriteArtistSerializer,
        examples=[examples.FAVOURITE],
    )
    def put(self, request: Request, spotify_id: str) -> Response:
        try:
            services.add_favourite_artist(self.person, spotify_id)
        except services.FavouritesFull as full:
            raise Conflict(str(full)) from None
        added = favourites([spotify_id])[0]
        shown = FavouriteArtistSerializer().to_representation(added)
        return kept_to_the_person(shared(shown, added.answer))

    @extend_schema(
        operation_id="me_favourite_artists_remove",
        summary="Take an artist out of one's favourites",
        description="No error where they are not among them.",
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, spotify_id: str) -> Response:
        services.remove_favourite_artist(self.person, spotify_id)
        return Response(status=204)
