"""The front page in one answer: what people say, what many of them review, what is new, and their playlists."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import ApiView
from muse.api.caching import kept_to_the_person, shared
from muse.api.examples import ALBUMS
from muse.catalog.front import FrontReading, read_front
from playlists.api.examples import PLAYLIST
from playlists.api.serializers import PlaylistSerializer, show_playlists
from reviews.api.examples import REVIEW
from reviews.api.serializers import ReviewSerializer, show_reviews
from reviews.lately import PopularItem
from spotify_cache.answers import Answer, CatalogBatch
from spotify_cache.api import AlbumSerializer, ItemSerializer, answers_of
from spotify_cache.api_examples import ITEM

Json = dict[str, Any]


class PopularItemSerializer(serializers.Serializer):
    """Something that many people reviewed lately."""

    item = ItemSerializer()
    review_count = serializers.IntegerField(help_text="Lately.")
    average = serializers.FloatField(allow_null=True, help_text="Of all its ratings; null below three.")


class HomeSerializer(serializers.Serializer):
    reviews = ReviewSerializer(many=True, help_text="The newest texts that the caller may see.")
    popular = PopularItemSerializer(many=True, help_text="What many people reviewed lately.")
    new_releases = AlbumSerializer(many=True, help_text="As Spotify lists them.")
    playlists = PlaylistSerializer(many=True, help_text="Public ones, last changed first.")


EXAMPLE = {
    "reviews": [REVIEW.value],
    "popular": [{"item": ITEM, "review_count": 12, "average": 4.38}],
    "new_releases": ALBUMS.value["results"],
    "playlists": [PLAYLIST.value],
}


@method_decorator(conditional_page, name="dispatch")
class HomeView(ApiView):
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="home_retrieve",
        tags=["Root"],
        summary="What an app opens with",
        description="Of those whom the caller follows, see `feed`.",
        responses=HomeSerializer,
        examples=[OpenApiExample("Home", EXAMPLE, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        read = read_front(request.user, with_feed=False)
        catalog = read.catalog
        response = shared(_body(request, read), catalog.tracks, catalog.albums, catalog.artists, read.released)
        return kept_to_the_person(response)


def _body(request: Request, read: FrontReading) -> Json:
    album = AlbumSerializer()
    return {
        "reviews": show_reviews(request, read.said, read.catalog),
        "popular": [_popular(item, read.catalog) for item in read.popular],
        "new_releases": [album.to_representation(one) for one in answers_of(read.new_releases, read.released)],
        "playlists": show_playlists(request, read.playlists, read.catalog.tracks),
    }


def _popular(item: PopularItem, catalog: CatalogBatch) -> Json:
    answer: Answer[Any] = catalog.of_type(item.item_type).answers[item.spotify_id]
    return {
        "item": ItemSerializer().to_representation((item.item_type, item.spotify_id, answer)),
        "review_count": item.review_count,
        "average": None if item.average is None else float(item.average),
    }
