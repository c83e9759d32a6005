from __future__ import annotations

from django.urls import path

from muse.people import views

urlpatterns = [
    path("u/<str:username>", views.profile, name="profile"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("settings", views.settings, name="settings"),
    path("settings/profile", views.settings_profile, name="settings_profile"),
    path("settings/preferences", views.settings_preferences, name="settings_preferences"),
    path("settings/artists", views.favourite_artist_add, name="favourite_artist_add"),
    path("settings/artists/<str:spotify_id>/remove", views.favourite_artist_remove, name="favourite_artist_remove"),
    path("settings/spotify/disconnect", views.spotify_disconnect, name="spotify_disconnect"),
    path("settings/export", views.export, name="export"),
    path("settings/delete", views.delete_account, name="delete_account"),
]
