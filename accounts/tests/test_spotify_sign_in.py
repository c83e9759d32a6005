"""Signing in with Spotify, over HTTP with the sandbox."""

from __future__ import annotations

import logging
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db import connection as database
from django.test import Client
from social_django.models import Nonce, Partial, UserSocialAuth

from accounts.models import SpotifyConnection, User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, SpotifyConnectionFactory, UserFactory
from accounts.tests.spotify_walk import HARUKA, JONAS, MIRA, NAMELESS, Walk, query_of
from muse.testing.servers import TestServers
from spotify_cache.repository import get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def person_of(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


# --- A first sign-in -------------------------------------------------------------------------------------------------
def test_first_sign_in_makes_a_person_with_preferences_and_a_connection(walk: Walk) -> None:
    answer = walk.sign_in(MIRA)
    assert answer.status_code == 302
    assert answer["Location"] == "/dashboard"
    person = person_of(walk.client)
    assert person.username == "mira_okonjo"
    assert person.display_name == "Mira Okonjo"
    assert person.email == ""
    assert not person.has_usable_password()
    assert person.preferences.theme == "system"
    connection = person.spotify_connection
    assert connection.spotify_account_id == "acct_7Qm2RkV0xPz4"
    assert connection.spotify_user_id == MIRA
    assert "user-top-read" in connection.scopes
    assert not connection.is_broken
    assert "@mira_okonjo" in said(answer)


def test_second_sign_in_is_the_same_person(walk: Walk) -> None:
    walk.sign_in(MIRA)
    first = person_of(walk.client)
    walk.client.post("/logout")
    walk.sign_in(MIRA)
    assert person_of(walk.client) == first
    assert User.objects.count() == 1
    assert SpotifyConnection.objects.count() == 1
    assert UserSocialAuth.objects.count() == 1


@pytest.mark.parametrize("quota_mode", ["development", "extended"])
def test_sign_in_works_with_few_fields_and_with_many(walk: Walk, sandbox: SandboxProcess, quota_mode: str) -> None:
    sandbox.config(quota_mode=quota_mode)
    walk.sign_in(JONAS)
    assert person_of(walk.client).username == "jonas_lindqvist"


def test_name_in_another_script_becomes_a_latin_username(walk: Walk) -> None:
    walk.sign_in(HARUKA)
    person = person_of(walk.client)
    assert person.username.isascii()
    assert not person.username.startswith("31kx")
    assert person.display_name == "山田 遥"


def test_listener_without_a_name_is_called_by_their_spotify_id(walk: Walk) -> None:
    walk.sign_in(NAMELESS)
    assert person_of(walk.client).username == NAMELESS
    assert person_of(walk.client).display_name == ""


def test_taken_name_gets_a_number(walk: Walk) -> None:
    UserFactory(username="mira_okonjo")
    UserFactory(username="mira_okonjo2")
    walk.sign_in(MIRA)
    assert person_of(walk.client).username == "mira_okonjo3"


def test_sign_in_goes_on_to_where_the_person_was_heading(walk: Walk) -> None:
    assert walk.sign_in(MIRA, onward="/playlists?page=2")["Location"] == "/playlists?page=2"


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_never_goes_on_to_another_site(walk: Walk, onward: str) -> None:
    assert walk.sign_in(MIRA, onward=onward)["Location"] == "/dashboard"


def test_where_to_go_cannot_be_slipped_in_on_the_way_back(walk: Walk) -> None:
    path = walk.consent(walk.begin(), MIRA)
    location = walk.come_back(f"{path}&next=https://evil.example/")["Location"]
    assert location.startswith("/dashboard")


def test_sign_in_gives_the_session_a_new_key(walk: Walk) -> None:
    path = walk.consent(walk.begin(), MIRA)
    before = walk.client.cookies["sessionid"].value
    walk.come_back(path)
    assert walk.client.cookies["sessionid"].value != before


def test_access_token_of_the_sign_in_serves_the_first_page(
    walk: Walk, sandbox: SandboxProcess, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        walk.sign_in(MIRA)
    assert walk.client.get("/dashboard").status_code == 200
    tokens = sandbox.stats()["accounts"]["token"]
    assert tokens == {"200": 1}


# --- How Muse asks ---------------------------------------------------------------------------------------------------
def test_button_leads_to_spotify_with_pkce_and_state(walk: Walk, settings: Any) -> None:
    address = walk.begin()
    assert address.startswith(f"{settings.SPOTIFY_ACCOUNTS_URL}/authorize?")
    asked = query_of(address)
    assert asked["response_type"] == "code"
    assert asked["client_id"] == settings.SPOTIPY_CLIENT_ID
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/complete/spotify/"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 32
    assert "playlist-modify" not in asked["scope"]
    assert "email" not in asked["scope"]


def test_each_walk_has_a_state_and_a_challenge_of_its_own(walk: Walk) -> None:
    first, second = query_of(walk.begin()), query_of(walk.begin())
    assert first["state"] != second["state"]
    assert first["code_challenge"] != second["code_challenge"]


def test_verifier_that_fits_the_challenge_is_sent(walk: Walk) -> None:
    address = walk.begin()
    transactions = [value for key, value in walk.client.session.items() if "oauth2_state" in key]
    verifier = transactions[0]["code_verifier"]
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    assert digest == query_of(address)["code_challenge"]
    # The sandbox refuses a code without the verifier of its challenge, so arriving proves that it was sent.
    walk.come_back(walk.consent(address, MIRA))
    assert person_of(walk.client) is not None


def test_code_is_worth_nothing_with_another_verifier(walk: Walk) -> None:
    path = walk.consent(walk.begin(), MIRA)
    session = walk.client.session
    for key in [key for key in session.keys() if "oauth2_state" in key]:  # noqa: SIM118 (not iterable)
        session[key] = {**session[key], "code_verifier": "x" * 43}
    session.save()
    answer = walk.come_back(path)
    assert answer["Location"] == "/login"
    assert person_of(walk.client) is None


def test_typed_address_begins_the_walk(walk: Walk, settings: Any) -> None:
    answer = walk.client.get("/login/spotify/")
    assert answer["Location"].startswith(settings.SPOTIFY_ACCOUNTS_URL)


def test_link_on_another_site_only_leads_to_the_button(walk: Walk) -> None:
    answer = walk.client.get("/login/spotify/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer["Location"] == "/login"


def test_form_of_another_site_is_refused(settings: Any) -> None:
    assert Client(enforce_csrf_checks=True).post("/login/spotify/").status_code == 403


def test_unknown_provider_is_404(client: Client) -> None:
    assert client.post("/login/deezer/").status_code == 404
    assert client.get("/complete/deezer/").status_code == 404


def test_without_credentials_it_says_so(walk: Walk, settings: Any) -> None:
    settings.SPOTIPY_CLIENT_ID = ""
    answer = walk.client.post("/login/spotify/")
    assert answer["Location"] == "/login"
    assert "not set up" in said(answer)
    assert b"Continue with Spotify" not in walk.client.get("/login").content


# --- What goes wrong -------------------------------------------------------------------------------------------------
def test_refusal_at_spotify_leads_back_with_a_sentence(walk: Walk) -> None:
    answer = walk.come_back(walk.refuse(walk.begin(onward="/playlists")))
    assert answer["Location"] == "/login?next=%2Fplaylists"
    assert "did not let Muse" in said(answer)
    assert User.objects.count() == 0


@pytest.mark.parametrize("tampering", [{"state": "x" * 32}, {"state": ""}, {"state": "é\x00" * 40}])
def test_tampered_state_is_refused(walk: Walk, sandbox: SandboxProcess, tampering: dict[str, str]) -> None:
    path = walk.consent(walk.begin(), MIRA)
    answer = walk.come_back(f"/complete/spotify/?{urlencode({**query_of(path), **tampering})}")
    assert answer["Location"] == "/login"
    assert "start it again" in said(answer)
    assert User.objects.count() == 0
    assert "token" not in sandbox.stats()["accounts"]


def test_answer_of_somebody_elses_walk_is_refused(walk: Walk) -> None:
    path = walk.consent(walk.begin(), MIRA)
    victim = Client()
    answer = victim.get(path)
    assert answer["Location"] == "/login"
    assert person_of(victim) is None


def test_coming_back_twice_is_refused_the_second_time(walk: Walk) -> None:
    path = walk.consent(walk.begin(), MIRA)
    walk.come_back(path)
    walk.client.post("/logout")
    assert walk.come_back(path)["Location"] == "/login"
    assert User.objects.count() == 1


def test_way_back_without_anything_leads_to_sign_in(walk: Walk) -> None:
    assert walk.come_back("/complete/spotify/")["Location"] == "/login"


@pytest.mark.parametrize("fault", ["error500", "error503", "reset", "truncate", "badjson", "html", "429", "401", "403"])
@pytest.mark.parametrize("endpoint", ["token", "me"])
def test_trouble_at_spotify_leads_back_with_a_sentence(
    walk: Walk, sandbox: SandboxProcess, endpoint: str, fault: str
) -> None:
    path = walk.consent(walk.begin(), MIRA)
    sandbox.faults({"endpoint": endpoint, "fault": fault})
    answer = walk.come_back(path)
    assert answer["Location"] == "/login"
    assert "Spotify" in said(answer)
    assert User.objects.count() == 0
    assert walk.client.get("/login").status_code == 200


def test_listener_whom_the_app_may_not_admit_is_told_what_helps(walk: Walk, sandbox: SandboxProcess) -> None:
    path = walk.consent(walk.begin(), MIRA)
    sandbox.faults({"endpoint": "me", "fault": "403"})
    assert "has to add it first" in said(walk.come_back(path))


def test_spotify_that_hangs_does_not_hold_the_page(walk: Walk, sandbox: SandboxProcess, settings: Any) -> None:
    settings.SOCIAL_AUTH_SPOTIFY_REQUESTS_TIMEOUT = (0.2, 0.2)
    path = walk.consent(walk.begin(), MIRA)
    sandbox.faults({"endpoint": "token", "fault": "timeout", "seconds": 20})
    answer = walk.come_back(path)
    assert "in time" in said(answer)


def test_spotify_that_is_away_leads_back_with_a_sentence(walk: Walk, settings: Any) -> None:
    path = walk.consent(walk.begin(), MIRA)
    settings.SPOTIFY_ACCOUNTS_URL = "http://127.0.0.1:9"
    answer = walk.come_back(path)
    assert answer["Location"] == "/login"


def test_sign_in_works_while_the_cache_is_down(
    walk: Walk, test_servers: TestServers, django_capture_on_commit_callbacks: Any
) -> None:
    path = walk.consent(walk.begin(), MIRA)
    test_servers.cache.stop()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert walk.come_back(path)["Location"] == "/dashboard"
        assert walk.client.get("/dashboard").status_code == 200
    finally:
        test_servers.cache.start()
    assert person_of(walk.client).username == "mira_okonjo"


def test_walks_that_were_never_finished_leave_nothing_for_long(walk: Walk) -> None:
    walk.begin()
    Nonce.objects.update(timestamp=1_000_000)
    walk.begin()
    assert Nonce.objects.count() == 1


def test_account_that_was_switched_off_stays_out(walk: Walk) -> None:
    walk.sign_in(MIRA)
    User.objects.update(is_active=False)
    sealed = SpotifyConnection.objects.get().sealed_refresh_token
    answer = Walk(Client()).sign_in(MIRA)
    assert "switched off" in said(answer)
    assert SpotifyConnection.objects.get().sealed_refresh_token == sealed
    assert walk.client.get("/settings").status_code == 302  # and is out of its open session


# --- Connecting while signed in --------------------------------------------------------------------------------------
def test_signed_in_person_connects_spotify(walk: Walk, outsider: User, client_of: ClientOf) -> None:
    walk.client = client_of(outsider)
    answer = walk.sign_in(MIRA, onward="/settings")
    assert answer["Location"] == "/settings"
    assert said(answer) == "Spotify is connected."
    assert outsider.spotify_connection.spotify_user_id == MIRA
    assert User.objects.count() == 1


def test_account_of_somebody_else_changes_nothing(walk: Walk, outsider: User, client_of: ClientOf) -> None:
    walk.sign_in(MIRA)
    mira = person_of(walk.client)
    sealed = mira.spotify_connection.sealed_refresh_token
    walk.client = client_of(outsider)
    answer = walk.sign_in(MIRA)
    assert answer["Location"] == "/settings"
    assert "somebody else" in said(answer)
    assert person_of(walk.client) == outsider
    assert not SpotifyConnection.objects.filter(user=outsider).exists()
    assert not UserSocialAuth.objects.filter(user=outsider).exists()
    mira.spotify_connection.refresh_from_db()
    assert mira.spotify_connection.sealed_refresh_token == sealed


def test_second_spotify_account_changes_nothing(walk: Walk, outsider: User, client_of: ClientOf) -> None:
    walk.client = client_of(outsider)
    walk.sign_in(MIRA)
    answer = walk.sign_in(JONAS)
    assert "different account" in said(answer)
    assert SpotifyConnection.objects.get(user=outsider).spotify_user_id == MIRA


def test_broken_connection_is_mended_by_connecting_again(walk: Walk, outsider: User, client_of: ClientOf) -> None:
    walk.client = client_of(outsider)
    walk.sign_in(MIRA)
    SpotifyConnection.objects.update(broken_at="2026-01-01T00:00Z", sealed_refresh_token="no key opens this")
    walk.sign_in(MIRA)
    connection = SpotifyConnection.objects.get(user=outsider)
    assert not connection.is_broken
    assert connection.refresh_token


def test_refusal_while_signed_in_leads_back_to_settings(walk: Walk, outsider: User, client_of: ClientOf) -> None:
    walk.client = client_of(outsider)
    assert walk.come_back(walk.refuse(walk.begin()))["Location"] == "/settings"
    assert person_of(walk.client) == outsider


def test_account_known_by_its_changing_id_is_found_by_the_stable_one(walk: Walk, outsider: User) -> None:
    SpotifyConnectionFactory(user=outsider, spotify_account_id=MIRA, spotify_user_id=MIRA)
    UserSocialAuth.objects.create(user=outsider, provider="spotify", uid=MIRA)
    walk.sign_in(MIRA)
    assert person_of(walk.client) == outsider
    assert SpotifyConnection.objects.get().spotify_account_id == "acct_7Qm2RkV0xPz4"
    assert UserSocialAuth.objects.get().uid == "acct_7Qm2RkV0xPz4"


# --- Secrets ---------------------------------------------------------------------------------------------------------
def _tokens(person: User | None) -> list[str]:
    access = get_repository().tokens.of_person(_source(person))
    return [access, person.spotify_connection.refresh_token]


def _source(person: Any) -> Any:
    from accounts.spotify import token_source

    return token_source(person)


def test_tokens_are_sealed_wherever_they_are_kept(walk: Walk, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        walk.sign_in(MIRA)
    person = person_of(walk.client)
    secrets = _tokens(person)
    with database.cursor() as cursor:
        cursor.execute("SELECT refresh_token FROM spotify_connections")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT extra_data::text FROM social_auth_usersocialauth")
        extra = cursor.fetchone()[0]
    assert stored.startswith("gAAAA")  # Fernet's version byte in base64
    assert extra == "{}"
    assert Partial.objects.count() == 0
    for cache in (caches["default"], caches["sessions"]):
        redis = cache.client.get_client()
        kept = b" ".join(redis.get(key) or b"" for key in redis.scan_iter("*") if redis.type(key) == b"string")
        assert kept
        assert not [secret for secret in [*secrets, stored] if secret.encode() in kept]


def test_no_token_is_logged_or_shown(
    walk: Walk, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    caplog.set_level(logging.DEBUG)  # what an operator does to look into something
    for name in ("urllib3", "social", "django"):
        caplog.set_level(logging.DEBUG, logger=name)
    with django_capture_on_commit_callbacks(execute=True):
        walk.sign_in(MIRA)
    person = person_of(walk.client)
    pages = b"".join(walk.client.get(path).content for path in ("/dashboard", "/settings", "/u/mira_okonjo"))
    pages += walk.client.get("/settings/export").content
    secrets = [*_tokens(person), person.spotify_connection.sealed_refresh_token]
    assert all(len(secret) > 20 for secret in secrets)
    leaks = [record for record in caplog.records if any(secret in record.getMessage() for secret in secrets)]
    assert not [(record.name, record.getMessage()[:200]) for record in leaks]
    assert not [secret for secret in secrets if secret in caplog.text]
    assert not [secret for secret in secrets if secret.encode() in pages]
    assert "POST /api/token" in caplog.text  # the log did listen


# --- Two at the same time --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_same_listener_from_two_browsers_at_once_is_one_person(walk: Walk) -> None:
    walks = [Walk(Client()) for _ in range(4)]
    paths = [one.consent(one.begin(), MIRA) for one in walks]
    at_once(*(lambda one=one, path=path: one.come_back(path) for one, path in zip(walks, paths, strict=True)))
    assert User.objects.count() == 1
    assert {person_of(one.client) for one in walks} == {User.objects.get()}


@pytest.mark.django_db(transaction=True)
def test_two_listeners_of_one_name_at_once_get_two_usernames() -> None:
    from accounts.services import SpotifyGrant, connect_spotify

    grants = [
        SpotifyGrant(f"account-{n}", f"id-{n}", "Same Name", f"refresh-{n}", f"access-{n}", 3600) for n in range(4)
    ]
    people = at_once(*(lambda grant=grant: connect_spotify(grant)[0] for grant in grants))
    assert sorted(person.username for person in people) == ["same_name", "same_name2", "same_name3", "same_name4"]


def test_password_stays_a_second_way_in(walk: Walk, outsider: User, client_of: ClientOf) -> None:
    walk.client = client_of(outsider)
    walk.sign_in(MIRA)
    other = Client()
    assert other.login(username="outsider", password=PASSWORD)
