"""Following on pages: the button, the lists, the requests, and what a private account keeps to its followers."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts import following
from accounts.models import Follow, User, UserPreferences
from accounts.selectors import follow_state, is_following
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import FollowFactory, PreferencesFactory, UserFactory
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def private(owner: User, follower: User) -> User:
    """The owner with a private account, who wrote, collected and likes something."""
    following.set_private(owner, True)
    User.objects.filter(pk=owner.pk).update(bio="Mostly bass.")
    ReviewFactory(author=owner, text="It grows on you.")
    PlaylistFactory(owner=owner, title="For many")
    PreferencesFactory(user=owner, favourite_genres=["fado"])
    owner.refresh_from_db()
    return owner


# --- The button ------------------------------------------------------------------------------------------------------
def test_following_and_leaving_by_form(owner: User, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    assert "Follow<" in _text(client, "/u/owner")
    for _ in range(2):
        assert client.post("/u/owner/follow", {"next": "/u/owner?page=2"})["Location"] == "/u/owner?page=2"
        assert is_following(outsider, owner)
    assert "Unfollow<" in _text(client, "/u/owner")
    for _ in range(2):
        assert client.post("/u/owner/unfollow")["Location"] == "/u/owner"
        assert not is_following(outsider, owner)


def test_following_leads_nowhere_but_to_muse(owner: User, outsider: User, client_of: ClientOf) -> None:
    answer = client_of(outsider).post("/u/owner/follow", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == "/u/owner"


def test_with_htmx_the_answer_is_the_line_of_the_profile(owner: User, outsider: User, client_of: ClientOf) -> None:
    headers = {"HX-Request": "true", "HX-Target": "follow-line"}
    answer = client_of(outsider).post("/u/owner/follow", {"next": "/u/owner"}, headers=headers).content.decode()
    assert 'id="follow-line"' in answer
    assert "1 follower<" in answer
    assert "Unfollow" in answer
    assert "You follow Olga Owner." in answer
    assert "<html" not in answer


def test_with_htmx_the_answer_is_the_button_of_a_list(owner: User, outsider: User, client_of: ClientOf) -> None:
    headers = {"HX-Request": "true", "HX-Target": f"follow-of-{owner.pk}"}
    answer = client_of(outsider).post("/u/owner/follow", {"next": "/u/x/followers"}, headers=headers).content.decode()
    assert f'id="follow-of-{owner.pk}"' in answer
    assert "follow-line" not in answer
    assert 'value="/u/x/followers"' in answer


@pytest.mark.parametrize("action", ["follow", "unfollow"])
def test_visitor_signs_in_first_and_comes_to_the_profile(client: Client, owner: User, action: str) -> None:
    assert client.post(f"/u/owner/{action}")["Location"] == "/login?next=/u/owner"
    told = client.post(f"/u/owner/{action}", headers={"HX-Request": "true"})
    assert told["HX-Redirect"] == "/login?next=/u/owner"
    assert not Follow.objects.exists()


def test_visitor_is_offered_to_follow_by_signing_in(client: Client, owner: User) -> None:
    assert 'href="/login?next=/u/owner"' in _text(client, "/u/owner")


def test_address_of_the_button_opened_again_leads_to_the_profile(
    owner: User, outsider: User, client_of: ClientOf
) -> None:
    assert client_of(outsider).get("/u/owner/follow")["Location"] == "/u/owner"
    assert not is_following(outsider, owner)


def test_nobody_follows_themselves(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    assert "follow-button" not in _text(client, "/u/owner")
    assert client.post("/u/owner/follow")["Location"] == "/u/owner"
    assert not Follow.objects.exists()


@pytest.mark.parametrize("name", ["nobody", "%00", "x" * 500, "switched_off"])
def test_who_is_not_there_cannot_be_followed(outsider: User, client_of: ClientOf, name: str) -> None:
    UserFactory.create(username="switched_off", is_active=False)
    client = client_of(outsider)
    for path in (f"/u/{name}/follow", f"/u/{name}/unfollow", f"/followers/{name}/accept", f"/followers/{name}/remove"):
        assert client.post(path).status_code == 404
    for path in (f"/u/{name}/followers", f"/u/{name}/following"):
        assert client.get(path).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_follow(client_of: ClientOf) -> None:
    person, other = UserFactory.create(), UserFactory.create()
    clients = [client_of(person), client_of(person)]
    path = f"/u/{other.username}/follow"
    assert at_once(*(partial(lambda one: one.post(path).status_code, one) for one in clients)) == [302, 302]
    assert Follow.objects.count() == 1


# --- Lists -----------------------------------------------------------------------------------------------------------
def test_lists_show_who_follows_and_how_the_viewer_stands_to_them(
    owner: User, follower: User, outsider: User, client_of: ClientOf
) -> None:
    following.follow(outsider, follower)
    page = _text(client_of(outsider), "/u/owner/followers")
    assert "Fadi Follower" in page
    assert "Unfollow" in page
    assert "Olga Owner" in _text(client_of(outsider), "/u/follower/following")
    assert "Follows nobody yet." in _text(client_of(outsider), "/u/owner/following")


def test_owner_removes_a_follower_who_is_not_offered_to_others(
    owner: User, follower: User, outsider: User, client_of: ClientOf
) -> None:
    assert "/followers/follower/remove" not in _text(client_of(outsider), "/u/owner/followers")
    assert client_of(outsider).post("/followers/follower/remove").status_code == 302
    assert is_following(follower, owner)
    client = client_of(owner)
    assert "/followers/follower/remove" in _text(client, "/u/owner/followers")
    for _ in range(2):
        assert client.post("/followers/follower/remove")["Location"] == "/u/owner/followers"
        assert not is_following(follower, owner)


def test_names_in_another_case_lead_to_the_list(client: Client, owner: User) -> None:
    assert client.get("/u/OWNER/followers")["Location"] == "/u/owner/followers"


@pytest.mark.parametrize("count", [1, 20])
def test_a_list_makes_a_fixed_number_of_queries(
    owner: User, outsider: User, client_of: ClientOf, django_assert_num_queries: Any, count: int
) -> None:
    FollowFactory.create_batch(count, followed=owner)
    client = client_of(outsider)
    with django_assert_num_queries(6):
        client.get("/u/owner/followers")


def test_lists_come_fifty_a_page(client: Client, owner: User) -> None:
    FollowFactory.create_batch(51, followed=owner)
    assert _text(client, "/u/owner/followers").count('<li class="person-row"') == 50
    assert _text(client, "/u/owner/followers?page=2").count('<li class="person-row"') == 1
    assert _text(client, "/u/owner/followers?page=nonsense").count('<li class="person-row"') == 50


# --- A private account -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["outsider", "visitor", "moderator", "asking"])
def test_a_private_profile_is_a_name_and_a_button(
    private: User, who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    viewer = UserFactory.create(username="asking") if who == "asking" else request.getfixturevalue(who)
    if who == "asking":
        following.follow(viewer, private)
    page = _text(client_of(viewer), "/u/owner")
    for shown in ("Olga Owner", "Mostly bass.", "1 follower<", "0 following<", "This account is private."):
        assert shown in page
    for kept in ("It grows on you.", "For many", "fado", "ratings and reviews", "playlist<", "/u/owner/followers"):
        assert kept not in page
    assert ("Take back" if who == "asking" else "Ask to follow") in page


@pytest.mark.parametrize("who", ["owner", "follower"])
def test_followers_see_a_private_profile_whole(
    private: User, who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    page = _text(client_of(request.getfixturevalue(who)), "/u/owner")
    for shown in ("It grows on you.", "For many", "fado"):
        assert shown in page


@pytest.mark.parametrize("path", ["/u/owner/followers", "/u/owner/following"])
def test_lists_of_a_private_account_are_404_to_strangers(
    private: User,
    follower: User,
    outsider: User,
    moderator: User,
    visitor: AnonymousUser,
    client_of: ClientOf,
    path: str,
) -> None:
    seen = [client_of(who).get(path).status_code for who in (private, follower, outsider, moderator, visitor)]
    assert seen == [200, 200, 404, 404, 404]


def test_who_asks_stands_among_the_requests_and_is_let_in(private: User, outsider: User, client_of: ClientOf) -> None:
    client_of(outsider).post("/u/owner/follow")
    assert follow_state(outsider, private) == "requested"
    client = client_of(private)
    assert "1 asks to follow you" in _text(client, "/u/owner")
    assert "Otto Outsider" in _text(client, "/followers/requests")
    for _ in range(2):
        assert client.post("/followers/outsider/accept")["Location"] == "/followers/requests"
    assert is_following(outsider, private)
    assert "Nobody is waiting." in _text(client, "/followers/requests")


def test_who_is_declined_is_out_and_a_follower_cannot_be_declined(
    private: User, outsider: User, follower: User, client_of: ClientOf
) -> None:
    following.follow(outsider, private)
    client = client_of(private)
    for name in ("outsider", "outsider", "follower"):
        assert client.post(f"/followers/{name}/decline").status_code == 302
    assert follow_state(outsider, private) == "none"
    assert is_following(follower, private)


def test_nobody_answers_for_somebody_else(private: User, outsider: User, moderator: User, client_of: ClientOf) -> None:
    following.follow(outsider, private)
    for action in ("accept", "decline", "remove"):
        client_of(moderator).post(f"/followers/outsider/{action}")
        client_of(outsider).post(f"/followers/owner/{action}")
    assert follow_state(outsider, private) == "requested"


@pytest.mark.parametrize("path", ["/followers/requests", "/followers/owner/accept", "/followers/owner/remove"])
def test_requests_need_a_person(client: Client, owner: User, path: str) -> None:
    answer = client.get(path) if path.endswith("requests") else client.post(path)
    assert answer["Location"] == f"/login?next={path}"


@pytest.mark.parametrize("count", [1, 20])
def test_requests_make_a_fixed_number_of_queries(
    private: User, client_of: ClientOf, django_assert_num_queries: Any, count: int
) -> None:
    FollowFactory.create_batch(count, followed=private, status="requested")
    client = client_of(private)
    with django_assert_num_queries(5):
        client.get("/followers/requests")


# --- The switch ------------------------------------------------------------------------------------------------------
def test_privacy_is_saved_and_becoming_public_lets_in_who_asked(
    owner: User, outsider: User, client_of: ClientOf
) -> None:
    client = client_of(owner)
    answer = client.post("/settings/privacy", {"is_private": "on", "default_visibility": "followers"})
    assert answer["Location"] == "/settings#privacy"
    owner.refresh_from_db()
    assert owner.is_private
    assert UserPreferences.objects.get(user=owner).default_visibility == "followers"
    following.follow(outsider, owner)
    client.post("/settings/privacy", {"default_visibility": "everyone"})
    owner.refresh_from_db()
    assert not owner.is_private
    assert is_following(outsider, owner)


@pytest.mark.parametrize("value", ["", "nobody", "everyone\x00", "x" * 1000])
def test_unknown_visibility_is_refused_beside_the_field(owner: User, client_of: ClientOf, value: str) -> None:
    answer = client_of(owner).post("/settings/privacy", {"is_private": "on", "default_visibility": value})
    assert answer.status_code == 200
    assert "default_visibility" in answer.context["privacy_form"].errors
    owner.refresh_from_db()
    assert not owner.is_private


def test_private_profile_makes_no_read_of_spotify(
    private: User, client: Client, sandbox: SandboxProcess, redis_round_trips: Any
) -> None:
    with redis_round_trips() as trips:
        client.get("/u/owner")
    assert trips.count == 0, trips
