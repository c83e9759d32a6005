"""Everything that is a person's, in one answer (R75)."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.permissions import is_in_person
from muse.api.me import examples
from muse.api.me.personal import PersonalView
from muse.people.export import everything_of


class _Things(serializers.ListField):
    child = serializers.DictField()


class ExportSerializer(serializers.Serializer):
    """As the file of the settings page has it: to be kept, not to build screens on."""

    profile = serializers.DictField()
    preferences = serializers.DictField()
    spotify = serializers.DictField(allow_null=True, help_text="null without a connection; no tokens in any case.")
    access_tokens = _Things(help_text="What each is called and may do, never what its holder has to show.")
    following = _Things()
    followers = _Things()
    notifications = _Things()
    reviews = _Things()
    diary = _Things()
    shelf = _Things()
    pinned = _Things()
    likes = _Things()
    comments = _Things()
    playlists = _Things(help_text="Each with its tracks in order.")


@extend_schema(tags=["Me"])
@method_decorator(conditional_page, name="dispatch")
class ExportView(PersonalView):
    @extend_schema(
        operation_id="me_export_retrieve",
        summary="Everything that is one's own",
        description=(
            "Times in UTC, ratings in stars, music by Spotify IDs. No token, no password, and for a personal token no "
            "e-mail address."
        ),
        responses=ExportSerializer,
        examples=[examples.EXPORT],
    )
    def get(self, request: Request) -> Response:
        body: dict[str, Any] = everything_of(self.person)
        if not is_in_person(request):
            body["profile"]["email"] = None
        name = f"muse-{self.person.username}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(body, headers=headers)
