"""People, their preferences and their connection to Spotify."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.rest.models import AccessToken, IdempotencyKey
from accounts.search_words import SearchWords
from accounts.time_zones import validate_time_zone
from accounts.visibility import Visibility
from spotify_cache.encryption import seal, unseal
from spotify_cache.spotify_ids import ID_LENGTH, validate_spotify_id

__all__ = ["AccessToken", "Follow", "IdempotencyKey", "Notification", "SpotifyConnection", "User", "UserPreferences"]

USERNAME_MAX_LENGTH = 30
USERNAME_PATTERN = r"^[a-z0-9][a-z0-9_]{1,29}$"
validate_username = RegexValidator(
    USERNAME_PATTERN, _("Use 2 to 30 letters, digits and underscores, with no underscore first."), "username"
)
MAX_FAVOURITE_ARTISTS = 50
MAX_FAVOURITE_GENRES = 30


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        """The person of a sign-in name: a username in any case (it is stored in lower case), or an e-mail address."""
        name = (username or "").strip()
        if "@" in name:
            return self.filter(email__iexact=name).order_by("pk")[:1].get()
        return self.get(username=name.lower())

    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> User:
        """A new person together with their preferences; without a password, one that nobody can sign in with.

        Raises:
            IntegrityError: the username or the e-mail address is taken.
        """
        user = self.model(username=username.lower(), email=self.normalize_email(email), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            UserPreferences.objects.using(self._db).create(user=user)
        return user

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person on Muse. Nothing here depends on Spotify: an e-mail address is optional, so is a password."""

    username = models.CharField(
        max_length=USERNAME_MAX_LENGTH,
        unique=True,
        validators=[validate_username],
        help_text="2 to 30 lower-case letters, digits and underscores.",
        error_messages={"unique": _("This name is taken.")},
    )
    display_name = models.CharField(max_length=60, blank=True)
    bio = models.CharField(max_length=300, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    is_staff = models.BooleanField(default=False, help_text="May open the admin.")
    is_active = models.BooleanField(default=True, help_text="Switch off instead of deleting an account.")
    is_private = models.BooleanField(
        _("private account"),
        default=False,
        db_default=False,
        help_text=_("Only followers whom you accept see what you write."),
    )
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        db_table = "users"
        constraints = [
            models.CheckConstraint(condition=models.Q(username__regex=USERNAME_PATTERN), name="users_username_form"),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="users_email_unique",
                violation_error_message=_("An account with this e-mail address exists."),
            ),
        ]
        indexes = [GinIndex(SearchWords("username", "display_name"), name="users_words")]

    def __str__(self) -> str:
        return self.username

    @property
    def name(self) -> str:
        """What others see: the display name, else the username."""
        return self.display_name or self.username

    @property
    def edition(self) -> str:
        """All that the person says of themselves, in one text: where two differ, something was changed between them."""
        return json.dumps([self.username, self.display_name, self.bio, self.email, self.is_private])

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.username])


class SpotifyConnection(models.Model):
    """A person's permission to read their Spotify account. Deleting the row is disconnecting (R63).

    The access token is not here: it lives in Redis for 50 minutes (R10).
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="spotify_connection")
    #: ``account_id`` of ``/me`` where Spotify sends one, else its ``id``, which may change (spotify.md).
    spotify_account_id = models.CharField("Spotify account", max_length=255, unique=True)
    spotify_user_id = models.CharField("Spotify user", max_length=255)
    #: Encrypted (R70), and opened only when asked for: a key that was dropped must not make the row unreadable.
    sealed_refresh_token = models.TextField(db_column="refresh_token", editable=False)
    scopes = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    connected_at = models.DateTimeField(default=timezone.now)
    #: Set when Spotify answers ``invalid_grant`` or no key opens the token: the person has to connect again.
    broken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "spotify_connections"
        verbose_name = "Spotify connection"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(spotify_account_id=""), name="spotify_connections_account_required"
            ),
            models.CheckConstraint(
                condition=~models.Q(sealed_refresh_token=""), name="spotify_connections_token_required"
            ),
        ]

    def __str__(self) -> str:
        return f"Spotify connection of {self.user_id}"

    @property
    def refresh_token(self) -> str:
        """The refresh token in the clear.

        Raises:
            spotify_cache.encryption.UnreadableSecret: no key of SPOTIFY_TOKEN_KEYS opens it.
        """
        return unseal(self.sealed_refresh_token)

    @refresh_token.setter
    def refresh_token(self, token: str) -> None:
        self.sealed_refresh_token = seal(token)

    @property
    def is_broken(self) -> bool:
        return self.broken_at is not None


class UserPreferences(models.Model):
    """Settings and tastes of a person (R5). Made together with the person."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Same as my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Digest(models.TextChoices):
        OFF = "off", _("Never")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="preferences")
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    #: What a new review or diary entry starts with.
    default_visibility = models.CharField(
        _("who sees what I write"),
        max_length=9,
        choices=Visibility,
        default=Visibility.EVERYONE,
        db_default=Visibility.EVERYONE,
    )
    #: A name of the IANA time zone database; empty: the browser's, else that of the site.
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, default="", db_default="", validators=[validate_time_zone]
    )
    digest = models.CharField(
        _("mail about what happened"), max_length=6, choices=Digest, default=Digest.OFF, db_default=Digest.OFF
    )
    #: Until when the mails have told what happened; set when they are switched on.
    digest_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    playlists_public_by_default = models.BooleanField("new playlists are public", default=True)
    favourite_artists = ArrayField(
        models.CharField(max_length=ID_LENGTH, validators=[validate_spotify_id]),
        size=MAX_FAVOURITE_ARTISTS,
        default=list,
        blank=True,
        help_text="Spotify IDs of artists.",
    )
    favourite_genres = ArrayField(models.CharField(max_length=40), size=MAX_FAVOURITE_GENRES, default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "user_preferences"
        verbose_name_plural = "user preferences"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(favourite_artists__len__lte=MAX_FAVOURITE_ARTISTS)
                & models.Q(favourite_genres__len__lte=MAX_FAVOURITE_GENRES),
                name="user_preferences_favourites_bounded",
            ),
            models.CheckConstraint(
                condition=models.Q(theme__in=["system", "light", "dark"]), name="user_preferences_theme_known"
            ),
            models.CheckConstraint(
                condition=models.Q(default_visibility__in=Visibility.values), name="user_preferences_visibility_known"
            ),
            models.CheckConstraint(
                condition=models.Q(digest__in=["off", "daily", "weekly"]), name="user_preferences_digest_known"
            ),
        ]
        indexes = [
            # Few want mail: who does is looked up every hour.
            models.Index(fields=["user"], condition=~models.Q(digest="off"), name="user_preferences_digests")
        ]

    def __str__(self) -> str:
        return f"Preferences of {self.user_id}"


class FollowQuerySet(models.QuerySet["Follow"]):
    def accepted(self) -> FollowQuerySet:
        return self.filter(status=Follow.Status.ACCEPTED)

    def requested(self) -> FollowQuerySet:
        return self.filter(status=Follow.Status.REQUESTED)


class Follow(models.Model):
    """One person follows another; a private account has to accept it first (``requested``)."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        ACCEPTED = "accepted", _("Accepted")

    follower = models.ForeignKey(User, on_delete=models.CASCADE, related_name="following")
    followed = models.ForeignKey(User, on_delete=models.CASCADE, related_name="followers")
    status = models.CharField(max_length=9, choices=Status)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        db_table = "follows"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follows_once"),
            models.CheckConstraint(condition=~models.Q(follower=models.F("followed")), name="follows_others"),
            models.CheckConstraint(
                condition=models.Q(status__in=["requested", "accepted"]), name="follows_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="accepted", accepted_at__isnull=False)
                | models.Q(status="requested", accepted_at__isnull=True),
                name="follows_accepted_at_a_time",
            ),
        ]
        indexes = [
            # Whom somebody follows is answered by the index alone: every page with reviews asks it.
            models.Index(fields=["follower", "status", "followed"], name="follows_of_follower"),
            models.Index(fields=["followed", "status", "-created_at"], name="follows_of_followed"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.followed_id}"


class Notification(models.Model):
    """Somebody did something that concerns ``recipient``. What it is about goes, it goes too (generic relations)."""

    class Verb(models.TextChoices):
        FOLLOWED = "followed", _("follows you")
        FOLLOW_REQUESTED = "follow_requested", _("asks to follow you")
        FOLLOW_ACCEPTED = "follow_accepted", _("lets you follow")
        LIKED_REVIEW = "liked_review", _("likes your review")
        COMMENTED_ON_REVIEW = "commented_on_review", _("commented on your review")

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    actor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=20, choices=Verb)
    target_type = models.ForeignKey("contenttypes.ContentType", null=True, blank=True, on_delete=models.CASCADE)
    target_id = models.BigIntegerField(null=True, blank=True)
    target = GenericForeignKey("target_type", "target_id")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notifications"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "actor", "verb", "target_type", "target_id"], name="notifications_once"
            ),
            models.UniqueConstraint(
                fields=["recipient", "actor", "verb"],
                condition=models.Q(target_id__isnull=True),
                name="notifications_once_without_target",
            ),
            models.CheckConstraint(
                condition=models.Q(target_type__isnull=True, target_id__isnull=True)
                | models.Q(target_type__isnull=False, target_id__isnull=False),
                name="notifications_target_whole",
            ),
            models.CheckConstraint(condition=~models.Q(recipient=models.F("actor")), name="notifications_of_others"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notifications_of_person"),
            models.Index(fields=["recipient"], condition=models.Q(read_at__isnull=True), name="notifications_unread"),
            models.Index(fields=["target_type", "target_id"], name="notifications_of_target"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.verb} to {self.recipient_id}"

    def get_absolute_url(self) -> str:
        """What it is about, else who did it."""
        about = self.target if self.target_id is not None else None
        return about.get_absolute_url() if about is not None else self.actor.get_absolute_url()
