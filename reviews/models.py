"""What people say about music. A review names its item by Spotify ID and type and knows nothing else of it (R1, R3)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Floor
from django.urls import reverse
from django.utils import timezone

from spotify_cache.spotify_ids import ID_LENGTH, ID_PATTERN, open_url, validate_spotify_id

MIN_RATING = Decimal("0.5")
MAX_RATING = Decimal("5")
#: The scale, low to high: half stars.
RATINGS = tuple(Decimal(halves) / 2 for halves in range(1, 11))
MAX_TEXT_LENGTH = 10_000  # characters


class ItemType(models.TextChoices):
    """What can be reviewed; the values are Spotify's own names."""

    ALBUM = "album", "Album"
    ARTIST = "artist", "Artist"
    TRACK = "track", "Track"


class ReviewQuerySet(models.QuerySet["Review"]):
    """Who sees and who changes a review, in one vocabulary for every face (R71)."""

    def visible_to(self, viewer: object) -> ReviewQuerySet:
        """Everybody sees a review, but nobody those of an account that was switched off."""
        return self.filter(author__is_active=True)

    def owned_by(self, person: object) -> ReviewQuerySet:
        """The one rule of who changes a review: its author."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(author=person)

    def of_item(self, item_type: str, spotify_id: str) -> ReviewQuerySet:
        return self.filter(item_type=item_type, spotify_id=spotify_id)

    def with_text(self) -> ReviewQuerySet:
        return self.exclude(text="")


class Review(models.Model):
    """A person's rating, text, or both, of one item. One per person and item."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews")
    item_type = models.CharField(max_length=6, choices=ItemType)
    spotify_id = models.CharField("Spotify ID", max_length=ID_LENGTH, validators=[validate_spotify_id])
    rating = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(MAX_TEXT_LENGTH)])
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        db_table = "reviews"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "item_type", "spotify_id"], name="reviews_one_per_person_and_item"
            ),
            models.CheckConstraint(condition=models.Q(item_type__in=ItemType.values), name="reviews_item_type_known"),
            models.CheckConstraint(
                condition=models.Q(spotify_id__regex=f"^{ID_PATTERN}$"), name="reviews_spotify_id_form"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True)
                | models.Q(rating__gte=MIN_RATING, rating__lte=MAX_RATING, rating=Floor(models.F("rating") * 2) / 2),
                name="reviews_rating_half_stars",
            ),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=False) | ~models.Q(text=""), name="reviews_rating_or_text"
            ),
        ]
        indexes = [
            models.Index(fields=["item_type", "spotify_id", "-created_at"], name="reviews_of_item"),
            models.Index(fields=["author", "-created_at"], name="reviews_of_author"),
            models.Index(fields=["-created_at"], name="reviews_recent"),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk} of {self.item_type} {self.spotify_id}"

    def get_absolute_url(self) -> str:
        return f"{self.item_url}#review-{self.pk}"

    @property
    def item_url(self) -> str:
        return reverse(self.item_type, args=[self.spotify_id])

    @property
    def spotify_url(self) -> str:
        return open_url(self.item_type, self.spotify_id)
