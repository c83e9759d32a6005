"""Playlists of Muse: an owner, an order, and Spotify track IDs (R3, R4)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.search_words import SearchWords
from accounts.visibility import visible_q
from spotify_cache.spotify_ids import ID_LENGTH, ID_PATTERN, validate_spotify_id

MAX_TITLE_LENGTH = 100
MAX_DESCRIPTION_LENGTH = 2_000
MAX_TRACKS = 1_000


class PlaylistQuerySet(models.QuerySet["Playlist"]):
    def visible_to(self, viewer: object) -> PlaylistQuerySet:
        """The one rule of who sees a playlist: a private one its owner, a public one everybody (R4).

        Those of a private account are for the followers that it accepted, of one that was switched off for nobody.
        """
        may_see = models.Q(is_public=True)
        if getattr(viewer, "is_authenticated", False):
            may_see |= models.Q(owner=viewer)
        return self.filter(may_see, visible_q(viewer, owner="owner", visibility=None))

    def owned_by(self, person: object) -> PlaylistQuerySet:
        """The one rule of who changes a playlist: its owner."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(owner=person)


class Playlist(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="playlists")
    title = models.CharField(max_length=MAX_TITLE_LENGTH)
    description = models.TextField(blank=True, validators=[MaxLengthValidator(MAX_DESCRIPTION_LENGTH)])
    is_public = models.BooleanField("everybody can see it", default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: Also moves when a track is added, removed or moved.
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        db_table = "playlists"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title__regex=r"^\s*$"), name="playlists_title_not_blank"),
        ]
        indexes = [
            models.Index(fields=["owner", "-updated_at"], name="playlists_of_owner"),
            # What somebody shared last, for the feeds of those who follow them.
            models.Index(
                fields=["owner", "-created_at"], condition=models.Q(is_public=True), name="playlists_public_of_owner"
            ),
            models.Index(fields=["-updated_at"], condition=models.Q(is_public=True), name="playlists_public_recent"),
            GinIndex(SearchWords("title"), name="playlists_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("playlist", args=[self.pk])


class PlaylistTrack(models.Model):
    """A track at its place, counted from 0 without gaps."""

    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="tracks")
    spotify_track_id = models.CharField("Spotify track ID", max_length=ID_LENGTH, validators=[validate_spotify_id])
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "playlist_tracks"
        ordering = ["playlist", "position"]
        constraints = [
            # Deferred to the commit: moving a track shifts its neighbours in one UPDATE.
            models.UniqueConstraint(
                fields=["playlist", "position"],
                name="playlist_tracks_one_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(spotify_track_id__regex=f"^{ID_PATTERN}$"), name="playlist_tracks_spotify_id_form"
            ),
        ]
        indexes = [models.Index(fields=["spotify_track_id"], name="playlist_tracks_of_track")]

    def __str__(self) -> str:
        return f"Track {self.spotify_track_id} at {self.position} of playlist {self.playlist_id}"
