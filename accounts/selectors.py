"""Reading people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from accounts.kept_counts import Rows, keep
from accounts.models import USERNAME_PATTERN, Follow, SpotifyConnection, User, UserPreferences
from accounts.search_words import SearchWords, words_query
from accounts.visibility import is_visible


def find_person(username: str) -> User | None:
    """The active person of a username in any case."""
    name = username.lower()
    if re.fullmatch(USERNAME_PATTERN, name) is None:
        return None
    return User.objects.filter(username=name, is_active=True).first()


def find_visible_person(username: str, viewer: object) -> User | None:
    """As `find_person`, where ``viewer`` may see what they show to everyone."""
    person = find_person(username)
    return person if person is not None and is_visible(viewer, person) else None


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
    found = User.objects.alias(words=SearchWords("username", "display_name")).filter(words=query, is_active=True)
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


def followed_ids(person: User) -> QuerySet[Follow, int]:
    """IDs of whom a person follows, accepted, for a subquery."""
    return Follow.objects.accepted().filter(follower=person).values_list("followed", flat=True)


def most_followed() -> Rows:
    """(ID, followers) of active people with public accounts, those with most followers first, as of some minutes ago.

    Not of all of them, but of more than a list of them shows.
    """
    return _most_followed.read()


def _count_followers() -> Rows:
    count = Count("followers", filter=Q(followers__status=Follow.Status.ACCEPTED))
    people = User.objects.filter(is_active=True, is_private=False).annotate(count=count).order_by("-count", "username")
    return [list(row) for row in people.values_list("pk", "count")[:_MOST_FOLLOWED]]


#: So many that whoever follows the first hundreds of them is still shown others.
_MOST_FOLLOWED: Final = 500
_most_followed = keep("most followed", _count_followers, fresh_for=10 * 60)


def is_following(person: User | AnonymousUser, other: User) -> bool:
    return isinstance(person, User) and Follow.objects.accepted().filter(follower=person, followed=other).exists()


#: How somebody may stand to somebody.
FOLLOW_STATES: Final = ("self", "accepted", "requested", "none")


def follow_state(viewer: User | AnonymousUser, person: User) -> str:
    """How ``viewer`` stands to ``person``: ``self``, ``accepted``, ``requested``, or ``none``. One query at most."""
    if not isinstance(viewer, User):
        return "none"
    if viewer.pk == person.pk:
        return "self"
    follow = Follow.objects.filter(follower=viewer, followed=person).values_list("status", flat=True).first()
    return follow or "none"


def follow_states(viewer: User | AnonymousUser, people: Iterable[User]) -> dict[int, str]:
    """`follow_state` of several people at once, by their IDs. One query at most."""
    ids = [person.pk for person in people]
    states = dict.fromkeys(ids, "none")
    if isinstance(viewer, User) and ids:
        states |= Follow.objects.filter(follower=viewer, followed__in=ids).values_list("followed", "status")
        states |= {viewer.pk: "self"}
    return states


def followers_of(person: User) -> QuerySet[User]:
    """People who follow, newest first."""
    return User.objects.filter(
        is_active=True, following__followed=person, following__status=Follow.Status.ACCEPTED
    ).order_by("-following__accepted_at", "-following__pk")


def followed_by(person: User) -> QuerySet[User]:
    """People whom somebody follows, newest first."""
    return User.objects.filter(
        is_active=True, followers__follower=person, followers__status=Follow.Status.ACCEPTED
    ).order_by("-followers__accepted_at", "-followers__pk")


def follows_of(person: User) -> QuerySet[Follow]:
    """The same as `followers_of`, as follows with their followers: for lists that go on by moments."""
    return Follow.objects.accepted().filter(followed=person, follower__is_active=True).select_related("follower")


def follows_by(person: User) -> QuerySet[Follow]:
    """The same as `followed_by`, as follows with whom they follow."""
    return Follow.objects.accepted().filter(follower=person, followed__is_active=True).select_related("followed")


def follow_requests(person: User) -> QuerySet[Follow]:
    """The same as `asking_to_follow`, as follows with who asks."""
    return Follow.objects.requested().filter(followed=person, follower__is_active=True).select_related("follower")


def asking_to_follow(person: User) -> QuerySet[User]:
    """People who wait to be accepted, longest first."""
    return User.objects.filter(
        is_active=True, following__followed=person, following__status=Follow.Status.REQUESTED
    ).order_by("following__created_at", "following__pk")
