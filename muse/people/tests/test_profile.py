"""The public page of a person."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts import services
from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PreferencesFactory, UserFactory
from playlists.tests.factories import PlaylistFactory
from reviews.tests.factories import ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db


def page_of(client: Client, username: str = "owner", **query: str) -> str:
    answer = client.get(f"/u/{username}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_profile_shows_name_bio_counts_and_when_they_joined(client: Client, owner: User) -> None:
    services.edit_profile(owner, bio="Mostly <b>bass</b>.")
    ReviewFactory.create_batch(2, author=owner)
    PlaylistFactory(owner=owner)
    page = page_of(client)
    assert "Olga Owner" in page
    assert "Mostly &lt;b&gt;bass&lt;/b&gt;." in page
    assert "2 ratings and reviews" in page
    assert "1 playlist" in page
    assert f"{owner.date_joined:%B %Y}" in page


def test_nobody_of_that_name_is_404(client: Client) -> None:
    assert client.get("/u/nobody").status_code == 404


@pytest.mark.parametrize("name", ["%00", "a b", "x" * 500, "..", "é"])
def test_malformed_name_is_404(client: Client, name: str) -> None:
    assert client.get(f"/u/{name}").status_code == 404


def test_account_that_was_switched_off_is_404(client: Client, owner: User) -> None:
    User.objects.update(is_active=False)
    assert client.get("/u/owner").status_code == 404


def test_name_in_another_case_leads_to_the_page(client: Client, owner: User) -> None:
    answer = client.get("/u/OwNeR")
    assert answer.status_code == 301
    assert answer["Location"] == "/u/owner"


def test_rename_moves_the_page_and_frees_the_old_name(client: Client, owner: User) -> None:
    services.edit_profile(owner, username="olga")
    assert client.get("/u/owner").status_code == 404
    assert client.get("/u/olga").status_code == 200
    UserFactory(username="owner", email="", display_name="Another Owner")
    assert "Another Owner" in page_of(client)


def test_reviews_are_shown_with_their_items(client: Client, owner: User, sandbox: SandboxProcess) -> None:
    album = sandbox.control("catalog")["albums"][0]
    ReviewFactory(author=owner, spotify_id=album, text="It grows on you.")
    page_of(client)
    page = page_of(client)
    assert "It grows on you." in page
    assert f'href="/albums/{album}"' in page
    assert "/image/" in page  # its artwork, from the sandbox
    assert "Data and artwork from Spotify" in page


def test_reviews_come_twenty_a_page(client: Client, owner: User) -> None:
    ReviewFactory.create_batch(21, author=owner, text="")
    first, second = page_of(client), page_of(client, page="2")
    assert first.count('<article class="review') == 20
    assert second.count('<article class="review') == 1
    assert page_of(client, page="nonsense").count('<article class="review') == 20
    assert page_of(client, page="999").count('<article class="review') == 1


@pytest.mark.parametrize("who", ["outsider", "follower", "visitor", "moderator"])
def test_private_playlists_are_not_shown_to_others(
    owner: User, who: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    PlaylistFactory(owner=owner, title="For everybody")
    PlaylistFactory(owner=owner, title="For me alone", is_public=False)
    page = page_of(client_of(request.getfixturevalue(who)))
    assert "For everybody" in page
    assert "For me alone" not in page
    assert "1 playlist" in page


def test_owner_sees_private_playlists_marked(owner: User, client_of: ClientOf) -> None:
    PlaylistFactory(owner=owner, title="For me alone", is_public=False)
    page = page_of(client_of(owner))
    assert "For me alone" in page
    assert ">private<" in page


def test_only_the_owner_is_offered_to_edit(owner: User, outsider: User, client_of: ClientOf) -> None:
    assert "Edit your profile" in page_of(client_of(owner))
    assert "Edit your profile" not in page_of(client_of(outsider))


def test_email_address_is_never_shown(owner: User, client_of: ClientOf, client: Client) -> None:
    assert owner.email
    assert owner.email not in page_of(client)
    assert owner.email not in page_of(client_of(owner))


def test_favourites_are_shown_in_their_order(client: Client, owner: User, sandbox: SandboxProcess) -> None:
    artists = sandbox.control("catalog")["artists"][:3]
    PreferencesFactory(user=owner, favourite_artists=artists, favourite_genres=["dub", "fado"])
    page_of(client)
    page = page_of(client)
    places = [page.index(f"/artists/{artist}") for artist in artists]
    assert places == sorted(places)
    assert page.index(">dub<") < page.index(">fado<")


def test_page_stands_while_spotify_is_away(client: Client, owner: User, sandbox: SandboxProcess) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    ReviewFactory(author=owner, text="It grows on you.")
    assert "It grows on you." in page_of(client)


def test_empty_profile_says_so(owner: User, client: Client, client_of: ClientOf) -> None:
    assert "Nothing rated yet" in page_of(client)
    assert "You have not rated anything yet" in page_of(client_of(owner))


@pytest.mark.parametrize("count", [1, 20])
def test_profile_makes_a_fixed_number_of_queries_and_round_trips(
    owner: User,
    client_of: ClientOf,
    django_assert_num_queries: Any,
    redis_round_trips: Any,
    sandbox: SandboxProcess,
    count: int,
) -> None:
    ids = sandbox.control("catalog")["tracks"]
    for number in range(count):
        ReviewFactory(author=owner, item_type="track", spotify_id=ids[number])
        PlaylistFactory(owner=owner, track_ids=[ids[number]])
    PreferencesFactory(user=owner, favourite_artists=sandbox.control("catalog")["artists"][:count])
    client = client_of(owner)
    page_of(client)
    page_of(client)  # all is cached now
    with django_assert_num_queries(15), redis_round_trips() as trips:
        page_of(client)
    assert trips.count == 1, trips


def test_profile_may_be_kept_by_a_cdn_for_visitors_alone(owner: User, client: Client, client_of: ClientOf) -> None:
    assert "public" in client.get("/u/owner")["Cache-Control"]
    assert "private" in client_of(owner).get("/u/owner")["Cache-Control"]
