"""Searching for what Muse itself knows: people, playlists, and what one searched for before."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.selectors import people_called
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from muse.catalog.recent import MAX_RECENT
from muse.catalog.search import clean_query
from playlists.selectors import playlists_called
from playlists.tests.factories import PlaylistFactory, track_id
from spotify_cache.sandbox.process import SandboxProcess

QUICK = {"HX-Request": "true", "HX-Target": "quick-results"}


def _titles(typed: str, viewer: User | AnonymousUser) -> list[str]:
    return [playlist.title for playlist in playlists_called(typed, viewer)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["bjo", "Björk", "BJORK", "guð", "björk guð", "@gudda", "gudda_8", "gudda 8", "  bjork,  "]
)
def test_a_person_is_found_by_the_beginnings_of_their_names(typed: str) -> None:
    person = UserFactory.create(username="gudda_88", display_name="Björk Guðmundsdóttir")
    UserFactory.create(username="somebody", display_name="Somebody Else")
    assert list(people_called(typed)) == [person]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["jork", "björk nobody", "' | 'x':*", "&!():*", "", "🎷", "\\", "a' & b"])
def test_what_begins_no_word_of_a_name_finds_nobody(typed: str) -> None:
    UserFactory.create(username="gudda_88", display_name="Björk Guðmundsdóttir")
    assert list(people_called(typed)) == []


@pytest.mark.django_db
def test_who_has_just_this_username_comes_first_and_who_is_switched_off_never() -> None:
    for username in ("mo", "anna", "mona", "mo_off"):
        UserFactory.create(username=username, display_name="Mo Example", is_active=username != "mo_off")
    assert [person.username for person in people_called("mo")] == ["mo", "mona", "anna"]


@pytest.mark.django_db
def test_names_of_other_scripts_are_found() -> None:
    person = UserFactory.create(username="listener", display_name="Мария 宇多田")
    assert list(people_called("мар")) == list(people_called("宇多")) == [person]


def test_a_playlist_is_found_by_words_of_its_title(owner: User) -> None:
    PlaylistFactory.create(owner=owner, title="Café del Mar (and/or the night-train.com)")
    PlaylistFactory.create(owner=owner, title="Other")
    for typed in ("cafe", "CAFÉ mar", "night", "train.com", "or the"):
        assert _titles(typed, owner) == ["Café del Mar (and/or the night-train.com)"], typed


def test_a_private_playlist_is_found_by_its_owner_alone(
    owner: User, outsider: User, moderator: User, visitor: AnonymousUser
) -> None:
    PlaylistFactory.create(owner=owner, title="Secret songs", is_public=False)
    assert _titles("secret", owner) == ["Secret songs"]
    assert [_titles("secret", viewer) for viewer in (outsider, moderator, visitor)] == [[], [], []]


def test_playlists_of_who_is_switched_off_are_not_found(owner: User, visitor: AnonymousUser) -> None:
    PlaylistFactory.create(owner=owner, title="Gone songs")
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert _titles("gone", visitor) == []


def test_playlists_of_a_private_account_are_found_by_its_followers_alone(
    owner: User, outsider: User, follower: User, visitor: AnonymousUser
) -> None:
    PlaylistFactory.create(owner=owner, title="Songs for few")
    User.objects.filter(pk=owner.pk).update(is_private=True)
    assert _titles("songs", owner) == _titles("songs", follower) == ["Songs for few"]
    assert _titles("songs", outsider) == _titles("songs", visitor) == []
    assert list(people_called("olga")) == [owner]  # there to be asked


class AnyTypedText(TestCase):
    @given(st.text(max_size=60))
    @settings(max_examples=60, deadline=None)
    def test_any_text_is_a_search(self, typed: str) -> None:
        clean = clean_query(typed)
        list(people_called(clean)[:1])


def test_the_index_answers(owner: User) -> None:
    """Not a scan of all people: a search comes while somebody types."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "users_words" in people_called("owner").explain()
    assert "playlists_words" in playlists_called("owner", AnonymousUser()).explain()


def test_people_and_playlists_stand_beside_what_spotify_found(
    client: Client, catalogue: dict[str, Any], owner: User
) -> None:
    owner.display_name = "Night Owl"
    owner.save()
    PlaylistFactory.create(owner=owner, title="Night songs")
    PlaylistFactory.create(owner=owner, title="Night secrets", is_public=False)
    page = client.get("/search", {"q": "night"}).content.decode()
    for text in ("Albums</h2>", "People</h2>", "Playlists</h2>", "Night Owl", "Night songs"):
        assert text in page
    assert "secrets" not in page
    quick = client.get("/search", {"q": "night"}, headers=QUICK).content.decode()
    assert "@owner" in quick
    assert "Night songs" in quick


@pytest.mark.parametrize(("item_type", "found"), [("person", "Night Owl"), ("playlist", "Night songs")])
def test_tabs_of_people_and_playlists_ask_nothing_of_spotifys_search(
    client: Client, catalogue: dict[str, Any], sandbox: SandboxProcess, owner: User, item_type: str, found: str
) -> None:
    owner.display_name = "Night Owl"
    owner.save()
    PlaylistFactory.create(owner=owner, title="Night songs")
    page = client.get("/search", {"q": "night", "type": item_type}).content.decode()
    assert found in page
    assert 'aria-current="page">All' not in page
    assert sandbox.calls("search") == 0


def test_people_and_playlists_are_found_while_spotify_is_away(
    client: Client, catalogue: dict[str, Any], away: SandboxProcess, owner: User
) -> None:
    PlaylistFactory.create(owner=owner, title="Owner of songs")
    answer = client.get("/search", {"q": "owner"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Owner of songs" in page
    assert "Olga Owner" in page
    assert "albums, artists and tracks are missing here" in page
    assert "Olga Owner" in client.get("/search", {"q": "owner"}, headers=QUICK).content.decode()


@pytest.mark.parametrize("item_type", ["", "person", "playlist"])
def test_a_search_is_the_same_number_of_queries_whatever_it_finds(
    client: Client,
    catalogue: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    item_type: str,
) -> None:
    def search() -> None:
        client.get("/search", {"q": "night", "type": item_type})

    def write(count: int) -> None:
        for number in range(count):
            person = UserFactory.create(display_name=f"Night {number}")
            PlaylistFactory.create(owner=person, title=f"Night {number}", track_ids=[track_id(number)])

    write(1)
    search()
    with django_assert_num_queries(4 if not item_type else 2):
        search()
    write(30)
    search()
    with django_assert_num_queries(4 if not item_type else 2):
        search()


def test_a_private_account_is_a_name_in_the_list(client: Client, catalogue: dict[str, Any], owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(bio="Listens.", is_private=True)
    page = client.get("/search", {"q": "olga", "type": "person"}).content.decode()
    assert "Olga Owner" in page
    assert "Listens." not in page


def test_further_people_are_on_further_pages(client: Client, catalogue: dict[str, Any]) -> None:
    for number in range(25):
        UserFactory.create(username=f"night{number:02}")
    page = client.get("/search", {"q": "night", "type": "person", "page": "2"}).content.decode()
    assert "Page 2 of 2" in page
    assert "@night24" in page
    assert "@night00" not in page


# --- What one searched for ------------------------------------------------------------------------------------------


def _recent(client: Client) -> list[str]:
    kept: list[str] = client.session.get("recent_searches", [])
    return kept


def test_searches_of_a_person_are_listed_on_the_empty_page_newest_first(
    client_of: ClientOf, owner: User, catalogue: dict[str, Any]
) -> None:
    client = client_of(owner)
    for query in ("night", "winter", "NIGHT"):
        client.get("/search", {"q": query, "type": "person"})
    assert _recent(client) == ["NIGHT", "winter"]
    page = client.get("/search").content.decode()
    assert page.index("?q=NIGHT") < page.index("?q=winter")
    assert "?q=winter" in client.get("/search", {"q": ""}, headers=QUICK).content.decode()


def test_only_the_last_few_are_kept(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    for number in range(MAX_RECENT + 3):
        client.get("/search", {"q": f"night {number}", "type": "person"})
    assert _recent(client) == [f"night {number}" for number in range(MAX_RECENT + 2, 2, -1)]


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("nig", {"HX-Request": "true"}),
        ("nig", QUICK),
        ("night", {"Sec-Purpose": "prefetch"}),
        ("spotify:album:4aawyAB9vmqN3uQ7FjRGTy", {}),
        ("x" * 300, {}),
    ],
)
def test_what_comes_while_typing_or_is_no_search_is_not_kept(
    client_of: ClientOf, owner: User, query: str, headers: dict[str, str]
) -> None:
    client = client_of(owner)
    client.get("/search", {"q": query, "type": "person"}, headers=headers)
    assert _recent(client) == []


def test_opening_a_result_that_came_while_typing_keeps_the_search(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    assert [client.post("/search/recent", {"q": " night\n"}).status_code for _ in range(2)] == [204, 204]
    for nothing in ("", " ", "x" * 300, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"):
        assert client.post("/search/recent", {"q": nothing}).status_code == 204
    assert client.post("/search/recent").status_code == 204
    assert _recent(client) == ["night"]


def test_clearing_forgets_all_twice_in_a_row(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    client.post("/search/recent", {"q": "night"})
    answers = [client.post("/search/recent/clear") for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/search")] * 2
    assert _recent(client) == []
    in_place = client.post("/search/recent/clear", headers=QUICK)
    assert (in_place.status_code, in_place.content.strip()) == (200, b"")


def test_nobody_sees_what_others_searched_for(client_of: ClientOf, owner: User, outsider: User) -> None:
    client_of(owner).get("/search", {"q": "night", "type": "person"})
    assert "?q=night" not in client_of(outsider).get("/search").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search/recent", "/search/recent/clear"])
def test_a_visitor_has_no_recent_searches(client: Client, path: str) -> None:
    client.get("/search", {"q": "night", "type": "person"})
    assert not client.cookies
    assert client.post(path, {"q": "night"})["Location"].startswith("/login")
    assert client.get(path).status_code in (302, 405)


def test_remembering_is_under_the_limit_of_writes(client_of: ClientOf, owner: User) -> None:
    from accounts import rate_limits

    for _ in range(120):
        rate_limits.WRITE.count(str(owner.pk))
    assert client_of(owner).post("/search/recent", {"q": "night"}).status_code == 429
