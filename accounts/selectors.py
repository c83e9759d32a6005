"""Reading people."""

from __future__ import annotations

import re

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import USERNAME_PATTERN, SpotifyConnection, User, UserPreferences
from accounts.search_words import SearchWords, words_query


def find_person(username: str) -> User | None:
    """The active person of a username in any case."""
    name = username.lower()
    if re.fullmatch(USERNAME_PATTERN, name) is None:
        return None
    return User.objects.filter(username=name, is_active=True).first()


def people_called(typed: str) -> QuerySet[User]:
    """Active people with words in their names that begin like those typed, or with an ``@`` before a username.

    First who has just this username, then those whose username begins so. One query, once it is cut.
    """
    query = words_query(typed)
    if query is None:
        return User.objects.none()
    username = typed.strip().removeprefix("@").lower()
    nearness = Case(
        When(username=username, then=Value(0)),
        When(username__startswith=username, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = User.objects.annotate(words=SearchWords("username", "display_name")).filter(words=query, is_active=True)
    return found.order_by(nearness, "username")


def preferences_of(person: User) -> UserPreferences:
    """A person's preferences. Everybody is made with some; whoever lost theirs gets the defaults."""
    try:
        return person.preferences
    except UserPreferences.DoesNotExist:
        preferences, _ = UserPreferences.objects.get_or_create(user=person)
        return preferences


def connection_of(person: User | AnonymousUser) -> SpotifyConnection | None:
    """A person's connection to Spotify, broken ones too, without the token (it is loaded when asked for)."""
    if not isinstance(person, User):
        return None
    return SpotifyConnection.objects.filter(user=person).defer("sealed_refresh_token").first()


def connection_of_spotify_account(account_id: str | None, user_id: str) -> SpotifyConnection | None:
    """Whose connection a Spotify account is.

    ``account_id`` is the stable name of the account, where Spotify sends one; ``user_id`` may change (spotify.md). Both
    kinds of answer are one account: one that came without ``account_id`` earlier is found by the ``user_id`` it had
    then, and one that comes without it now by the ``user_id`` that came along with it.
    """
    connections = SpotifyConnection.objects.select_related("user").order_by("-connected_at")
    if account_id is None:
        return connections.filter(spotify_user_id=user_id).first()
    return (
        connections.filter(spotify_account_id=account_id).first()
        or connections.filter(spotify_account_id=user_id, spotify_user_id=user_id).first()
    )
