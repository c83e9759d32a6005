"""The only writers of people, their preferences and their Spotify connections."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError
from social_django.models import UserSocialAuth

from accounts.following import set_private
from accounts.genres import clean_genres
from accounts.models import MAX_FAVOURITE_ARTISTS, SpotifyConnection, User, UserPreferences
from accounts.notices import tell_former_address
from accounts.rest.idempotency import forget_answers_to
from accounts.selectors import connection_of_spotify_account, preferences_of
from accounts.time_zones import zone_of
from accounts.usernames import RESERVED, clean_display_name, free_usernames, username_from
from spotify_cache.encryption import UnreadableSecret, reseal, seal
from spotify_cache.repository import get_repository
from spotify_cache.store import StoreDown
from spotify_cache.tokens import forget_access_token, remember_access_token

logger = logging.getLogger(__name__)

PROVIDER = "spotify"
Digest = UserPreferences.Digest
#: How often a sign-up is tried again when somebody else takes the name in between.
_SIGN_UP_ATTEMPTS = 10


_TAKEN = {"username": _("This name is taken."), "email": _("An account with this e-mail address exists.")}


class NameTaken(ValidationError):
    """Somebody else has this username or e-mail address, or nobody may have it; ``field`` says which."""

    def __init__(self, field: str) -> None:
        super().__init__({field: ValidationError(_TAKEN[field], code="unique")})
        self.field = field


class FavouritesFull(Exception):
    """There is no room for one more favourite artist."""

    def __str__(self) -> str:
        return gettext("There is room for %(most)s favourite artists. Remove one first.") % {
            "most": MAX_FAVOURITE_ARTISTS
        }


class AccountOfSomebodyElse(Exception):
    """The Spotify account is connected to another person on Muse."""


class OtherAccountConnected(Exception):
    """The person is connected to Spotify with a different account."""


class PersonInactive(Exception):
    """The account was switched off by a moderator."""


class PasswordNeeded(Exception):
    """Without Spotify and without a password the person could not sign in again."""

    def __str__(self) -> str:
        return gettext("Set a password first: without Spotify you could not sign in any more.")


@dataclass(frozen=True)
class SpotifyGrant:
    """What Spotify hands over when somebody lets Muse read their account."""

    account_id: str | None
    user_id: str
    display_name: str
    refresh_token: str
    access_token: str
    expires_in_s: int
    scopes: Sequence[str] = ()

    def __repr__(self) -> str:
        return f"SpotifyGrant({self.user_id!r})"  # never the tokens (R70)


def sign_up(username: str, email: str, password: str) -> User:
    """Make a person who signs in with a password.

    Raises:
        NameTaken: the username or the e-mail address is somebody's.
    """
    _refuse_reserved(username)
    try:
        with transaction.atomic():
            return User.objects.create_user(username, email, password)
    except IntegrityError as error:
        raise _name_taken(error) from error


def edit_profile(person: User, *, is_private: bool | None = None, **changes: Any) -> None:
    """Change ``username``, ``display_name``, ``bio``, ``email`` or who has to ask first.

    A former username is free for others at once; a former e-mail address is told of it.

    Raises:
        django.core.exceptions.ValidationError: malformed or too long; nothing is changed.
        NameTaken: the username or the e-mail address is somebody else's; nothing is changed.
    """
    if "username" in changes:
        changes["username"] = changes["username"].lower()
        if changes["username"] != person.username:
            _refuse_reserved(changes["username"])
    former = person.email
    try:
        with transaction.atomic():
            _change(person, changes)
            if former and former.lower() != person.email.lower():
                transaction.on_commit(partial(tell_former_address, person, former))
            if is_private is not None:
                set_private(person, is_private)
    except (IntegrityError, ValidationError) as error:
        person.refresh_from_db()
        if isinstance(error, IntegrityError):
            raise _name_taken(error) from error
        raise


def _change(person: User, changes: dict[str, Any]) -> None:
    if "display_name" in changes:
        changes["display_name"] = clean_display_name(changes["display_name"])
    for name, value in changes.items():
        setattr(person, name, value)
    person.clean_fields(exclude={field.name for field in User._meta.fields} - changes.keys())
    person.save(update_fields=list(changes))


def _refuse_reserved(username: str) -> None:
    if username.lower() in RESERVED:
        raise NameTaken("username")


def _name_taken(error: IntegrityError) -> NameTaken:
    if "users_email_unique" in str(error):
        return NameTaken("email")
    if "users_username" in str(error):
        return NameTaken("username")
    raise error


def save_preferences(person: User, **changes: Any) -> UserPreferences:
    """Change some of a person's preferences (R5).

    Raises:
        django.core.exceptions.ValidationError: too many favourites, malformed IDs, an unknown theme or zone, mail for
            who has no address.
    """
    if changes.get("digest", Digest.OFF) != Digest.OFF and not person.email:
        sentence = _("Where to? There is no e-mail address in your profile.")
        raise ValidationError({"digest": ValidationError(sentence, code="email")})
    if "favourite_genres" in changes:
        changes["favourite_genres"] = clean_genres(changes["favourite_genres"])
    with transaction.atomic():
        preferences = _locked_preferences(person)
        if changes.get("digest", preferences.digest) != preferences.digest:
            preferences.digest_sent_at = timezone.now()  # the first mail tells of what happens from now on
        for name, value in changes.items():
            setattr(preferences, name, value)
        preferences.full_clean(exclude=["user"])
        preferences.save()
    return preferences


@transaction.atomic
def save_privacy(person: User, *, is_private: bool, default_visibility: str) -> None:
    """Who sees what a person writes: the account as a whole, and what new reviews start with.

    Raises:
        django.core.exceptions.ValidationError: an unknown visibility; nothing is changed.
    """
    save_preferences(person, default_visibility=default_visibility)
    set_private(person, is_private)


def _locked_preferences(person: User) -> UserPreferences:
    """As they are now, and kept so until the transaction ends: two clicks at once do not overwrite each other."""
    preferences_of(person)
    preferences = UserPreferences.objects.select_for_update().get(user=person)
    preferences.user = person  # so that person.preferences is this one
    if zone_of(preferences.time_zone) is None:
        preferences.time_zone = ""  # time zones lose their names now and then: nothing else is refused for that
    return preferences


def add_favourite_artist(person: User, artist_id: str) -> UserPreferences:
    """Put an artist at the end of the favourites; one who is there already stays where they are.

    Raises:
        django.core.exceptions.ValidationError: a malformed ID.
        FavouritesFull: there is no room.
    """
    return _change_favourite_artists(person, add=[artist_id])


def remove_favourite_artist(person: User, artist_id: str) -> UserPreferences:
    """Take an artist out of the favourites, if there."""
    return _change_favourite_artists(person, remove=[artist_id])


@transaction.atomic
def _change_favourite_artists(person: User, add: Iterable[str] = (), remove: Iterable[str] = ()) -> UserPreferences:
    preferences = _locked_preferences(person)
    gone = set(remove)
    kept = [artist for artist in preferences.favourite_artists if artist not in gone]
    preferences.favourite_artists = list(dict.fromkeys([*kept, *add]))
    if len(preferences.favourite_artists) > MAX_FAVOURITE_ARTISTS:
        raise FavouritesFull
    preferences.full_clean(exclude=["user"])
    preferences.save()
    return preferences


def connect_spotify(grant: SpotifyGrant, person: User | None = None) -> tuple[User, UserSocialAuth, bool]:
    """Tie a Spotify account to ``person``, or sign in (or up) whoever it belongs to.

    Returns:
        The person, their sign-in record, and whether the person was made just now.

    Raises:
        AccountOfSomebodyElse, OtherAccountConnected, PersonInactive: nothing is changed.
    """
    for _attempt in range(_SIGN_UP_ATTEMPTS):
        try:
            with transaction.atomic():
                connected = _connect(grant, person)
        except IntegrityError:
            continue  # somebody took the name, or signed up with the same account, in between: look again
        transaction.on_commit(partial(_start_afresh, connected[0], grant))
        return connected
    raise AccountOfSomebodyElse


def _connect(grant: SpotifyGrant, person: User | None) -> tuple[User, UserSocialAuth, bool]:
    known = connection_of_spotify_account(grant.account_id, grant.user_id)
    if known is not None:
        if person is not None and known.user_id != person.pk:
            raise AccountOfSomebodyElse
        person = known.user
    elif person is not None and SpotifyConnection.objects.filter(user=person).exists():
        raise OtherAccountConnected
    if person is not None and not person.is_active:
        raise PersonInactive
    is_new = person is None
    if person is None:
        person = _make_listener(grant)
    account_id = grant.account_id or (known.spotify_account_id if known else grant.user_id)
    SpotifyConnection.objects.update_or_create(
        user=person,
        defaults={
            "spotify_account_id": account_id,
            "spotify_user_id": grant.user_id,
            "sealed_refresh_token": seal(grant.refresh_token),
            "scopes": list(grant.scopes),
            "connected_at": timezone.now(),
            "broken_at": None,
        },
    )
    social, _created = UserSocialAuth.objects.update_or_create(
        user=person, provider=PROVIDER, defaults={"uid": account_id}
    )
    return person, social, is_new


def _make_listener(grant: SpotifyGrant) -> User:
    base = username_from(grant.display_name, grant.user_id)
    taken = User.objects.filter(username__regex=rf"^{base[:28]}.{{0,2}}$").values_list("username", flat=True)
    username = next(free_usernames(base, set(taken)))
    return User.objects.create_user(username, display_name=clean_display_name(grant.display_name)[:60].strip())


def _start_afresh(person: User, grant: SpotifyGrant) -> None:
    """What was cached with an earlier permission goes; the new access token is kept for its 50 minutes (R10)."""
    with suppress(StoreDown):  # then there is nothing to drop from, and the entries go by their lifetime
        get_repository().invalidate_user(str(person.pk))
    remember_access_token(str(person.pk), grant.access_token, grant.expires_in_s)


@dataclass(frozen=True)
class Resealing:
    resealed: int
    #: Usernames of those whose token no key opens.
    unreadable: Sequence[str]


def reseal_tokens() -> Resealing:
    """Seal every refresh token with the first key; what no key opens is marked as broken (R70).

    One row at a time and each under a lock: sign-ins and refreshes go on meanwhile.
    """
    resealed, unreadable = 0, []
    for pk in list(SpotifyConnection.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            rows = SpotifyConnection.objects.select_for_update(of=("self",)).select_related("user")
            connection = rows.filter(pk=pk).first()
            if connection is None:
                continue  # disconnected meanwhile
            try:
                connection.sealed_refresh_token = reseal(connection.sealed_refresh_token)
                resealed += 1
            except UnreadableSecret:
                connection.broken_at = connection.broken_at or timezone.now()
                unreadable.append(connection.user.username)
            connection.save(update_fields=["sealed_refresh_token", "broken_at"])
    return Resealing(resealed, unreadable)


def disconnect_spotify(person: User) -> None:
    """Delete the tokens and everything cached of the person's Spotify account, at once (R63).

    Raises:
        PasswordNeeded: the person could not sign in any more.
    """
    if not person.has_usable_password():
        raise PasswordNeeded
    with transaction.atomic():
        SpotifyConnection.objects.filter(user=person).delete()
        UserSocialAuth.objects.filter(user=person, provider=PROVIDER).delete()
        transaction.on_commit(partial(_forget_spotify_data, person.pk))


def prove_it_is_them(person: User, *, username: str | None = None, password: str | None = None) -> None:
    """Before what cannot be undone: the password of who has one, the username of who has none; what is given is right.

    Raises:
        django.core.exceptions.ValidationError: by field.
    """
    wrong: dict[str, ValidationError] = {}
    if username is not None and username.strip().lower() != person.username:
        wrong["username"] = ValidationError(_("This is not your username."), code="wrong_username")
    if password is not None and not person.check_password(password):
        wrong["password"] = ValidationError(_("This is not your password."), code="wrong_password")
    needed, given = ("password", password) if person.has_usable_password() else ("username", username)
    if given is None:
        wrong[needed] = ValidationError(_("This field is required."), code="required")
    if wrong:
        raise ValidationError(wrong)


def delete_account(person: User) -> None:
    """Delete a person with everything they wrote and everything cached of them (R75)."""
    person_id = person.pk  # gone from the instance once it is deleted
    with transaction.atomic():
        forget_answers_to(person)
        person.delete()
        transaction.on_commit(partial(_forget_spotify_data, person_id))


def _forget_spotify_data(person_id: int) -> None:
    """Drop it now; while the cache is down a worker tries again until it is gone."""
    from accounts.tasks import forget_spotify_data

    try:
        forget_cached_spotify_data(person_id)
    except StoreDown:
        logger.warning("the cache does not answer: cached Spotify data of person %s is dropped later", person_id)
        try:
            forget_spotify_data.apply_async(args=(person_id,), countdown=30)
        except (OperationalError, OSError):
            logger.warning("no broker either: it goes by its lifetime")


def forget_cached_spotify_data(person_id: int) -> None:
    """Raises StoreDown: the cache does not answer."""
    forget_access_token(str(person_id))
    get_repository().invalidate_user(str(person_id))
