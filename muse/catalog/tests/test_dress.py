"""Theme, error pages, speculation rules, and how durations, dates and ratings are written."""

from __future__ import annotations

import json
from decimal import Decimal
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.html import strip_tags

from accounts.models import User
from accounts.tests.cast import ClientOf
from muse import errors
from muse.templatetags import music
from spotify_cache.entities import Album


@pytest.mark.django_db
def test_the_theme_is_kept_for_a_visitor_without_session_or_token() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/theme", {"theme": "dark", "next": "/search?q=night"})
    assert (answer.status_code, answer["Location"]) == (302, "/search?q=night")
    assert set(client.cookies) == {"theme"}
    assert '<html lang="en" data-theme="dark">' in client.get("/no-such-page").content.decode()
    client.post("/theme", {"theme": "system", "next": "/"})
    assert '<html lang="en">' in client.get("/no-such-page").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
@pytest.mark.django_db
def test_the_theme_switch_leads_nowhere_else(client: Client, target: str) -> None:
    assert client.post("/theme", {"theme": "dark", "next": target})["Location"] == "/"


@pytest.mark.django_db
def test_an_unknown_theme_changes_nothing(client: Client) -> None:
    assert not client.post("/theme", {"theme": '"><script>', "next": "/"}).cookies
    assert client.get("/theme").status_code == 405


def test_the_theme_of_a_person_is_their_preference(client_of: ClientOf, owner: User) -> None:
    client_of(owner).post("/theme", {"theme": "dark", "next": "/"})
    owner.preferences.refresh_from_db()
    assert owner.preferences.theme == "dark"


@pytest.mark.django_db
def test_an_unknown_address_gets_the_404_page(client: Client) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "Nothing plays at this address." in answer.content.decode()


def test_the_500_page_needs_nothing(settings: Any) -> None:
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "The record skipped." in answer.content.decode()
    assert "/static/css/tokens.css" in answer.content.decode()
    # Not even static files that were collected.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something broke on our side." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400", "403", "404", "csrf", "503"])
def test_every_error_page_has_a_heading_and_a_way_on(name: str, rf: RequestFactory) -> None:
    page = render_to_string(f"errors/{name}.html", {"user": None}, rf.get("/x"))
    assert "<h1>" in page
    assert 'href="/"' in page


def test_a_form_without_its_token_is_answered_in_muses_dress(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/logout")
    assert answer.status_code == 403
    assert "Please send that again." in answer.content.decode()


@pytest.mark.django_db
def test_pages_name_speculation_rules_that_leave_out_what_changes_something(client: Client) -> None:
    address = json.loads(client.get("/no-such-page")["Speculation-Rules"])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/speculationrules+json"
    patterns = answer.json()["prefetch"][0]["where"]["and"][0]["href_matches"]
    assert "/albums/*" in patterns
    assert not any(word in pattern for pattern in patterns for word in ("login", "logout", "settings", "add", "delete"))


@pytest.mark.django_db
def test_no_page_carries_inline_scripts_or_styles(client: Client) -> None:
    page = client.get("/no-such-page").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert all("src=" in tag.split(">")[0] for tag in page.split("<script")[1:])


@pytest.mark.parametrize(
    ("milliseconds", "short", "long"),
    [
        (222_000, "3:42", "4 min"),
        (3_722_000, "1:02:02", "1 hr 2 min"),
        (7_200_000, "2:00:00", "2 hr"),
        (999, "0:01", "1 sec"),
        (0, "", "0 sec"),
        (None, "", "0 sec"),
    ],
)
def test_durations(milliseconds: int | None, short: str, long: str) -> None:
    assert music.duration(milliseconds) == short
    assert music.long_duration(milliseconds) == long


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2019-03-12", "12 March 2019"),
        ("2019-03", "March 2019"),
        ("2019", "2019"),
        ("", ""),
        ("0000", ""),
        ("2019-13-01", "2019-13-01"),
        ("1-2-3-4", "1-2-3-4"),
        ("soon", "soon"),
    ],
)
def test_release_dates_keep_their_precision(given: str, written: str) -> None:
    assert music.release_date(given) == written


@pytest.mark.parametrize(
    ("rating", "halves", "written"),
    [(Decimal("0.5"), 1, "0.5"), (Decimal("4.0"), 8, "4"), (4.27, 9, "4.3"), (Decimal("9"), 10, "9"), (None, 0, "")],
)
def test_ratings(rating: Any, halves: int, written: str) -> None:
    assert music.halves(rating) == halves
    assert music.score(rating) == written


def test_names_and_initials() -> None:
    people = [SimpleNamespace(name=name) for name in ("Ada", "Bo", "Cy")]
    assert music.join_names(people) == "Ada, Bo and Cy"
    assert music.join_names(people[:2]) == "Ada and Bo"
    assert music.join_names([]) == ""
    assert music.initial("«Élan»") == "É"
    assert music.initial("…") == "?"
    assert 1 <= music.tint("anybody") <= music.AVATAR_TINTS


@pytest.mark.parametrize(
    ("release_date", "tracks", "written"),
    [("2019-03-12", 2, "2019 · 2 tracks"), ("0000", 1, "1 track"), ("", 10, "10 tracks"), ("2019", 0, "2019")],
)
def test_an_album_card_names_the_year_where_it_is_known(release_date: str, tracks: int, written: str) -> None:
    album = Album("4aawyAB9vmqN3uQ7FjRGTy", "Night", release_date=release_date, total_tracks=tracks)
    card = strip_tags(unescape(render_to_string("components/album_card.html", {"album": album})))
    assert " ".join(card.split()) == f"Night {written}"


def test_an_album_without_tracks_blames_nobody() -> None:
    album = Album("4aawyAB9vmqN3uQ7FjRGTy", "Silence", track_ids=())
    page = {"album": album, "discs": (), "is_pending": False}
    assert "Spotify lists none" in render_to_string("catalog/_album.html", {"page": page})
    page["album"] = Album("4aawyAB9vmqN3uQ7FjRGTy", "Silence")
    assert "isn’t answering" in render_to_string("catalog/_album.html", {"page": page})


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, "in a minute"),
        (60, "in a minute"),
        (61, "in 2 minutes"),
        (5_340, "in 89 minutes"),
        (5_400, "in about 2 hours"),
        (6 * 3600, "in about 6 hours"),
    ],
)
def test_a_wait_is_told_as_people_tell_it(seconds: int | None, told: str) -> None:
    assert music.in_a_while(seconds) == told
