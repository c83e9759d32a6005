"""What the people whom somebody follows wrote last, found by walks along indexes: the feed's one place of raw SQL.

The ORM has no LATERAL. Who may see what is said twice here, on purpose: the walk looks only where `visible_to` would
find something, and whoever reads the rows that it names goes through `visible_to` all the same.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.db import connection, models
from django.db.models.expressions import RawSQL

from accounts.models import User
from accounts.visibility import Visibility
from playlists.models import Playlist
from reviews.models import DiaryEntry, Review

#: Above every key.
ANY_KEY: Final = 2**63 - 1
_SEEN: Final = f"visibility IN ('{Visibility.EVERYONE}', '{Visibility.FOLLOWERS}')"
#: Table, column of the author, and what a follower sees of it.
_TABLES: Final[dict[type[models.Model], tuple[str, str, str]]] = {
    Review: ("reviews", "author_id", _SEEN),
    DiaryEntry: ("diary_entries", "author_id", _SEEN),
    Playlist: (
        "playlists",
        "owner_id",
        "is_public AND EXISTS (SELECT 1 FROM playlist_tracks WHERE playlist_id = playlists.id)",
    ),
}
_FOLLOWED: Final = """
    followed AS MATERIALIZED (
        SELECT users.id FROM follows JOIN users ON users.id = follows.followed_id
        WHERE follows.follower_id = %s AND follows.status = 'accepted' AND users.is_active
    )"""
# Of a thousand people only those come into question whose newest row is among the newest: as many people as there are
# to be rows. So one row of everybody is read, and several of a few, not several of everybody.
_NEWEST: Final = """
    WITH {followed},
    latest AS (
        SELECT followed.id, newest.created_at, newest.id AS row
        FROM followed CROSS JOIN LATERAL ({rows} LIMIT 1) newest
        ORDER BY newest.created_at DESC, newest.id DESC LIMIT %s
    )
    SELECT newest.id FROM latest AS followed CROSS JOIN LATERAL ({rows} LIMIT %s) newest
    ORDER BY newest.created_at DESC, newest.id DESC LIMIT %s"""
_ROWS: Final = """
    SELECT created_at, id FROM {table}
    WHERE {author} = followed.id AND {seen} AND created_at <= %s AND (created_at, id) < (%s, %s)
    ORDER BY created_at DESC, id DESC"""
_POPULAR: Final = """
    WITH {followed}
    SELECT item_type, spotify_id, count(*) AS people
    FROM followed CROSS JOIN LATERAL (
        SELECT item_type, spotify_id FROM reviews
        WHERE author_id = followed.id AND {seen} AND created_at >= %s
        UNION
        SELECT item_type, spotify_id FROM diary_entries
        WHERE author_id = followed.id AND {seen} AND created_at >= %s
    ) said
    GROUP BY item_type, spotify_id ORDER BY people DESC, item_type, spotify_id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class FollowedItem:
    """Something that people whom one follows reviewed or logged."""

    item_type: str
    spotify_id: str
    #: How many of them.
    people: int


def newest_keys(
    model: type[models.Model], person: User, limit: int, before: tuple[datetime.datetime, int] | None
) -> RawSQL:
    """Keys of the newest rows by people whom ``person`` follows, to be used as ``pk__in``.

    ``before`` is a moment and a key: rows are older than that, or as old with a lower key.
    """
    table, author, seen = _TABLES[model]
    rows = _ROWS.format(table=table, author=author, seen=seen)
    sql = _NEWEST.format(followed=_FOLLOWED, rows=rows)
    moment, key = before or ("infinity", 0)
    place = [moment, moment, key]
    return RawSQL(sql, [person.pk, *place, limit, *place, limit, limit])


def popular_with_followed(person: User, since: datetime.datetime, limit: int) -> list[FollowedItem]:
    """What most of the people whom ``person`` follows reviewed or logged since then: one query."""
    sql = _POPULAR.format(followed=_FOLLOWED, seen=_SEEN)
    with connection.cursor() as cursor:
        cursor.execute(sql, [person.pk, since, since, limit])
        return [FollowedItem(*row) for row in cursor.fetchall()]
