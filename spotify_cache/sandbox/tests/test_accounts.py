"""The accounts service: consent, codes with PKCE, refresh, client credentials, revocation."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from spotify_cache.sandbox.process import SandboxProcess

CALLBACK = "http://127.0.0.1:8000/complete/spotify/?next=1"
WHO = "mira.okonjo"
VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
SECRETS = ("muse-sandbox", "muse-sandbox-secret")


class Client:
    """An application that signs listeners in."""

    def __init__(self, sandbox: SandboxProcess, http: requests.Session) -> None:
        self.sandbox = sandbox
        self.http = http

    def authorize(self, **changes: str | None) -> requests.Response:
        asked: dict[str, str | None] = {
            "client_id": "muse-sandbox",
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "state": "st4te",
            "scope": "user-top-read user-library-read",
            **changes,
        }
        return self.http.get(f"{self.sandbox.url}/authorize", params=asked, allow_redirects=False)

    def sent_back(self, **changes: str | None) -> dict[str, str]:
        """What the application hears in the redirect."""
        answer = self.authorize(**changes)
        assert answer.status_code == 302, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def code(self, **changes: str | None) -> str:
        return self.sent_back(listener=WHO, approve="1", **changes)["code"]

    def token(self, auth: tuple[str, str] | None = SECRETS, **form: str) -> requests.Response:
        return self.http.post(f"{self.sandbox.url}/api/token", data=form, auth=auth)

    def exchange(self, code: str, auth: tuple[str, str] | None = SECRETS, **form: str) -> requests.Response:
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **form}
        return self.token(auth, **fields)

    def me(self, token: str) -> requests.Response:
        return self.http.get(f"{self.sandbox.api_url}/me", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def client(sandbox: SandboxProcess, http: requests.Session) -> Client:
    return Client(sandbox, http)


def _error(answer: requests.Response) -> str:
    assert answer.status_code == 400
    content: dict[str, str] = answer.json()
    assert set(content) == {"error", "error_description"}
    return content["error"]


def test_consent_page_shows_the_listeners_the_wishes_and_two_buttons(client: Client) -> None:
    page = client.authorize()
    assert page.status_code == 200
    for piece in ("Mira Okonjo", "山田 遥", "artists and tracks you play most", "127.0.0.1:8000", "Agree", "Cancel"):
        assert piece in page.text
    assert page.text.count('type="radio"') >= 6


def test_consent_page_stands_a_strict_policy(client: Client, http: requests.Session) -> None:
    page = client.authorize()
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert http.get(f"{client.sandbox.url}/assets/consent.css").headers["Content-Type"].startswith("text/css")


def test_consent_page_escapes_what_it_is_given(client: Client) -> None:
    page = client.authorize(state='"><script>alert(1)</script>', scope="<b>scope</b>")
    assert "<script>" not in page.text
    assert "<b>scope" not in page.text


def test_agreeing_on_the_page_sends_a_code_and_the_state_back(client: Client, http: requests.Session) -> None:
    form = {"client_id": "muse-sandbox", "redirect_uri": CALLBACK, "state": "xyz", "scope": "", "listener": WHO}
    answer = http.post(f"{client.sandbox.url}/authorize", data={**form, "decision": "agree"}, allow_redirects=False)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (answer.status_code, query["state"], query["next"]) == (302, ["xyz"], ["1"])
    assert client.exchange(query["code"][0]).status_code == 200


def test_cancelling_sends_access_denied_and_the_state_back(client: Client, http: requests.Session) -> None:
    form = {"client_id": "muse-sandbox", "redirect_uri": CALLBACK, "state": "xyz", "listener": WHO}
    answer = http.post(f"{client.sandbox.url}/authorize", data={**form, "decision": "cancel"}, allow_redirects=False)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (query["error"], query["state"]) == (["access_denied"], ["xyz"])
    assert "code" not in query


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("http://localhost:8000/complete/", "localhost"),
        ("http://example.org/complete/", "https"),
        ("not a uri", "Invalid redirect"),
        ("", "Invalid redirect"),
    ],
)
def test_insecure_redirect_uri_is_refused_on_a_page(uri: str, said: str, client: Client) -> None:
    answer = client.authorize(redirect_uri=uri)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("uri", ["https://muse.example/cb", "http://127.0.0.1:1/cb", "http://[::1]:8000/cb"])
def test_https_and_loopback_literals_are_good_redirect_uris(uri: str, client: Client) -> None:
    assert client.authorize(redirect_uri=uri).status_code == 200


def test_unknown_client_and_plain_challenge_are_refused(client: Client) -> None:
    assert client.authorize(client_id="somebody").status_code == 400
    assert client.authorize(code_challenge="x", code_challenge_method="plain").status_code == 400


def test_implicit_grant_is_not_there(client: Client) -> None:
    assert client.sent_back(response_type="token")["error"] == "unsupported_response_type"


def test_code_becomes_tokens_of_the_listener_with_the_scopes(client: Client) -> None:
    answer = client.exchange(client.code()).json()
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    assert answer["scope"] == "user-top-read user-library-read"
    assert client.me(answer["access_token"]).json()["id"] == WHO
    assert "refresh_token" in answer


def test_credentials_may_stand_in_the_body(client: Client) -> None:
    answer = client.exchange(client.code(), auth=None, client_id=SECRETS[0], client_secret=SECRETS[1])
    assert answer.status_code == 200


def test_code_works_once(client: Client) -> None:
    code = client.code()
    assert client.exchange(code).status_code == 200
    assert _error(client.exchange(code)) == "invalid_grant"


def test_code_lasts_ten_minutes(client: Client) -> None:
    code = client.code()
    client.sandbox.control("clock", {"advance_s": 601})
    assert _error(client.exchange(code)) == "invalid_grant"


def test_redirect_uri_must_be_the_one_of_before(client: Client) -> None:
    assert _error(client.exchange(client.code(), redirect_uri="http://127.0.0.1:8000/other")) == "invalid_grant"


def test_verifier_must_fit_the_challenge(client: Client) -> None:
    challenge = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    assert client.exchange(client.code(**challenge), code_verifier=VERIFIER).status_code == 200
    assert _error(client.exchange(client.code(**challenge), code_verifier="wrong")) == "invalid_grant"
    assert _error(client.exchange(client.code(**challenge))) == "invalid_grant"


def test_public_client_needs_no_secret_with_pkce_and_gets_a_new_refresh_token_each_time(client: Client) -> None:
    code = client.code(code_challenge=CHALLENGE, code_challenge_method="S256")
    first = client.exchange(code, auth=None, client_id="muse-sandbox", code_verifier=VERIFIER).json()
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], "client_id": "muse-sandbox"}
    second = client.token(auth=None, **refresh).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert _error(client.token(auth=None, **refresh)) == "invalid_grant"
    assert _error(client.exchange(client.code(), auth=None, client_id="muse-sandbox")) == "invalid_client"


@pytest.mark.parametrize("auth", [("muse-sandbox", "wrong"), ("wrong", "muse-sandbox-secret"), None])
def test_wrong_credentials_are_invalid_client(auth: tuple[str, str] | None, client: Client) -> None:
    assert _error(client.token(auth, grant_type="client_credentials")) == "invalid_client"


def test_client_credentials_read_the_catalogue_and_nobodys_data(client: Client, http: requests.Session) -> None:
    answer = client.token(grant_type="client_credentials").json()
    assert "refresh_token" not in answer
    track = client.sandbox.control("catalog")["tracks"][0]
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert http.get(f"{client.sandbox.api_url}/tracks/{track}", headers=headers).status_code == 200
    assert client.me(answer["access_token"]).status_code == 401


@pytest.mark.parametrize("grant", ["", "password"])
def test_other_grants_are_unsupported(grant: str, client: Client) -> None:
    assert _error(client.token(grant_type=grant)) == "unsupported_grant_type"


def test_refresh_keeps_the_old_refresh_token_unless_told_to_rotate(client: Client) -> None:
    refresh = client.exchange(client.code()).json()["refresh_token"]
    answer = client.token(grant_type="refresh_token", refresh_token=refresh).json()
    assert "refresh_token" not in answer
    assert client.me(answer["access_token"]).json()["id"] == WHO
    client.sandbox.config(rotate_refresh_tokens=True)
    rotated = client.token(grant_type="refresh_token", refresh_token=refresh).json()
    assert rotated["refresh_token"] != refresh
    assert _error(client.token(grant_type="refresh_token", refresh_token=refresh)) == "invalid_grant"


def test_access_token_ends_when_its_time_is_over(client: Client) -> None:
    token = client.exchange(client.code()).json()["access_token"]
    client.sandbox.control("clock", {"advance_s": 3599})
    assert client.me(token).status_code == 200
    client.sandbox.control("clock", {"advance_s": 2})
    answer = client.me(token)
    assert answer.json() == {"error": {"status": 401, "message": "The access token expired"}}
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_lifetime_of_tokens_can_be_set(client: Client) -> None:
    client.sandbox.config(token_lifetime=60)
    assert client.token(grant_type="client_credentials").json()["expires_in"] == 60


def test_revoking_voids_every_token_until_the_listener_agrees_again(client: Client) -> None:
    tokens = client.exchange(client.code()).json()
    client.sandbox.control("revoke", {"listener": WHO})
    assert _error(client.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])) == "invalid_grant"
    assert client.me(tokens["access_token"]).json()["error"]["message"] == "Invalid access token"
    assert client.me(client.exchange(client.code()).json()["access_token"]).status_code == 200


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "No token provided"),
        ({"Authorization": "Bearer nonsense"}, "Invalid access token"),
        ({"Authorization": "Basic abc"}, "Only valid bearer authentication supported"),
    ],
)
def test_call_without_a_good_token_is_401(
    headers: dict[str, str], said: str, sandbox: SandboxProcess, http: requests.Session
) -> None:
    answer = http.get(f"{sandbox.api_url}/me", headers=headers)
    assert answer.json() == {"error": {"status": 401, "message": said}}


def test_tampered_token_and_token_of_another_use_are_invalid(client: Client) -> None:
    tokens: dict[str, Any] = client.exchange(client.code()).json()
    token: str = tokens["access_token"]
    for bad in (
        token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
        tokens["refresh_token"],
        "BQ" + tokens["refresh_token"][2:],
    ):
        assert client.me(bad).json()["error"]["message"] == "Invalid access token"


def test_tokens_survive_a_restart(client: Client, http: requests.Session) -> None:
    tokens = client.exchange(client.code()).json()
    with SandboxProcess() as again:
        other = Client(again, http)
        assert other.me(tokens["access_token"]).status_code == 200
        refreshed = other.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
        assert refreshed.status_code == 200
