"""What people say about music and when they heard it. A row names its item by Spotify ID and type and knows nothing
else of it (R1, R3)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Coalesce, Floor
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility, visible_q
from spotify_cache.spotify_ids import ID_LENGTH, ID_PATTERN, open_url, validate_spotify_id

MIN_RATING = Decimal("0.5")
MAX_RATING = Decimal("5")
#: The scale, low to high: half stars.
RATINGS = tuple(Decimal(halves) / 2 for halves in range(1, 11))
MAX_TEXT_LENGTH = 10_000  # characters
MAX_COMMENT_LENGTH = 2_000  # characters
MAX_TAGS = 10
MAX_TAG_LENGTH = 30  # characters
#: Nobody listened to a record before there were any.
FIRST_DAY = date(1877, 1, 1)
MAX_PINNED = 4
CHART_LENGTH = 100  # places
#: A rating to order by: without one, below all others.
STARS = Coalesce("rating", Decimal(0))


class ItemType(models.TextChoices):
    """What can be reviewed; the values are Spotify's own names."""

    ALBUM = "album", _("Album")
    ARTIST = "artist", _("Artist")
    TRACK = "track", _("Track")


#: What can be put on the shelf: an artist is not something that one hears and is done with.
SHELF_TYPES = (ItemType.ALBUM, ItemType.TRACK)


class OfItem(models.Model):
    """A row about an album, artist or track."""

    item_type = models.CharField(max_length=6, choices=ItemType)
    spotify_id = models.CharField("Spotify ID", max_length=ID_LENGTH, validators=[validate_spotify_id])

    class Meta:
        abstract = True

    @property
    def item_url(self) -> str:
        return reverse(self.item_type, args=[self.spotify_id])

    @property
    def spotify_url(self) -> str:
        return open_url(self.item_type, self.spotify_id)


def _is_item(table: str, types: tuple[str, ...] = tuple(ItemType.values)) -> list[models.CheckConstraint]:
    """What PostgreSQL holds a row about an item to."""
    return [
        models.CheckConstraint(condition=models.Q(item_type__in=types), name=f"{table}_item_type_known"),
        models.CheckConstraint(
            condition=models.Q(spotify_id__regex=f"^{ID_PATTERN}$"), name=f"{table}_spotify_id_form"
        ),
    ]


def _half_stars(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(rating__isnull=True)
        | models.Q(rating__gte=MIN_RATING, rating__lte=MAX_RATING, rating=Floor(models.F("rating") * 2) / 2),
        name=f"{table}_rating_half_stars",
    )


def _visibility(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(visibility__in=["everyone", "followers", "only_me"]), name=f"{table}_visibility_known"
    )


class ReviewQuerySet(models.QuerySet["Review"]):
    """Who sees and who changes a review, in one vocabulary for every face (R71)."""

    def visible_to(self, viewer: object) -> ReviewQuerySet:
        """As its author says (`accounts.visibility`); nobody sees those of an account that was switched off."""
        return self.filter(visible_q(viewer))

    def owned_by(self, person: object) -> ReviewQuerySet:
        """The one rule of who changes a review: its author."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(author=person)

    def of_item(self, item_type: str, spotify_id: str) -> ReviewQuerySet:
        return self.filter(item_type=item_type, spotify_id=spotify_id)

    def with_text(self) -> ReviewQuerySet:
        return self.exclude(text="")

    def with_stars(self) -> ReviewQuerySet:
        """With the rating as ``stars``, none where there is no rating: to be ordered by."""
        return self.annotate(stars=STARS)


class Review(OfItem):
    """A person's rating, text, or both, of one item. One per person and item.

    ``like_count``, ``comment_count`` and the item's `ItemStats` are kept by triggers (migration 0003): whatever writes,
    a form, the admin, a bulk insert or the deletion of an account, they are right when the transaction ends.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews")
    rating = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(MAX_TEXT_LENGTH)])
    visibility = models.CharField(
        max_length=9, choices=Visibility, default=Visibility.EVERYONE, db_default=Visibility.EVERYONE
    )
    tags = ArrayField(
        models.CharField(max_length=MAX_TAG_LENGTH), size=MAX_TAGS, default=list, db_default=[], blank=True
    )
    comments_closed = models.BooleanField(default=False, db_default=False)
    like_count = models.IntegerField(default=0, db_default=0, editable=False)
    comment_count = models.IntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    notifications = GenericRelation("accounts.Notification", "target_id", "target_type")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        db_table = "reviews"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "item_type", "spotify_id"], name="reviews_one_per_person_and_item"
            ),
            *_is_item("reviews"),
            _half_stars("reviews"),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=False) | ~models.Q(text=""), name="reviews_rating_or_text"
            ),
            _visibility("reviews"),
            models.CheckConstraint(condition=models.Q(tags__len__lte=MAX_TAGS), name="reviews_tags_bounded"),
        ]
        indexes = [
            models.Index(fields=["item_type", "spotify_id", "-created_at"], name="reviews_of_item"),
            models.Index(
                fields=["item_type", "spotify_id", "-like_count", "-created_at"],
                name="reviews_of_item_liked",
                condition=~models.Q(text=""),
            ),
            models.Index(
                models.F("item_type"),
                models.F("spotify_id"),
                models.F("rating").desc(nulls_last=True),
                models.F("created_at").desc(),
                name="reviews_of_item_rated",
                condition=~models.Q(text=""),
            ),
            models.Index(fields=["author", "-created_at"], name="reviews_of_author"),
            # With what charts count, which is so read from the index alone.
            models.Index(
                fields=["-created_at"],
                include=["item_type", "spotify_id", "author", "visibility", "rating"],
                name="reviews_newest",
            ),
            models.Index(fields=["-like_count", "-id"], name="reviews_liked"),
            models.Index(STARS.desc(), models.F("id").desc(), name="reviews_rated"),
            GinIndex(fields=["tags"], name="reviews_tags"),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk} of {self.item_type} {self.spotify_id}"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])


class ItemStats(OfItem):
    """How one item is rated by everybody: read by pages in place of its reviews, written by the database alone.

    Counted is what everyone may see: visibility "everyone" of an account that is active and not private. No row means
    zeros; `reviews.item_stats` counts anew.
    """

    #: Ratings, and their sum in stars.
    rating_count = models.IntegerField(default=0, db_default=0)
    rating_sum = models.DecimalField(max_digits=12, decimal_places=1, default=Decimal(0), db_default=Decimal(0))
    #: Reviews with a text, rated or not.
    review_count = models.IntegerField(default=0, db_default=0)
    #: How many gave half a star, one star, ... five.
    histogram = ArrayField(models.IntegerField(), size=len(RATINGS))

    class Meta:
        db_table = "item_stats"
        verbose_name = verbose_name_plural = "item stats"
        constraints = [
            models.UniqueConstraint(fields=["item_type", "spotify_id"], name="item_stats_one_per_item"),
            *_is_item("item_stats"),
            models.CheckConstraint(
                condition=models.Q(rating_count__gte=0, rating_sum__gte=0, review_count__gte=0),
                name="item_stats_not_negative",
            ),
            models.CheckConstraint(condition=models.Q(histogram__len=len(RATINGS)), name="item_stats_ten_bars"),
        ]

    def __str__(self) -> str:
        return f"Stats of {self.item_type} {self.spotify_id}"


class DiaryQuerySet(models.QuerySet["DiaryEntry"]):
    def visible_to(self, viewer: object) -> DiaryQuerySet:
        return self.filter(visible_q(viewer))

    def owned_by(self, person: object) -> DiaryQuerySet:
        return self.filter(author=person) if getattr(person, "is_authenticated", False) else self.none()

    def of_item(self, item_type: str, spotify_id: str) -> DiaryQuerySet:
        return self.filter(item_type=item_type, spotify_id=spotify_id)


class DiaryEntry(OfItem):
    """A day on which a person heard an item; once a day, so that sending a form twice is one listen."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="diary")
    listened_on = models.DateField()
    #: What they gave it that day; the review has what they give it now.
    rating = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    is_relisten = models.BooleanField("heard before", default=False)
    visibility = models.CharField(max_length=9, choices=Visibility, default=Visibility.EVERYONE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DiaryQuerySet.as_manager()

    class Meta:
        db_table = "diary_entries"
        verbose_name_plural = "diary entries"
        ordering = ["-listened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "item_type", "spotify_id", "listened_on"], name="diary_entries_once_a_day"
            ),
            *_is_item("diary_entries"),
            _half_stars("diary_entries"),
            _visibility("diary_entries"),
        ]
        indexes = [
            models.Index(fields=["author", "-listened_on", "-id"], name="diary_entries_of_author"),
            models.Index(fields=["author", "-created_at"], name="diary_entries_recent"),
            # Of everybody.
            models.Index(fields=["-listened_on", "-id"], name="diary_entries_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.item_type} {self.spotify_id} on {self.listened_on}"

    @property
    def said(self) -> str:
        """What its author may change of it, as one text: two versions of it differ in this."""
        return f"{self.listened_on} {self.rating} {self.is_relisten} {self.visibility}"


class ShelfItem(OfItem):
    """An album or track that a person means to listen to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shelf")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "shelf_items"
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "item_type", "spotify_id"], name="shelf_items_once"),
            *_is_item("shelf_items", tuple(SHELF_TYPES)),
        ]
        indexes = [models.Index(fields=["person", "-added_at", "-id"], name="shelf_items_of_person")]

    def __str__(self) -> str:
        return f"{self.item_type} {self.spotify_id} on the shelf"


class PinnedItem(OfItem):
    """One of four favourites that a person shows on their profile."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pinned")
    position = models.SmallIntegerField()

    class Meta:
        db_table = "pinned_items"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["person", "item_type", "spotify_id"], name="pinned_items_once"),
            # At the end of the transaction, so that two may change places.
            models.UniqueConstraint(
                fields=["person", "position"], name="pinned_items_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=MAX_PINNED), name="pinned_items_four"
            ),
            *_is_item("pinned_items"),
        ]

    def __str__(self) -> str:
        return f"{self.item_type} {self.spotify_id} at {self.position}"


class Like(models.Model):
    """A person likes a review."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="likes")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="likes")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "review_likes"
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="review_likes_once")]

    def __str__(self) -> str:
        return f"Like of review {self.review_id}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, viewer: object) -> CommentQuerySet:
        """Who may see the review and its commenter sees the comment; the author of the review sees all of them."""
        seen = visible_q(viewer, visibility=None)
        if isinstance(viewer, AbstractBaseUser):
            seen |= models.Q(review__author_id=viewer.pk, author__is_active=True)
        return self.filter(seen, review__in=Review.objects.visible_to(viewer))

    def owned_by(self, person: object) -> CommentQuerySet:
        """Its author may change it."""
        return self.filter(author=person) if getattr(person, "is_authenticated", False) else self.none()

    def deletable_by(self, person: object) -> CommentQuerySet:
        """Its author may take it back, and the author of the review may take it away."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(models.Q(author=person) | models.Q(review__author=person))


class Comment(models.Model):
    """A comment on a review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(validators=[MaxLengthValidator(MAX_COMMENT_LENGTH)])
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        db_table = "review_comments"
        ordering = ["created_at", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="review_comments_text_required")]
        indexes = [models.Index(fields=["review", "created_at", "id"], name="review_comments_of_review")]

    def __str__(self) -> str:
        return f"Comment {self.pk} on review {self.review_id}"

    def get_absolute_url(self) -> str:
        return f"{reverse('review', args=[self.review_id])}#comment-{self.pk}"

    @property
    def changed_at(self) -> datetime:
        return self.edited_at or self.created_at


class Period(models.TextChoices):
    """How far back a chart looks. Periods end now: no chart is empty because a month has just begun."""

    WEEK = "week", _("This week")
    MONTH = "month", _("This month")
    YEAR = "year", _("This year")
    ALL = "all", _("All time")


class Ranking(models.TextChoices):
    REVIEWED = "reviewed", _("Most reviewed")
    RATED = "rated", _("Best rated")


class ChartEntry(OfItem):
    """A place in a chart, written by `reviews.charts` and read by pages: what everybody together makes of an item.

    Counted is what everyone may see, as in `ItemStats`.
    """

    period = models.CharField(max_length=5, choices=Period)
    ranking = models.CharField(max_length=8, choices=Ranking)
    rank = models.SmallIntegerField()
    #: Within the period, as everything here.
    rating_count = models.IntegerField()
    #: With a text, rated or not.
    review_count = models.IntegerField()
    #: None where there are too few ratings for one.
    average = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    #: What "best rated" goes by; None where there are too few ratings.
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    computed_at = models.DateTimeField()

    class Meta:
        db_table = "chart_entries"
        verbose_name_plural = "chart entries"
        ordering = ["period", "item_type", "ranking", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["period", "item_type", "ranking", "rank"], name="chart_entries_place"),
            models.UniqueConstraint(fields=["period", "item_type", "ranking", "spotify_id"], name="chart_entries_once"),
            *_is_item("chart_entries"),
            models.CheckConstraint(condition=models.Q(period__in=Period.values), name="chart_entries_period_known"),
            models.CheckConstraint(condition=models.Q(ranking__in=Ranking.values), name="chart_entries_ranking_known"),
            models.CheckConstraint(condition=models.Q(rank__gte=1, rank__lte=CHART_LENGTH), name="chart_entries_rank"),
            models.CheckConstraint(
                condition=~models.Q(ranking="rated") | models.Q(score__isnull=False), name="chart_entries_rated_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ranking} {self.item_type}s of {self.period}, number {self.rank}"
