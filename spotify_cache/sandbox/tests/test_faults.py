"""The rate window, latency and every fault that can be ordered."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import requests

from spotify_cache.sandbox.process import SandboxError, SandboxProcess

from .conftest import Api

Ids = dict[str, Any]


@pytest.fixture
def track(ids: Ids) -> str:
    return f"/tracks/{ids['tracks'][0]}"


def test_calls_above_the_limit_are_429_with_the_seconds_to_wait(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.config(rate_limit=5)
    assert [api(track).status_code for _ in range(7)] == [200] * 5 + [429] * 2
    refused = api(track)
    assert refused.json()["error"]["status"] == 429
    assert 25 <= int(refused.headers["Retry-After"]) <= 30
    window = sandbox.stats()["window"]
    assert (window["limit"], window["used"], window["busiest"], window["refused"]) == (5, 5, 5, 3)


def test_window_rolls_and_opens_again_after_retry_after(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.config(rate_limit=2)
    api(track)
    sandbox.control("clock", {"advance_s": 20})
    api(track)
    wait = int(api(track).headers["Retry-After"])
    assert 9 <= wait <= 10
    sandbox.control("clock", {"advance_s": wait})
    assert api(track).status_code == 200
    assert api(track).status_code == 429


def test_accounts_and_artwork_do_not_count_in_the_window(
    sandbox: SandboxProcess, http: requests.Session, api: Api, track: str
) -> None:
    sandbox.config(rate_limit=1)
    url = api(track).json()["album"]["images"][0]["url"]
    assert http.get(url).status_code == 200
    form = {"grant_type": "client_credentials"}
    assert http.post(f"{sandbox.url}/api/token", data=form, auth=("muse-sandbox", "muse-sandbox-secret")).ok
    assert sandbox.stats()["window"]["used"] == 1


@pytest.mark.parametrize(
    ("fault", "status", "message"),
    [
        ("error500", 500, "Server error."),
        ("error502", 502, "Bad gateway."),
        ("error503", 503, "Service unavailable."),
        ("401", 401, "The access token expired"),
        ("403", 403, "Forbidden"),
        ("429", 429, "API rate limit exceeded"),
        ("not_found", 404, "Resource not found"),
    ],
)
def test_fault_that_is_an_answer(
    fault: str, status: int, message: str, sandbox: SandboxProcess, api: Api, track: str
) -> None:
    sandbox.faults({"endpoint": "track", "fault": fault, "times": 1})
    answer = api(track)
    assert answer.status_code == status
    assert answer.json() == {"error": {"status": status, "message": message}}
    assert api(track).status_code == 200


def test_fault_404_of_a_proxy_is_a_page(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"endpoint": "track", "fault": "html404", "times": 1})
    answer = api(track)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_fault_429_says_how_long_to_wait(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"endpoint": "*", "fault": "429", "retry_after": 7200})
    assert api(track).headers["Retry-After"] == "7200"


def test_used_up_quota_has_its_own_reason(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"fault": "quota_exceeded"})
    answer = api(track)
    error = {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}
    assert (answer.status_code, answer.json()) == (429, {"error": error})


def test_fault_html_is_a_page_of_a_proxy(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"fault": "html"})
    answer = api(track)
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")


def test_fault_badjson_is_a_whole_answer_that_cannot_be_read(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"fault": "badjson"})
    answer = api(track)
    assert answer.status_code == 200
    with pytest.raises(ValueError):
        json.loads(answer.text)


def test_fault_truncate_promises_more_than_it_sends(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"fault": "truncate"})
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        api(track)


def test_fault_reset_breaks_the_connection(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"fault": "reset"})
    with pytest.raises(requests.exceptions.ConnectionError, match=r"reset|aborted"):
        api(track)


def test_fault_timeout_never_answers(sandbox: SandboxProcess, http: requests.Session, track: str) -> None:
    sandbox.faults({"fault": "timeout"})
    headers = {"Authorization": f"Bearer {sandbox.token()}"}
    with pytest.raises(requests.exceptions.ReadTimeout):
        http.get(sandbox.api_url + track, headers=headers, timeout=0.3)


def test_call_without_an_answer_is_counted_with_status_0(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.faults({"fault": "reset", "times": 1})
    with pytest.raises(requests.exceptions.ConnectionError):
        api(track)
    report = sandbox.stats()
    assert report["endpoints"]["track"]["0"] >= 1
    assert report["calls"][0]["fault"] == "reset"


def test_fault_hits_only_its_endpoint_or_kind(sandbox: SandboxProcess, api: Api, ids: Ids, track: str) -> None:
    sandbox.faults({"endpoint": "album_tracks", "fault": "error500"}, {"endpoint": "artist", "fault": "error502"})
    assert api(track).status_code == 200
    assert api(f"/albums/{ids['albums'][0]}").status_code == 200
    assert api(f"/albums/{ids['albums'][0]}/tracks").status_code == 500
    assert api(f"/artists/{ids['artists'][0]}/albums").status_code == 502


def test_star_leaves_the_accounts_service_alone_and_token_hits_it(
    sandbox: SandboxProcess, http: requests.Session
) -> None:
    def token() -> requests.Response:
        form = {"grant_type": "client_credentials"}
        return http.post(f"{sandbox.url}/api/token", data=form, auth=("muse-sandbox", "muse-sandbox-secret"))

    sandbox.faults({"endpoint": "*", "fault": "error500"})
    assert token().status_code == 200
    sandbox.faults({"endpoint": "token", "fault": "error503", "times": 1})
    assert token().status_code == 503
    assert token().status_code == 200


def test_probability_is_a_share_of_calls_and_the_same_each_time(sandbox: SandboxProcess, api: Api, track: str) -> None:
    order = {"fault": "error500", "probability": 0.4}
    sandbox.faults(order)
    first = [api(track).status_code for _ in range(30)]
    sandbox.faults(order)
    assert [api(track).status_code for _ in range(30)] == first
    assert 4 <= first.count(500) <= 20


@pytest.mark.parametrize("order", [{"fault": "earthquake"}, {"fault": "reset", "when": "now"}, "reset"])
def test_wrong_order_is_refused_with_a_reason_and_changes_nothing(
    order: Any, sandbox: SandboxProcess, api: Api, track: str
) -> None:
    sandbox.faults({"fault": "error500"})
    with pytest.raises(SandboxError, match=r"fault|field|object"):
        sandbox.control("faults", {"faults": [order]})
    assert api(track).status_code == 500


def test_latency_is_by_endpoint_then_kind_then_all(sandbox: SandboxProcess, api: Api, ids: Ids, track: str) -> None:
    sandbox.config(latency={"track": 120, "artist_albums": 60})
    for path, least, most in ((track, 0.12, 5.0), (f"/artists/{ids['artists'][0]}/albums", 0.06, 5.0)):
        started = time.perf_counter()
        api(path)
        assert least <= time.perf_counter() - started < most
    calls = sandbox.stats()["calls"]
    assert [call["endpoint"] for call in calls] == ["track", "artist_albums"]
    assert calls[0]["ms"] >= 120


def test_stats_tell_what_was_called_in_which_order_and_with_whose_token(
    sandbox: SandboxProcess, api: Api, ids: Ids, track: str
) -> None:
    api(track)
    api("/me", "mira.okonjo")
    api("/tracks/" + "0" * 22)
    api(f"/albums?ids={ids['albums'][0]}")
    report = sandbox.stats()
    assert report["total"] == 4
    assert report["endpoints"] == {"albums": {"403": 1}, "me": {"200": 1}, "track": {"200": 1, "404": 1}}
    assert [call["token"] for call in report["calls"]] == ["app", "listener:mira.okonjo", "app", "app"]
    assert report["calls"][0]["path"] == f"/v1{track}"
    assert sandbox.calls("track") == 2


def test_reset_takes_everything_back(sandbox: SandboxProcess, api: Api, track: str) -> None:
    sandbox.config(quota_mode="extended", rate_limit=1, latency_ms=5)
    sandbox.faults({"fault": "error500"})
    sandbox.control("clock", {"advance_s": 500})
    api(track)
    sandbox.reset()
    report = sandbox.stats()
    assert (report["total"], report["faults"], report["window"]["limit"]) == (0, [], 0)
    assert api("/markets").status_code == 403
    assert api(track).status_code == 200


def test_wrong_setting_is_refused(sandbox: SandboxProcess) -> None:
    for settings in ({"quota_mode": "unlimited"}, {"colour": "blue"}, {"rate_limit": "many"}):
        with pytest.raises(SandboxError):
            sandbox.config(**settings)
