"""Where the REST API begins, where it ends, and what its problems mean."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, NoReturn

from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import spotify_phone
from accounts.rest.views import ApiView
from muse.api.examples import ROOT
from muse.api.problems import PROBLEMS

#: RFC 6570 templates, under the root's own address: what an app opens with, what there is of Spotify's, what people
#: write, people, what is one's own, and signing in.
RESOURCES = {
    "home": "home",
    "feed": "feed{?include,limit,cursor}",
    "search": "search{?q,type,limit,offset}",
    "charts": "charts{?item_type,period,ranking,ordering,limit,cursor}",
    # Spotify's
    "albums": "albums{?ids}",
    "album": "albums/{id}{?include}",
    "album_tracks": "albums/{id}/tracks",
    "artists": "artists{?ids}",
    "artist": "artists/{id}{?include}",
    "artist_albums": "artists/{id}/albums",
    "tracks": "tracks{?ids}",
    "track": "tracks/{id}{?include}",
    # what people write
    "reviews": (
        "reviews{?item_type,spotify_id,author,following,tag,rating_min,rating_max,has_text,since,until,ordering,limit,"
        "cursor}"
    ),
    "review": "reviews/{id}",
    "review_like": "reviews/{id}/like",
    "review_comments": "reviews/{id}/comments{?ordering,limit,cursor}",
    "comment": "comments/{id}",
    "diary": "diary{?author,year,month,item_type,spotify_id,limit,cursor}",
    "diary_entry": "diary/{id}",
    "playlists": "playlists{?owner,contains,is_public,ordering,limit,cursor}",
    "playlist": "playlists/{id}{?include}",
    "playlist_tracks": "playlists/{id}/tracks{?limit,cursor}",
    "playlist_track": "playlists/{id}/tracks/{entry}",
    # people
    "user": "users/{username}{?include}",
    "user_year": "users/{username}/years/{year}",
    "user_shelf": "users/{username}/shelf{?limit,cursor}",
    "user_pins": "users/{username}/pins",
    "user_follow": "users/{username}/follow",
    "user_followers": "users/{username}/followers{?limit,cursor}",
    "user_following": "users/{username}/following{?limit,cursor}",
    # one's own
    "me": "me",
    "preferences": "me/preferences",
    "dashboard": "me/dashboard{?period}",
    "spotify": "me/spotify",
    "favourite_artists": "me/favourite-artists",
    "favourite_artist": "me/favourite-artists/{id}",
    "shelf_item": "me/shelf/{item_type}/{id}",
    "pins": "me/pins",
    "pin": "me/pins/{item_type}/{id}",
    "follower": "me/followers/{username}",
    "follow_requests": "me/follow-requests{?ordering,limit,cursor}",
    "follow_request": "me/follow-requests/{username}",
    "notifications": "me/notifications{?unread,limit,cursor}",
    "notifications_read": "me/notifications/read",
    "searches": "me/searches",
    "export": "me/export",
    "password": "me/password",
    # signing in
    "token": "auth/token",
    "spotify_sign_in": "auth/spotify/",
    "sign_up": "auth/signup",
    "password_reset": "auth/password-reset",
    "devices": "auth/devices",
    "device": "auth/devices/{id}",
    "personal_tokens": "auth/personal-tokens",
    "personal_token": "auth/personal-tokens/{id}",
}


class SpotifySignInStartSerializer(serializers.Serializer):
    authorize_url = serializers.URLField()
    client_id = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField(), help_text="To ask for.")


class RootSerializer(serializers.Serializer):
    name = serializers.CharField()
    version = serializers.CharField()
    schema = serializers.URLField(help_text="The OpenAPI document.")
    docs = serializers.URLField(help_text="A page to try it.")
    reference = serializers.URLField(help_text="A page to read it.")
    spotify_sign_in = SpotifySignInStartSerializer(
        allow_null=True, help_text="Where an app begins to sign in with Spotify; null where that is not set up."
    )
    resources = serializers.DictField(
        child=serializers.CharField(), help_text="Addresses by name, as URI templates (RFC 6570)."
    )


class _PublicView(ApiView):
    authentication_classes = ()
    permission_classes = (AllowAny,)


@method_decorator(conditional_page, name="dispatch")
class RootView(_PublicView):
    @extend_schema(
        operation_id="root_retrieve",
        tags=["Root"],
        summary="What there is",
        description="And what an app needs to begin signing in with Spotify; it goes on at `POST auth/spotify/`.",
        responses=RootSerializer,
        examples=[ROOT],
    )
    def get(self, request: Request) -> Response:
        here = request.build_absolute_uri("/api/v1/")
        way_out = spotify_phone.way_out()
        body: dict[str, Any] = {
            "name": "Muse",
            "version": "1",
            "schema": request.build_absolute_uri("/api/schema/"),
            "docs": request.build_absolute_uri("/api/docs/"),
            "reference": request.build_absolute_uri("/api/redoc/"),
            "spotify_sign_in": way_out and asdict(way_out),
            "resources": {name: f"{here}{template}" for name, template in RESOURCES.items()},
        }
        return Response(body, headers={"Cache-Control": "public, max-age=300"})


@extend_schema(exclude=True)
class ProblemView(_PublicView):
    """What the ``type`` of a problem leads to."""

    def get(self, request: Request, slug: str) -> Response:
        problem = PROBLEMS.get(slug)
        if problem is None:
            raise Http404("There is no such problem.")
        body = {
            "type": problem.type,
            "title": problem.title,
            "status": problem.status,
            "explanation": problem.explanation,
        }
        return Response(body, headers={"Cache-Control": "public, max-age=3600"})


@extend_schema(exclude=True)
class NowhereView(_PublicView):
    """Every address under /api/ that is none, whatever the method."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotFound("There is nothing at this address.")
