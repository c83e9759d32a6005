"""What PostgreSQL holds, read off the database itself (R1, R2, R3, R6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from accounts.models import User
from accounts.tests.cast import ClientOf

pytestmark = pytest.mark.django_db

TABLES_OF_MUSE = {"users", "reviews", "playlists", "playlist_tracks", "user_preferences"}
CATALOGUE_WORDS = ("artist", "album", "track", "genre", "image", "artwork", "cover", "isrc", "popularity", "duration")
#: Columns whose name speaks of music and that hold what people wrote: Spotify IDs and a person's own tastes.
USER_DATA = {
    ("playlist_tracks", "spotify_track_id"),
    ("user_preferences", "favourite_artists"),
    ("user_preferences", "favourite_genres"),
}


def _columns() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        yield from cursor.fetchall()


def test_the_tables_of_the_contract_are_there() -> None:
    assert {table for table, _ in _columns()} >= TABLES_OF_MUSE


def test_no_table_keeps_spotifys_catalogue() -> None:
    tables = {table for table, _ in _columns()}
    assert not {"artists", "albums", "tracks", "genres", "track_featured_artists"} & tables


def test_no_column_holds_what_spotify_says_of_an_item() -> None:
    suspicious = {pair for pair in _columns() if any(word in pair[1] for word in CATALOGUE_WORDS)}
    assert suspicious == USER_DATA


def test_reviews_and_playlist_tracks_name_items_by_spotify_id_alone() -> None:
    columns = set(_columns())
    review = {name for table, name in columns if table == "reviews"}
    track = {name for table, name in columns if table == "playlist_tracks"}
    assert {"item_type", "spotify_id"} <= review
    assert not {"name", "title", "item_name"} & (review | track)


def test_sessions_are_in_redis_and_not_where_the_cache_may_evict_them(owner: User, client_of: ClientOf) -> None:
    key = client_of(owner).session.session_key
    assert caches["sessions"].keys(f"*{key}")
    assert not caches["default"].keys(f"*{key}")
    assert settings.SESSION_REDIS_URL != settings.REDIS_URL
    assert "django_session" not in {table for table, _ in _columns()} or _rows("django_session") == 0


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        return int(cursor.fetchone()[0])
