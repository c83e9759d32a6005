from __future__ import annotations

from django.urls import path, re_path

from playlists import track_views, views
from spotify_cache.spotify_ids import ID_PATTERN

urlpatterns = [
    path("playlists", views.playlists, name="playlists"),
    path("playlists/new", views.playlist_create, name="playlist_create"),
    path("playlists/<int:pk>", views.playlist, name="playlist"),
    path("playlists/<int:pk>/edit", views.playlist_edit, name="playlist_edit"),
    path("playlists/<int:pk>/delete", views.playlist_delete, name="playlist_delete"),
    path("playlists/<int:pk>/tracks", track_views.playlist_tracks_add, name="playlist_tracks_add"),
    path("playlists/<int:pk>/tracks/<int:entry>", track_views.playlist_track, name="playlist_track"),
    path(
        "playlists/<int:pk>/tracks/<int:entry>/remove", track_views.playlist_track_remove, name="playlist_track_remove"
    ),
    path("playlists/<int:pk>/tracks/<int:entry>/move", track_views.playlist_track_move, name="playlist_track_move"),
    re_path(rf"^playlists/add/(?P<track_id>{ID_PATTERN})\Z", track_views.playlist_add, name="playlist_add"),
]
