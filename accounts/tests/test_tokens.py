"""The tokens of a connection: handed out, rotated, revoked, unreadable."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection as database
from django.utils import timezone

from accounts import services
from accounts.models import SpotifyConnection, User
from accounts.spotify import token_source, token_source_of_id
from accounts.tests.factories import SpotifyConnectionFactory, UserFactory
from accounts.tests.spotify_walk import MIRA, Walk
from spotify_cache.answers import Answer, State
from spotify_cache.encryption import UnreadableSecret
from spotify_cache.entities import Profile
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db


@pytest.fixture
def connection() -> SpotifyConnection:
    return SpotifyConnectionFactory(refresh_token="first")


def reread(connection: SpotifyConnection) -> SpotifyConnection:
    return SpotifyConnection.objects.get(pk=connection.pk)


def profile_of(person: User) -> Answer[Profile]:
    source = token_source(person)
    assert source is not None
    return get_repository().listener(source).profile()


# --- Handing out -----------------------------------------------------------------------------------------------------
def test_source_of_somebody_connected_hands_out_the_refresh_token(connection: SpotifyConnection) -> None:
    source = token_source(connection.user)
    assert source.cache_id == str(connection.user_id)
    assert source.refresh_token() == "first"
    assert token_source_of_id(source.cache_id).refresh_token() == "first"


def test_nobody_else_has_a_source(connection: SpotifyConnection, outsider: User) -> None:
    assert token_source(outsider) is None
    assert token_source(AnonymousUser()) is None
    assert token_source_of_id(str(outsider.pk)) is None


def test_finding_a_source_reads_no_token(connection: SpotifyConnection, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1) as queries:
        token_source(connection.user)
    assert "refresh_token" not in queries.captured_queries[0]["sql"]


def test_broken_connection_hands_out_nothing(connection: SpotifyConnection) -> None:
    source = token_source(connection.user)
    SpotifyConnection.objects.update(broken_at=timezone.now())
    assert source.refresh_token() is None
    assert token_source(connection.user) is not None
    assert token_source_of_id(source.cache_id) is None


def test_connection_that_was_deleted_hands_out_nothing(connection: SpotifyConnection) -> None:
    source = token_source(connection.user)
    connection.delete()
    assert source.refresh_token() is None
    source.rotated("second")
    source.revoked()
    assert SpotifyConnection.objects.count() == 0


# --- What Spotify says later -----------------------------------------------------------------------------------------
def test_rotated_token_takes_the_place_of_the_old_one(connection: SpotifyConnection) -> None:
    source = token_source(connection.user)
    source.refresh_token()
    source.rotated("second")
    assert reread(connection).refresh_token == "second"
    source.rotated("third")
    assert reread(connection).refresh_token == "third"


def test_rotation_mends_what_a_late_user_of_the_former_token_took_for_revoked(connection: SpotifyConnection) -> None:
    first, second = token_source(connection.user), token_source(connection.user)
    first.refresh_token()
    second.refresh_token()
    second.revoked()
    first.rotated("second")
    assert reread(connection).refresh_token == "second"
    assert not reread(connection).is_broken


def test_revoked_token_breaks_the_connection(connection: SpotifyConnection) -> None:
    source = token_source(connection.user)
    source.refresh_token()
    source.revoked()
    assert reread(connection).is_broken


@pytest.mark.parametrize("late", ["rotated", "revoked"])
def test_what_is_said_of_an_older_token_leaves_a_new_connection_alone(connection: SpotifyConnection, late: str) -> None:
    source = token_source(connection.user)
    source.refresh_token()
    connection.refresh_token = "from a sign-in meanwhile"
    connection.save()
    getattr(source, late)(*(["second"] if late == "rotated" else []))
    now = reread(connection)
    assert now.refresh_token == "from a sign-in meanwhile"
    assert not now.is_broken


def test_revocation_at_spotify_breaks_the_connection_and_a_sign_in_mends_it(
    walk: Walk, sandbox: SandboxProcess
) -> None:
    walk.sign_in(MIRA)
    connection = SpotifyConnection.objects.get()
    sandbox.control("revoke", {"listener": MIRA})
    answer = profile_of(connection.user)
    assert answer.state is State.UNAVAILABLE
    assert reread(connection).is_broken
    sandbox.control("clock", {"advance_s": 1})
    walk.sign_in(MIRA)
    assert not reread(connection).is_broken
    assert profile_of(connection.user).value is not None


# --- Sealing and keys ------------------------------------------------------------------------------------------------
def _column() -> str:
    with database.cursor() as cursor:
        cursor.execute("SELECT refresh_token FROM spotify_connections")
        return str(cursor.fetchone()[0])


def test_token_is_sealed_in_the_table_and_differently_each_time(connection: SpotifyConnection) -> None:
    before = _column()
    assert "first" not in before
    connection.refresh_token = "first"
    connection.save()
    assert _column() != before
    assert "first" not in repr(connection) + str(connection)


def test_dropped_key_acts_like_a_broken_connection(connection: SpotifyConnection, settings: Any) -> None:
    settings.SPOTIFY_TOKEN_KEYS = [Fernet.generate_key().decode()]
    source = token_source(connection.user)
    assert source.refresh_token() is None
    assert reread(connection).is_broken
    with pytest.raises(UnreadableSecret):
        _ = reread(connection).refresh_token


def test_keys_are_rotated_without_losing_a_connection(connection: SpotifyConnection, settings: Any) -> None:
    old, new = settings.SPOTIFY_TOKEN_KEYS[0], Fernet.generate_key().decode()
    settings.SPOTIFY_TOKEN_KEYS = [new, old]
    assert reread(connection).refresh_token == "first"
    said = StringIO()
    call_command("rotate_token_keys", stdout=said)
    assert "first key: 1" in said.getvalue()
    settings.SPOTIFY_TOKEN_KEYS = [new]
    assert reread(connection).refresh_token == "first"


def test_rotation_reports_and_breaks_what_no_key_opens(connection: SpotifyConnection, settings: Any) -> None:
    settings.SPOTIFY_TOKEN_KEYS = [Fernet.generate_key().decode()]
    readable = SpotifyConnectionFactory(refresh_token="readable")
    said, complained = StringIO(), StringIO()
    call_command("rotate_token_keys", stdout=said, stderr=complained)
    assert "first key: 1" in said.getvalue()
    assert connection.user.username in complained.getvalue()
    assert reread(connection).is_broken
    assert not reread(readable).is_broken


def test_rotating_twice_changes_nothing_more(connection: SpotifyConnection) -> None:
    assert services.reseal_tokens().resealed == 1
    assert services.reseal_tokens().resealed == 1
    assert reread(connection).refresh_token == "first"


# --- Disconnecting (R63) ---------------------------------------------------------------------------------------------
def _cached_of(person: User) -> list[bytes]:
    """Keys of a person's data, without the marks that keep what is under way from being stored."""
    keys = cache.client.get_client().scan_iter(f"*user:{person.pk}*")
    return [key for key in keys if not key.endswith(b":dropped")]


def test_disconnecting_deletes_tokens_and_cached_data_at_once(
    walk: Walk, outsider: User, client_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    walk.client = client_of(outsider)
    with django_capture_on_commit_callbacks(execute=True):
        walk.sign_in(MIRA)
    walk.client.get("/dashboard")
    assert _cached_of(outsider)
    with django_capture_on_commit_callbacks(execute=True):
        services.disconnect_spotify(outsider)
    assert not SpotifyConnection.objects.exists()
    assert not outsider.social_auth.exists()
    assert _cached_of(outsider) == []


def test_disconnecting_twice_is_no_error(django_capture_on_commit_callbacks: Any) -> None:
    connection = SpotifyConnectionFactory()
    with django_capture_on_commit_callbacks(execute=True):
        services.disconnect_spotify(connection.user)
        services.disconnect_spotify(connection.user)
    assert not SpotifyConnection.objects.exists()


def test_person_without_a_password_cannot_lock_themselves_out() -> None:
    connection = SpotifyConnectionFactory(user=UserFactory(password=None))
    with pytest.raises(services.PasswordNeeded):
        services.disconnect_spotify(connection.user)
    assert SpotifyConnection.objects.exists()


def test_disconnecting_works_while_the_cache_and_the_broker_are_down(
    test_servers: Any, django_capture_on_commit_callbacks: Any
) -> None:
    connection = SpotifyConnectionFactory()
    test_servers.cache.stop()
    test_servers.keeping.stop()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            services.disconnect_spotify(connection.user)
    finally:
        test_servers.cache.start()
        test_servers.keeping.start()
    assert not SpotifyConnection.objects.exists()


def test_worker_drops_it_later_unless_they_connected_again(walk: Walk, outsider: User, client_of: Any) -> None:
    from accounts.tasks import forget_spotify_data

    walk.client = client_of(outsider)
    walk.sign_in(MIRA)
    walk.client.get("/dashboard")
    forget_spotify_data(outsider.pk)
    assert _cached_of(outsider)
    SpotifyConnection.objects.all().delete()
    forget_spotify_data(outsider.pk)
    assert _cached_of(outsider) == []
