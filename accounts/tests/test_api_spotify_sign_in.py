"""Signing a phone in with Spotify: it walks to the sandbox over HTTP by itself and brings the code to Muse."""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, build_opener

import pytest
from django.test import Client
from social_django.models import Nonce

from accounts import rate_limits
from accounts.models import AccessToken, SpotifyConnection, User
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.spotify_walk import JONAS, MIRA, Stay, Walk, query_of
from accounts.tests.tokens import phone_of, with_token
from muse.testing.openapi import documented
from muse.testing.servers import TestServers
from spotify_cache.repository import RETRY_AFTER, get_repository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.tokens import _name

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/auth/spotify/"
VERIFIER = "k8Jq0vXr2Lm5Tn7Yp1Zs3Wd6Fg9Hb4Cx0Ev8Ru2Io5A"
REDIRECT = "https://app.muse.example/spotify"
SCOPES = "user-read-private user-top-read"


@pytest.fixture
def walk_body(sandbox: SandboxProcess, settings: Any) -> Any:
    """What a phone has in hand after somebody agreed at Spotify."""

    def walk(listener: str = MIRA, **changes: Any) -> dict[str, Any]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
        asked = {
            "client_id": settings.SPOTIPY_CLIENT_ID,
            "response_type": "code",
            "redirect_uri": REDIRECT,
            "code_challenge_method": "S256",
            "code_challenge": challenge,
            "scope": SCOPES,
            "listener": listener,
            "approve": "1",
        }
        with build_opener(Stay).open(
            Request(f"{settings.SPOTIFY_ACCOUNTS_URL}/authorize?{urlencode(asked)}"), timeout=10
        ) as answer:
            back = answer.headers["Location"]
        assert back.startswith(REDIRECT)
        code = query_of(back)["code"]
        return {
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": REDIRECT,
            "device": "Pixel",
            **changes,
        }

    return walk


def post(client: Client, body: Any, address: str = ADDRESS) -> Any:
    return client.post(address, body, content_type="application/json")


# --- Signing in ------------------------------------------------------------------------------------------------------
def test_first_sign_in_makes_a_person_with_a_connection_and_a_token_of_muse(client: Client, walk_body: Any) -> None:
    answer = post(client, walk_body())
    body = documented(answer)
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    person = User.objects.get()
    assert body["person"]["username"] == person.username == "mira_okonjo"
    assert not person.has_usable_password()
    connection = person.spotify_connection
    assert connection.spotify_account_id == "acct_7Qm2RkV0xPz4"
    assert connection.scopes == SCOPES.split()
    assert with_token(body["token"]).get("/api/v1/auth/devices").json()["results"][0]["name"] == "Pixel"
    assert "sessionid" not in answer.cookies
    assert not Nonce.objects.exists()


def test_second_sign_in_is_the_same_person(client: Client, walk_body: Any) -> None:
    first, second = (post(client, walk_body()) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert User.objects.count() == SpotifyConnection.objects.count() == 1
    assert AccessToken.objects.count() == 2


def test_phone_and_browser_are_the_same_person(client: Client, walk: Walk, walk_body: Any) -> None:
    walk.sign_in(MIRA)
    post(client, walk_body())
    assert User.objects.count() == 1


def test_address_without_its_slash_answers_the_same(client: Client, walk_body: Any) -> None:
    assert post(client, walk_body(), ADDRESS.rstrip("/")).status_code == 201


@pytest.mark.parametrize("quota_mode", ["development", "extended"])
def test_few_fields_of_spotify_are_enough(
    client: Client, walk_body: Any, sandbox: SandboxProcess, quota_mode: str
) -> None:
    sandbox.config(quota_mode=quota_mode)
    assert documented(post(client, walk_body(JONAS)))["person"]["username"] == "jonas_lindqvist"


def test_access_token_is_kept_for_what_the_phone_reads_next(
    client: Client, walk_body: Any, sandbox: SandboxProcess, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post(client, walk_body())
    assert get_repository().tokens._cached(_name(str(User.objects.get().pk)))
    assert sandbox.stats()["accounts"]["token"] == {"200": 1}


def test_tokens_of_spotify_are_in_no_answer_and_no_log(
    client: Client,
    walk_body: Any,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    body = walk_body()
    with django_capture_on_commit_callbacks(execute=True):
        answer = post(client, body)
    refresh_token = SpotifyConnection.objects.get().refresh_token
    access_token = get_repository().tokens._cached(_name(str(User.objects.get().pk)))
    assert access_token
    secrets = (body["code"], VERIFIER, refresh_token, access_token, answer.json()["token"])
    said = caplog.text + "".join(capfd.readouterr())
    assert not [secret for secret in secrets if secret in said]
    answered = answer.content.decode() + str(answer.headers)
    assert refresh_token not in answered
    assert access_token not in answered
    assert refresh_token not in SpotifyConnection.objects.get().sealed_refresh_token


@pytest.mark.django_db(transaction=True)
def test_first_sign_in_of_two_devices_at_once_makes_one_person(walk_body: Any) -> None:
    bodies = [walk_body(), walk_body()]
    statuses = at_once(*(lambda body=body: post(Client(), body).status_code for body in bodies))
    assert statuses == [201, 201]
    assert User.objects.count() == 1


# --- What is wrong with the request ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"code": "made-up"},
        {"code_verifier": "x" * 43},
        {"redirect_uri": "https://app.muse.example/other"},
        {"redirect_uri": f"{REDIRECT}/"},
    ],
)
def test_code_is_worth_nothing_with_something_else(client: Client, walk_body: Any, change: dict[str, str]) -> None:
    answer = post(client, walk_body(**change))
    assert answer.status_code == 400
    assert documented(answer)["errors"]["code"][0]["code"] == "invalid_grant"
    assert not User.objects.exists()


def test_code_works_once(client: Client, walk_body: Any) -> None:
    body = walk_body()
    assert [post(client, body).status_code for _ in range(2)] == [201, 400]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "x" * 3000}, "code"),
        ({"code": "\x00"}, "code"),
        ({"code": ["x"]}, "code"),
        ({"code_verifier": "short"}, "code_verifier"),
        ({"code_verifier": "x" * 129}, "code_verifier"),
        ({"code_verifier": "é" * 43}, "code_verifier"),
        ({"redirect_uri": ""}, "redirect_uri"),
        ({"redirect_uri": "x" * 3000}, "redirect_uri"),
        ({"device": ""}, "device"),
        ({"device": None}, "device"),
    ],
)
def test_bad_input_is_said_by_field_and_spotify_is_not_asked(
    client: Client, walk_body: Any, sandbox: SandboxProcess, change: dict[str, Any], field: str
) -> None:
    answer = post(client, walk_body(**change))
    assert answer.status_code == 400
    assert list(documented(answer)["errors"]) == [field]
    assert "token" not in sandbox.stats()["accounts"]


def test_device_is_needed_for_signing_in(client: Client, walk_body: Any) -> None:
    body = walk_body()
    del body["device"]
    assert list(documented(post(client, body))["errors"]) == ["device"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"code": "\\ud800"}'])
def test_malformed_body_is_400(client: Client, body: bytes) -> None:
    assert documented(post(client, body))["status"] == 400


def test_walks_from_one_address_are_limited(client: Client, walk_body: Any) -> None:
    body = walk_body()
    for _ in range(59):
        rate_limits.SPOTIFY_SIGN_IN.count("127.0.0.1")
    first = post(client, body | {"code": "made-up"})
    assert first["RateLimit"].startswith('"spotify-sign-in";r=0;')
    answer = post(client, body)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    documented(answer)
    assert not User.objects.exists()


# --- What is wrong at Spotify ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", ["error500", "error503", "reset", "truncate", "badjson", "html", "429"])
@pytest.mark.parametrize("endpoint", ["token", "me"])
def test_trouble_at_spotify_is_a_503_that_says_when(
    client: Client, walk_body: Any, sandbox: SandboxProcess, endpoint: str, fault: str
) -> None:
    body = walk_body()
    sandbox.faults({"endpoint": endpoint, "fault": fault, "retry_after": 77})
    answer = post(client, body)
    assert answer.status_code == 503
    assert documented(answer)["type"] == "/api/problems/spotify-unavailable"
    assert int(answer["Retry-After"]) == (77 if fault == "429" else RETRY_AFTER)
    assert not User.objects.exists()


def test_spotify_that_hangs_does_not_hold_the_phone(
    client: Client, walk_body: Any, sandbox: SandboxProcess, settings: Any
) -> None:
    settings.SOCIAL_AUTH_SPOTIFY_REQUESTS_TIMEOUT = (0.2, 0.2)
    body = walk_body()
    sandbox.faults({"endpoint": "token", "fault": "timeout", "seconds": 20})
    assert "in time" in documented(post(client, body))["detail"]


def test_listener_whom_the_app_may_not_admit_is_403(client: Client, walk_body: Any, sandbox: SandboxProcess) -> None:
    body = walk_body()
    sandbox.faults({"endpoint": "me", "fault": "403"})
    answer = post(client, body)
    assert answer.status_code == 403
    assert "has to add it first" in documented(answer)["detail"]


def test_account_that_was_switched_off_stays_out(client: Client, walk_body: Any) -> None:
    post(client, walk_body())
    User.objects.update(is_active=False)
    answer = post(client, walk_body())
    assert answer.status_code == 403
    assert "switched off" in documented(answer)["detail"]
    assert AccessToken.objects.count() == 1


def test_without_credentials_there_is_no_such_way(client: Client, walk_body: Any, settings: Any) -> None:
    body = walk_body()
    settings.SPOTIPY_CLIENT_ID = ""
    assert documented(post(client, body))["status"] == 404


def test_wrong_credentials_of_muse_are_no_fault_of_the_phone(client: Client, walk_body: Any, settings: Any) -> None:
    body = walk_body()
    settings.SOCIAL_AUTH_SPOTIFY_SECRET = "wrong"
    assert documented(post(client, body))["status"] == 503


def test_sign_in_works_while_the_cache_is_down(
    client: Client, walk_body: Any, test_servers: TestServers, django_capture_on_commit_callbacks: Any
) -> None:
    body = walk_body()
    test_servers.cache.stop()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert post(client, body).status_code == 201
    finally:
        test_servers.cache.start()


# --- Connecting with a token in hand ---------------------------------------------------------------------------------
def test_person_with_a_token_connects_spotify_and_gets_no_other(outsider: User, walk_body: Any) -> None:
    phone, body = phone_of(outsider), walk_body()
    del body["device"]
    answer = post(phone, body)
    assert answer.status_code == 200
    assert documented(answer)["person"]["username"] == "outsider"
    assert outsider.spotify_connection.spotify_user_id == MIRA
    assert AccessToken.objects.count() == User.objects.count() == 1
    assert post(phone, walk_body()).status_code == 200  # anew: the same account


def test_browser_connects_spotify_with_its_session(outsider: User, client_of: ClientOf, walk_body: Any) -> None:
    assert post(client_of(outsider), walk_body()).status_code == 200
    assert SpotifyConnection.objects.get().user == outsider


def test_account_of_somebody_else_is_409(client: Client, outsider: User, walk_body: Any) -> None:
    post(client, walk_body())
    answer = post(phone_of(outsider), walk_body())
    assert answer.status_code == 409
    assert "somebody else" in documented(answer)["detail"]
    assert not SpotifyConnection.objects.filter(user=outsider).exists()


def test_a_second_account_is_409(outsider: User, walk_body: Any) -> None:
    phone = phone_of(outsider)
    post(phone, walk_body(MIRA))
    assert "different account" in documented(post(phone, walk_body(JONAS)))["detail"]
    assert outsider.spotify_connection.spotify_user_id == MIRA


@pytest.mark.parametrize(("scopes", "kind"), [(["read", "write"], "personal"), (["read"], "device")])
def test_programs_and_readers_connect_nothing(outsider: User, walk_body: Any, scopes: list[str], kind: str) -> None:
    assert documented(post(phone_of(outsider, scopes, kind), walk_body()))["status"] == 403
    assert not SpotifyConnection.objects.exists()


def test_token_that_is_no_longer_good_is_401(walk_body: Any) -> None:
    UserFactory(username="somebody", password=PASSWORD)
    assert documented(post(with_token("muse_gone"), walk_body()))["status"] == 401
