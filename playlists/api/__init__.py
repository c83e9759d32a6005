"""Playlists and their tracks in the REST API. Other parts of it show playlists with what is named here."""

from playlists.api.serializers import PlaylistSerializer, show_playlists
from playlists.api.tracks import PlaylistTrackViewSet
from playlists.api.views import PlaylistViewSet

__all__ = ["PlaylistSerializer", "PlaylistTrackViewSet", "PlaylistViewSet", "show_playlists"]
