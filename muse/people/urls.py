from __future__ import annotations

from django.urls import path

from muse.people import feed_views, follow_views, views

urlpatterns = [
    path("u/<str:username>", views.profile, name="profile"),
    path("u/<str:username>/<int:year>", views.year_in_review, name="year_in_review"),
    path("u/<str:username>/follow", follow_views.follow, name="follow"),
    path("u/<str:username>/unfollow", follow_views.unfollow, name="unfollow"),
    path("u/<str:username>/followers", follow_views.followers, name="followers"),
    path("u/<str:username>/following", follow_views.following, name="following"),
    path("followers/requests", follow_views.requests, name="follow_requests"),
    path("followers/<str:username>/accept", follow_views.accept, name="follower_accept"),
    path("followers/<str:username>/decline", follow_views.decline, name="follower_decline"),
    path("followers/<str:username>/remove", follow_views.remove, name="follower_remove"),
    path("feed", feed_views.feed, name="feed"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("settings", views.settings, name="settings"),
    path("settings/profile", views.settings_profile, name="settings_profile"),
    path("settings/preferences", views.settings_preferences, name="settings_preferences"),
    path("settings/privacy", views.settings_privacy, name="settings_privacy"),
    path("settings/artists", views.favourite_artist_add, name="favourite_artist_add"),
    path("settings/artists/<str:spotify_id>/remove", views.favourite_artist_remove, name="favourite_artist_remove"),
    path("settings/spotify/disconnect", views.spotify_disconnect, name="spotify_disconnect"),
    path("settings/export", views.export, name="export"),
    path("settings/delete", views.delete_account, name="delete_account"),
]
