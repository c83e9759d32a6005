"""How one wants Muse to be, and what new things of one's own start with."""

from __future__ import annotations

from datetime import UTC

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services
from accounts.genres import MAX_GENRE_LENGTH
from accounts.models import MAX_FAVOURITE_GENRES, UserPreferences
from accounts.reading_zone import remember_time_zone
from accounts.rest import preconditions
from accounts.rest.bodies import ShortListField, checked
from accounts.rest.models import AccessToken
from accounts.selectors import preferences_of
from accounts.theme import carry_theme
from accounts.visibility import Visibility
from muse.api.me import examples
from muse.api.me.personal import PersonalView


class PreferencesChangesSerializer(serializers.Serializer):
    """What is not sent stays as it is."""

    theme = serializers.ChoiceField(UserPreferences.Theme.choices)
    default_visibility = serializers.ChoiceField(
        Visibility.choices, help_text="What a new review or diary entry starts with."
    )
    time_zone = serializers.CharField(
        max_length=64, allow_blank=True, help_text="A name of the IANA database; empty: that of the device."
    )
    digest = serializers.ChoiceField(
        UserPreferences.Digest.choices, help_text="Mail about what happened; it needs an e-mail address."
    )
    playlists_public_by_default = serializers.BooleanField()
    favourite_genres = ShortListField(
        child=serializers.CharField(max_length=MAX_GENRE_LENGTH),
        max_length=MAX_FAVOURITE_GENRES,
        help_text="Kept in lower case, each once.",
    )


class PreferencesSerializer(PreferencesChangesSerializer):
    """Those of the person who asks. ``instance`` is a `UserPreferences`."""

    updated_at = serializers.DateTimeField(default_timezone=UTC)


@extend_schema(tags=["Me"])
@method_decorator(conditional_page, name="dispatch")
class PreferencesView(PersonalView):
    @extend_schema(
        operation_id="me_preferences_retrieve",
        summary="One's preferences",
        description="Favourite artists are at `me/favourite-artists`, whether the account is private at `me`.",
        responses=PreferencesSerializer,
        examples=[examples.PREFERENCES],
    )
    def get(self, request: Request) -> Response:
        return _shown(preferences_of(self.person))

    @extend_schema(
        operation_id="me_preferences_update",
        summary="Change one's preferences",
        parameters=[preconditions.IF_MATCH],
        request=PreferencesChangesSerializer,
        responses=PreferencesSerializer,
        examples=[examples.PREFERENCES_CHANGES, examples.PREFERENCES],
    )
    def patch(self, request: Request) -> Response:
        changes = checked(PreferencesChangesSerializer, request, partial=True)
        with preconditions.unchanged(request, preferences_of(self.person)):
            saved = services.save_preferences(self.person, **changes)
        if not isinstance(request.auth, AccessToken):
            # A browser's session carries copies of these.
            carry_theme(request._request, saved.theme)
            remember_time_zone(request._request, saved.time_zone)
        return _shown(saved)


def _shown(preferences: UserPreferences) -> Response:
    shown = PreferencesSerializer(preferences).data
    return preconditions.versioned(Response(shown), preferences.updated_at)
