"""People in the REST API: what their public page says, in figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import USERNAME, PersonSerializer, moment, person_named
from accounts.models import User
from accounts.rest.include import include_parameter, read_include
from accounts.rest.views import ApiViewSet
from accounts.selectors import followed_by, followers_of, preferences_of
from accounts.visibility import is_visible
from muse.api import examples
from muse.api.people.examples import PROFILE_SCREEN
from muse.api.people.parts import PARTS, PartsSerializer, read_parts
from playlists.selectors import playlist_counts
from reviews.selectors import review_counts


class CountsSerializer(serializers.Serializer):
    reviews = serializers.IntegerField(help_text="Everything rated or reviewed.")
    albums = serializers.IntegerField()
    artists = serializers.IntegerField()
    tracks = serializers.IntegerField()
    with_text = serializers.IntegerField()
    playlists = serializers.IntegerField(help_text="Public ones; all for oneself.")


class ProfileSerializer(PartsSerializer, PersonSerializer):
    """A person as everybody may see them: no e-mail address, nothing of their Spotify account.

    Of a private account others than its followers learn no tastes, no counts and not since when it is here (R71).
    """

    bio = serializers.CharField(allow_blank=True)
    is_private = serializers.BooleanField(help_text="Only followers whom the person accepted see the rest.")
    follower_count = serializers.IntegerField(help_text="How many people follow.")
    following_count = serializers.IntegerField(help_text="How many people they follow.")
    joined_at = serializers.DateTimeField(allow_null=True, help_text="null where the account keeps it to followers.")
    favourite_artists = serializers.ListField(child=serializers.CharField(), help_text="Spotify IDs.")
    favourite_genres = serializers.ListField(child=serializers.CharField())
    counts = CountsSerializer(allow_null=True, help_text="null where the account keeps them to followers.")

    def to_representation(self, instance: User) -> dict[str, Any]:
        shown = super().to_representation(instance) | {
            "bio": instance.bio,
            "is_private": instance.is_private,
            "follower_count": followers_of(instance).count(),
            "following_count": followed_by(instance).count(),
        }
        if not self.context["is_open"]:
            return shown | {"joined_at": None, "favourite_artists": [], "favourite_genres": [], "counts": None}
        preferences = preferences_of(instance)
        written = asdict(review_counts(instance, self.context["request"].user))
        return shown | {
            "joined_at": moment(instance.date_joined),
            "favourite_artists": preferences.favourite_artists,
            "favourite_genres": preferences.favourite_genres,
            "counts": {
                "reviews": written.pop("total"),
                **written,
                "playlists": playlist_counts(instance, self.context["request"].user),
            },
        }


@extend_schema(tags=["People"])
@method_decorator(conditional_page, name="dispatch")
class PersonViewSet(ApiViewSet):
    lookup_field = "username"
    lookup_value_converter = "slug"

    @extend_schema(
        operation_id="users_retrieve",
        summary="A person's public profile",
        description=(
            "Of a private account others than its followers learn the name, how many follow, and how they themselves "
            "stand to it; everything else is null or empty."
        ),
        parameters=[
            USERNAME,
            include_parameter(
                PARTS,
                "`follow_state`: how the caller stands to them; `pins`, `reviews`, `diary`, `playlists`: what they "
                "wrote last; `favourites`: artists; `ratings`, `taste`, `years`: what it adds up to.",
            ),
        ],
        responses=ProfileSerializer,
        examples=[examples.PROFILE, PROFILE_SCREEN],
    )
    def retrieve(self, request: Request, username: str) -> Response:
        """Six queries, one more for who is signed in, one more where the account is private, and those of the parts."""
        parts = read_include(request, PARTS)
        person = person_named(username)
        is_open = is_visible(request.user, person)
        shown = ProfileSerializer(context={"request": request, "is_open": is_open}).to_representation(person)
        shown |= read_parts(request, person, parts, is_open=is_open)
        return Response(shown)
