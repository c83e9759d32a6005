from __future__ import annotations

from django.urls import path

from muse.sharing import feeds

urlpatterns = [
    path("u/<str:username>/feed.atom", feeds.person_feed, name="person_feed"),
    path("albums/<spotify_id:spotify_id>/reviews.atom", feeds.item_feed("album"), name="album_feed"),
    path("artists/<spotify_id:spotify_id>/reviews.atom", feeds.item_feed("artist"), name="artist_feed"),
    path("tracks/<spotify_id:spotify_id>/reviews.atom", feeds.item_feed("track"), name="track_feed"),
]
