"""Everything that is a person's, in a file (R75)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, QuerySet

from accounts.models import AccessToken, User
from accounts.selectors import connection_of, preferences_of

#: Rows that are read at once.
_AT_ONCE = 2_000


def export_of(person: User) -> str:
    """JSON with ``profile``, ``preferences``, ``spotify``, ``access_tokens``, ``following``, ``followers``,
    ``notifications``, ``reviews``, ``diary``, ``shelf``, ``pinned``, ``likes``, ``comments`` and ``playlists``. No
    password, and of tokens their names alone.

    Times are ISO 8601 in UTC, ratings numbers of stars, tracks Spotify IDs in order.
    """
    # A line for each row, as soon as it is read: who wrote most has a hundred thousand of them.
    parts = (f"  {_json(name)}: {_written(part)}" for name, part in _parts(person).items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


class _Encoder(DjangoJSONEncoder):
    """Ratings as numbers: half stars are exact in binary."""

    def default(self, o: Any) -> Any:
        return float(o) if isinstance(o, Decimal) else super().default(o)


def everything_of(person: User) -> dict[str, Any]:
    """What `export_of` writes; times are dates and times, ratings decimals."""
    return {name: list(part) if isinstance(part, QuerySet) else part for name, part in _parts(person).items()}


_json = _Encoder(ensure_ascii=False).encode


def _written(part: Any) -> str:
    if not isinstance(part, QuerySet):
        return _json(part)
    rows = ",\n    ".join(map(_json, part.iterator(_AT_ONCE)))
    return f"[\n    {rows}\n  ]" if rows else "[]"


def _parts(person: User) -> dict[str, Any]:
    """Dictionaries, lists, and of what there may be many, rows that are not read yet."""
    preferences = preferences_of(person)
    connection = connection_of(person)
    return {
        "profile": {
            "username": person.username,
            "display_name": person.display_name,
            "bio": person.bio,
            "email": person.email,
            "is_private": person.is_private,
            "joined_at": person.date_joined,
        },
        "preferences": {
            "theme": preferences.theme,
            "default_visibility": preferences.default_visibility,
            "time_zone": preferences.time_zone,
            "digest": preferences.digest,
            "playlists_public_by_default": preferences.playlists_public_by_default,
            "favourite_artists": preferences.favourite_artists,
            "favourite_genres": preferences.favourite_genres,
        },
        "spotify": connection
        and {
            "account": connection.spotify_account_id,
            "user": connection.spotify_user_id,
            "scopes": connection.scopes,
            "connected_at": connection.connected_at,
        },
        # What each is called and may do, never what its holder has to show.
        "access_tokens": list(
            AccessToken.objects.filter(user=person)
            .order_by("created")
            .values("kind", "name", "scopes", "last_used_at", created_at=F("created"), expires_at=F("expiry"))
        ),
        **_connections(person),
        **_said_of_music(person),
        "playlists": [
            {
                "title": playlist.title,
                "description": playlist.description,
                "is_public": playlist.is_public,
                "created_at": playlist.created_at,
                "updated_at": playlist.updated_at,
                "tracks": [
                    {"spotify_id": entry.spotify_track_id, "added_at": entry.added_at}
                    for entry in playlist.tracks.all()
                ],
            }
            for playlist in person.playlists.order_by("created_at").prefetch_related("tracks")
        ],
    }


def _said_of_music(person: User) -> dict[str, Any]:
    item = ("item_type", "spotify_id")
    review = ("rating", "text", "tags", "visibility", "comments_closed", "created_at", "updated_at")
    return {
        "reviews": person.reviews.order_by("created_at").values(*item, *review),
        "diary": person.diary.order_by("listened_on", "pk").values(
            *item, "listened_on", "rating", "is_relisten", "visibility", "created_at"
        ),
        "shelf": person.shelf.order_by("added_at").values(*item, "added_at"),
        "pinned": person.pinned.values("position", *item),
        "likes": person.likes.order_by("created_at").values("review", "created_at"),
        "comments": person.comments.order_by("created_at").values("review", "text", "created_at", "edited_at"),
    }


def _connections(person: User) -> dict[str, Any]:
    times = ("status", "created_at", "accepted_at")
    told = {"by": F("actor__username"), "about": F("target_type__model"), "about_id": F("target_id")}
    return {
        "following": person.following.order_by("created_at", "pk").values(*times, username=F("followed__username")),
        "followers": person.followers.order_by("created_at", "pk").values(*times, username=F("follower__username")),
        "notifications": person.notifications.order_by("created_at", "pk").values(
            "verb", "created_at", "read_at", **told
        ),
    }
