"""Playlists in the admin: to find and to moderate. Their order is changed by the services alone."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.admin_lists import QuickAdmin, by_day
from playlists import rules, services
from playlists.models import Playlist, PlaylistTrack
from playlists.selectors import with_track_count
from spotify_cache.spotify_ids import is_spotify_id, open_url


class PlaylistForm(forms.ModelForm):
    """Held to the rules that the pages have."""

    def clean_title(self) -> str:
        return rules.clean_title(self.cleaned_data["title"])

    def clean_description(self) -> str:
        return rules.clean_description(self.cleaned_data["description"])


@admin.register(Playlist)
class PlaylistAdmin(QuickAdmin):
    list_display = ("title", "owner", "is_public", "track_count", "created_at", "updated_at")
    list_filter = ("is_public", by_day("created_at", "day it was made"))
    form = PlaylistForm
    list_select_related = ("owner",)
    people = ("owner",)
    text = "title"
    search_fields = ("owner__username", "title")
    search_help_text = "A username, or words of the title as in “text: night”."
    readonly_fields = ("owner", "track_count", "created_at", "updated_at")
    fields = ("owner", "title", "description", "is_public", "track_count", ("created_at", "updated_at"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Playlist]:
        return with_track_count(super().get_queryset(request))

    def save_model(self, request: HttpRequest, obj: Playlist, form: forms.ModelForm, change: bool) -> None:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        services.update_playlist(obj.owner, obj.pk, **changes)

    def erase(self, obj: Playlist) -> None:
        services.delete_playlist(obj.owner, obj.pk)

    @admin.display(description="tracks")
    def track_count(self, playlist: Playlist) -> str:
        count = playlist.track_count  # type: ignore[attr-defined]
        url = reverse("admin:playlists_playlisttrack_changelist")
        return format_html('<a href="{}?playlist__id__exact={}">{}</a>', url, playlist.pk, count)


@admin.register(PlaylistTrack)
class PlaylistTrackAdmin(QuickAdmin):
    list_display = ("playlist", "place", "spotify_track_id", "on_spotify", "added_at")
    list_select_related = ("playlist",)
    search_fields = ("spotify_track_id", "playlist__owner__username")
    search_help_text = "A Spotify track ID, or the username of a playlist's owner."
    people = ("playlist__owner",)
    ordering = ("playlist_id", "position")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PlaylistTrack], search_term: str
    ) -> tuple[QuerySet[PlaylistTrack], bool]:
        if is_spotify_id(term := search_term.strip()):
            return queryset.filter(spotify_track_id=term), False
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PlaylistTrack | None = None) -> bool:
        return False

    def erase(self, obj: PlaylistTrack) -> None:
        services.remove_track(obj.playlist.owner, obj.playlist_id, obj.pk)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "playlist__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="place")
    def place(self, entry: PlaylistTrack) -> int:
        return entry.position + 1

    @admin.display(description="Spotify")
    def on_spotify(self, entry: PlaylistTrack) -> str:
        return format_html('<a href="{}">open</a>', open_url("track", entry.spotify_track_id))
