"""The OpenAPI document, the pages to try and to read it, and the root."""

from __future__ import annotations

import difflib
import re
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.tests.cast import ClientOf
from muse.api.root import RESOURCES
from muse.testing.openapi import document, documented, mistakes
from playlists.models import Playlist

KEPT = settings.BASE_DIR / "docs" / "openapi.yaml"


def test_the_document_is_made_without_a_warning() -> None:
    written = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)
    assert yaml.safe_load(written.getvalue())["openapi"].startswith("3.1")


def test_the_document_in_the_repository_is_this_one(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", "--file", str(made))
    diff = difflib.unified_diff(
        KEPT.read_text().splitlines(),
        made.read_text().splitlines(),
        "docs/openapi.yaml",
        "what Muse is now",
        lineterm="",
    )
    shown = "\n".join(islice(diff, 40))
    if shown:
        pytest.fail(
            "docs/openapi.yaml is not what this API is now: run `make openapi`, and read the diff as somebody whose "
            f"client was made from the old one would. It begins:\n{shown}",
            pytrace=False,
        )


def test_the_document_is_served_as_json_and_as_yaml(client: Client, db: None) -> None:
    as_json = client.get("/api/schema/")
    assert as_json["Content-Type"].startswith("application/vnd.oai.openapi+json")
    as_yaml = client.get("/api/schema/", headers={"Accept": "application/yaml"})
    assert as_yaml["Content-Type"].startswith("application/yaml")
    assert yaml.safe_load(as_yaml.content) == as_json.json()


def test_an_unchanged_document_is_304(client: Client, db: None) -> None:
    first = client.get("/api/schema/")
    assert client.get("/api/schema/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [(path, operation) for path, methods in document()["paths"].items() for operation in methods.values()]


def test_every_operation_is_typed_named_and_may_answer_a_problem() -> None:
    for path, operation in operations():
        answers = dict(operation["responses"])
        assert answers.pop("default") == {"$ref": "#/components/responses/Problem"}, path
        too_large = answers.pop("413", None)
        assert (too_large is not None) == ("requestBody" in operation), path
        assert operation["summary"], path
        for status, answer in answers.items():
            assert status == "204" or answer["content"]["application/json"]["schema"], f"{path} {status}"
    names = [operation["operationId"] for _, operation in operations()]
    assert len(names) == len(set(names))


def test_nothing_is_without_a_word_of_what_it_is() -> None:
    tags = {tag["name"] for tag in document()["tags"]}
    assert all(tag["description"] for tag in document()["tags"])
    assert {tag for _, operation in operations() for tag in operation["tags"]} == tags
    for path, operation in operations():
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (path, parameter["name"])
    for name, schema in document()["components"]["schemas"].items():
        if "enum" in schema:
            said = dict(re.findall(r"^\* `(\w+)` - (.+)$", schema["description"], re.MULTILINE))
            assert list(said) == schema["enum"], name
            assert not any(value == meaning for value, meaning in said.items()), name


def test_operations_are_named_by_what_their_address_begins_with() -> None:
    for path, operation in operations():
        first = path.removeprefix("/api/v1/").split("/")[0].split("{")[0].replace("-", "_") or "root"
        assert operation["operationId"].startswith(f"{first}_") or operation["operationId"] == first, path


def test_every_address_of_the_api_is_in_the_document() -> None:
    paths = {path.replace("{spotify_id}", "{id}") for path in document()["paths"]}
    listed = {f"/api/v1/{template.split('{?')[0]}" for template in RESOURCES.values()}
    assert paths == listed | {"/api/v1/"}


def test_the_root_says_by_what_each_read_can_be_asked() -> None:
    templates = {template.partition("{?")[::2] for template in RESOURCES.values()}
    listed = {f"/api/v1/{path}": set(filter(None, query.rstrip("}").split(","))) for path, query in templates}
    for path, methods in document()["paths"].items():
        parameters = methods.get("get", {}).get("parameters", [])
        asked = {one["name"] for one in parameters if one["in"] == "query"} - {"fields"}
        assert listed.get(path.replace("{spotify_id}", "{id}"), set()) == asked, path


def test_everything_that_is_sent_or_answered_has_an_example() -> None:
    for _, operation in operations():
        sent = operation.get("requestBody", {}).get("content", {})
        answered = [
            answer.get("content", {}) for status, answer in operation["responses"].items() if status != "default"
        ]
        for content in (sent, *answered):
            assert not content or any("examples" in media for media in content.values()), operation["operationId"]


def test_examples_fit_what_they_are_examples_of() -> None:
    examples = 0
    for path, operation in operations():
        for described in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in described.get("content", {}).values():
                for name, example in media.get("examples", {}).items():
                    assert mistakes(example["value"], media["schema"]) == [], f"{path}: {name}"
                    examples += 1
    assert examples > 10


def test_the_root_lists_what_there_is(client: Client, db: None) -> None:
    body = documented(client.get("/api/v1/"))
    assert body["resources"]["album_tracks"] == "http://testserver/api/v1/albums/{id}/tracks"
    begin = body["spotify_sign_in"]
    assert (begin["client_id"], begin["scopes"]) == (settings.SPOTIPY_CLIENT_ID, settings.SOCIAL_AUTH_SPOTIFY_SCOPE)
    assert begin["authorize_url"] == f"{settings.SPOTIFY_ACCOUNTS_URL}/authorize"
    assert body["docs"] == "http://testserver/api/docs/"
    assert body["reference"] == "http://testserver/api/redoc/"


def test_the_root_of_a_muse_without_spotify_says_that_nobody_signs_in_there(
    client: Client, db: None, settings: Any
) -> None:
    settings.SPOTIPY_CLIENT_ID = ""
    assert documented(client.get("/api/v1/"))["spotify_sign_in"] is None


def test_the_root_without_its_slash_leads_to_it(client: Client, db: None) -> None:
    response = client.get("/api/v1")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/")


def test_the_page_to_try_it_is_no_exception_from_the_sites_policy(client: Client, db: None) -> None:
    policies = {client.get(path)["Content-Security-Policy"] for path in ("/api/docs/", "/api/docs/?script", "/login")}
    assert len(policies) == 1
    assert "unsafe" not in policies.pop()


@pytest.mark.django_db(transaction=True)
def test_the_page_to_try_it_works_in_a_browser(live_server: LiveServer, browser_page: Page) -> None:
    refused: list[str] = []
    browser_page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    browser_page.goto(f"{live_server.url}/api/docs/")
    browser_page.get_by_role("heading", name="Muse", level=1).wait_for()
    browser_page.get_by_role("button", name="Schemas").click()  # closes them
    operation = browser_page.locator("#operations-Reviews-reviews_list")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table .response-col_status").get_by_text("200").wait_for()
    assert refused == []


@pytest.mark.django_db(transaction=True)
def test_who_is_signed_in_can_try_to_write(
    live_server: LiveServer, browser_page: Page, client_of: ClientOf, owner: User, settings: Any
) -> None:
    settings.BASE_URL = live_server.url
    session = client_of(owner).cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    browser_page.goto(f"{live_server.url}/api/docs/")
    operation = browser_page.locator("#operations-Playlists-playlists_create")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("textarea.body-param__text").fill('{"title": "Out of the page"}')
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table .response-col_status").get_by_text("201").wait_for()
    assert Playlist.objects.get().title == "Out of the page"


def test_the_page_to_read_it_has_a_policy_hardly_wider_than_the_sites(client: Client, db: None) -> None:
    def directives(path: str) -> dict[str, set[str]]:
        policy = client.get(path)["Content-Security-Policy"]
        return {words[0]: set(words[1:]) for words in map(str.split, policy.split(";"))}

    site, page = directives("/login"), directives("/api/redoc/")
    wider = {name: sources - site.get(name, set()) for name, sources in page.items()}
    assert {name for name, sources in wider.items() if sources} == {"style-src", "worker-src"}
    assert all(source.startswith("'sha256-") for source in wider["style-src"])
    assert wider["worker-src"] == {"blob:"}
    assert "<script>" not in client.get("/api/redoc/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_to_read_it_works_in_a_browser(
    live_server: LiveServer, browser_page: Page, refused: list[str]
) -> None:
    errors: list[str] = []
    browser_page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    browser_page.goto(f"{live_server.url}/api/redoc/")
    browser_page.get_by_role("heading", name="Muse (1)").wait_for()
    browser_page.get_by_placeholder("Search...").fill("releases")
    browser_page.get_by_role("menuitem", name="An artist's releases, newest first").first.click()
    heading = browser_page.get_by_role("heading", name="An artist's releases, newest first")
    heading.wait_for()
    # In its own colours: what the script made of styles was let in.
    assert heading.evaluate("element => getComputedStyle(element).fontFamily").startswith("Montserrat")
    # The maker's sign in the sidebar would come from the maker's site.
    assert all("https://cdn.redoc.ly/" in line for line in errors), errors
    refused.clear()
