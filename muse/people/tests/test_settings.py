"""Settings: profile, preferences, favourites, the connection to Spotify, leaving."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts import following, services
from accounts.models import Follow, Notification, SpotifyConnection, User, UserPreferences
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, PreferencesFactory, SpotifyConnectionFactory, UserFactory
from accounts.tests.spotify_walk import MIRA, Walk
from playlists.models import Playlist
from playlists.tests.factories import PlaylistFactory
from reviews.models import Review
from reviews.tests.factories import (
    CommentFactory,
    DiaryEntryFactory,
    LikeFactory,
    ReviewFactory,
    ShelfItemFactory,
)
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

PROFILE = {"display_name": "Olga O.", "username": "owner", "bio": "Mostly bass.", "email": "olga@example.org"}
PREFERENCES = {"theme": "dark", "favourite_genres": "dub, fado"}


@pytest.mark.parametrize(
    "path",
    [
        "/settings",
        "/settings/profile",
        "/settings/preferences",
        "/settings/privacy",
        "/settings/spotify/disconnect",
        "/settings/export",
        "/settings/delete",
    ],
)
def test_settings_need_a_person(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/login?next={path}"
    assert client.post(path).status_code in {302, 405}


@pytest.mark.parametrize("path", ["/settings/profile", "/settings/preferences", "/settings/privacy"])
def test_address_of_a_form_opened_again_leads_to_the_page(owner: User, client_of: ClientOf, path: str) -> None:
    assert client_of(owner).get(path)["Location"] == "/settings"


# --- Profile ---------------------------------------------------------------------------------------------------------
def test_profile_is_saved(owner: User, client_of: ClientOf) -> None:
    answer = client_of(owner).post("/settings/profile", PROFILE)
    assert answer["Location"] == "/settings#profile"
    owner.refresh_from_db()
    assert (owner.display_name, owner.bio, owner.email) == ("Olga O.", "Mostly bass.", "olga@example.org")


def test_rename_keeps_the_person_signed_in(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    client.post("/settings/profile", {**PROFILE, "username": "Olga"})
    owner.refresh_from_db()
    assert owner.username == "olga"
    assert client.get("/u/olga").context["page"].is_own


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"username": "outsider"}, "username", "This name is taken."),
        ({"username": "OUTSIDER"}, "username", "This name is taken."),
        ({"username": "muse"}, "username", "This name is taken."),
        ({"username": "a b"}, "username", "2 to 30"),
        ({"username": ""}, "username", "required"),
        ({"email": "Outsider@example.com"}, "email", "exists"),
        ({"email": "nowhere"}, "email", "valid email"),
        ({"bio": "x" * 301}, "bio", "at most 300"),
        ({"display_name": "x" * 61}, "display_name", "at most 60"),
        ({"display_name": "a\x00b"}, "display_name", "Null characters"),
    ],
)
def test_bad_profile_is_refused_beside_the_field(
    owner: User, outsider: User, client_of: ClientOf, change: dict[str, str], field: str, sentence: str
) -> None:
    answer = client_of(owner).post("/settings/profile", {**PROFILE, **change})
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["profile_form"].errors[field])
    before = (owner.username, owner.display_name, owner.bio, owner.email)
    owner.refresh_from_db()
    assert (owner.username, owner.display_name, owner.bio, owner.email) == before


def test_form_of_another_site_changes_nothing(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/settings/profile", PROFILE).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_people_who_want_one_name_at_once_get_it_once(client_of: ClientOf) -> None:
    people = [UserFactory(), UserFactory()]
    clients = [client_of(person) for person in people]
    form = {**PROFILE, "username": "wanted", "email": ""}
    statuses = at_once(*(lambda one=one: one.post("/settings/profile", form).status_code for one in clients))
    assert sorted(statuses) == [200, 302]
    assert User.objects.filter(username="wanted").count() == 1


# --- Preferences -----------------------------------------------------------------------------------------------------
def test_preferences_are_saved_and_shown_at_once(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    answer = client.post("/settings/preferences", PREFERENCES, follow=True)
    assert 'data-theme="dark"' in answer.content.decode()
    preferences = UserPreferences.objects.get(user=owner)
    assert preferences.theme == "dark"
    assert preferences.favourite_genres == ["dub", "fado"]
    assert not preferences.playlists_public_by_default  # its box was not ticked


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dub, dub ,  DUB", ["dub"]),
        (" ,, ", []),
        ("city pop,  city   pop", ["city pop"]),
        ("<script>", ["<script>"]),
        ("シティ・ポップ", ["シティ・ポップ"]),
    ],
)
def test_genres_are_tidied(owner: User, client_of: ClientOf, typed: str, kept: list[str]) -> None:
    client = client_of(owner)
    client.post("/settings/preferences", {**PREFERENCES, "favourite_genres": typed})
    assert UserPreferences.objects.get(user=owner).favourite_genres == kept
    assert "<script>" not in client.get("/settings").content.decode().split("</head>")[1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"theme": "pink"}, "theme"),
        ({"favourite_genres": "x" * 41}, "favourite_genres"),
        ({"favourite_genres": ",".join(f"genre {n}" for n in range(31))}, "favourite_genres"),
        ({"favourite_genres": "dub\x00"}, "favourite_genres"),
    ],
)
def test_bad_preferences_are_refused_beside_the_field(
    owner: User, client_of: ClientOf, change: dict[str, str], field: str
) -> None:
    answer = client_of(owner).post("/settings/preferences", {**PREFERENCES, **change})
    assert answer.status_code == 200
    assert field in answer.context["preferences_form"].errors
    assert UserPreferences.objects.get(user=owner).theme == "system"


# --- Favourite artists -----------------------------------------------------------------------------------------------
@pytest.fixture
def artists(sandbox: SandboxProcess) -> list[str]:
    ids: list[str] = sandbox.control("catalog")["artists"]
    return ids


def favourites(person: User) -> list[str]:
    return UserPreferences.objects.get(user=person).favourite_artists


def test_artist_is_found_by_name_and_added(owner: User, client_of: ClientOf, artists: list[str]) -> None:
    client = client_of(owner)
    name = client.get(f"/artists/{artists[0]}").context["page"].artist.name
    page = client.get("/settings", {"artist": name})
    assert name in page.content.decode()
    found = page.context["choice"].artists[0].id
    client.post("/settings/artists", {"artist": found, "q": name})
    assert favourites(owner) == [found]
    assert "Chosen" in client.get("/settings", {"artist": name}).content.decode()


def test_artist_is_found_by_a_pasted_link(owner: User, client_of: ClientOf, artists: list[str]) -> None:
    link = f"https://open.spotify.com/artist/{artists[1]}?si=x"
    page = client_of(owner).get("/settings", {"artist": link})
    assert [artist.id for artist in page.context["choice"].artists] == [artists[1]]


def test_artist_added_twice_stands_once(owner: User, client_of: ClientOf, artists: list[str]) -> None:
    client = client_of(owner)
    for artist in (artists[0], artists[1], artists[0]):
        client.post("/settings/artists", {"artist": artist})
    assert favourites(owner) == artists[:2]


def test_artist_is_removed_and_removing_again_is_no_error(owner: User, client_of: ClientOf, artists: list[str]) -> None:
    PreferencesFactory(user=owner, favourite_artists=artists[:2])
    client = client_of(owner)
    for _ in range(2):
        assert client.post(f"/settings/artists/{artists[0]}/remove").status_code == 302
    assert favourites(owner) == [artists[1]]


@pytest.mark.parametrize("artist", ["", "x", "0" * 23, "'; DROP TABLE users", "\x00" * 22])
def test_what_is_no_artist_is_refused(owner: User, client_of: ClientOf, artist: str) -> None:
    answer = client_of(owner).post("/settings/artists", {"artist": artist}, follow=True)
    assert "not an artist on Spotify" in answer.content.decode()
    assert favourites(owner) == []


def test_there_is_room_for_fifty(owner: User, client_of: ClientOf, artists: list[str]) -> None:
    PreferencesFactory(user=owner, favourite_artists=[f"{n:022d}" for n in range(50)])
    answer = client_of(owner).post("/settings/artists", {"artist": artists[0]}, follow=True)
    assert "room for 50" in answer.content.decode()
    assert len(favourites(owner)) == 50


def test_search_that_finds_nobody_or_cannot_be_made_says_so(
    owner: User, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    client = client_of(owner)
    assert "Nobody found for" in client.get("/settings", {"artist": "zzqqxxyyzz"}).content.decode()
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    assert "isn’t answering" in client.get("/settings", {"artist": "another"}).content.decode()
    assert client.get("/settings", {"artist": "x" * 10_000}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_artists_added_at_once_are_both_kept(owner: User) -> None:
    ids = [f"{n:022d}" for n in range(4)]
    people = [User.objects.get(pk=owner.pk) for _ in ids]
    at_once(
        *(
            lambda person=person, artist=artist: services.add_favourite_artist(person, artist)
            for person, artist in zip(people, ids, strict=True)
        )
    )
    assert sorted(favourites(owner)) == ids


# --- Spotify ---------------------------------------------------------------------------------------------------------
def test_disconnecting_asks_first(owner: User, client_of: ClientOf) -> None:
    SpotifyConnectionFactory(user=owner)
    client = client_of(owner)
    assert "Disconnect Spotify?" in client.get("/settings/spotify/disconnect").content.decode()
    assert SpotifyConnection.objects.exists()
    answer = client.post("/settings/spotify/disconnect", follow=True)
    assert "everything cached of you are deleted" in answer.content.decode()
    assert not SpotifyConnection.objects.exists()
    assert client.get("/settings/spotify/disconnect")["Location"] == "/settings#spotify"


def test_whoever_has_no_password_sets_one_before_disconnecting(walk: Walk) -> None:
    walk.sign_in(MIRA)
    assert "lock yourself out" in walk.client.get("/settings/spotify/disconnect").content.decode()
    answer = walk.client.post("/settings/spotify/disconnect")
    assert answer["Location"] == "/settings/password"
    assert SpotifyConnection.objects.exists()
    new = {"new_password1": "a slow river", "new_password2": "a slow river"}
    walk.client.post("/settings/password", new)
    walk.client.post("/settings/spotify/disconnect")
    assert not SpotifyConnection.objects.exists()
    walk.client.post("/logout")
    assert walk.client.login(username="mira_okonjo", password="a slow river")


def test_nobody_disconnects_somebody_else(owner: User, outsider: User, client_of: ClientOf) -> None:
    SpotifyConnectionFactory(user=owner)
    client_of(outsider).post("/settings/spotify/disconnect")
    assert SpotifyConnection.objects.filter(user=owner).exists()


@pytest.mark.parametrize("state", ["none", "connected", "broken"])
def test_settings_show_the_state_of_the_connection(owner: User, client_of: ClientOf, state: str) -> None:
    if state != "none":
        SpotifyConnectionFactory(user=owner, broken_at="2026-01-01T00:00Z" if state == "broken" else None)
    page = client_of(owner).get("/settings").content.decode()
    shown = {"none": "Connect Spotify", "connected": "Disconnect Spotify", "broken": "Reconnect Spotify"}
    assert shown[state] in page
    if state == "connected":
        assert "Reconnect Spotify" not in page


def test_settings_make_a_fixed_number_of_queries(
    owner: User, client_of: ClientOf, django_assert_num_queries: Any, redis_round_trips: Any, artists: list[str]
) -> None:
    PreferencesFactory(user=owner, favourite_artists=artists[:20])
    SpotifyConnectionFactory(user=owner)
    client = client_of(owner)
    client.get("/settings")
    with django_assert_num_queries(4), redis_round_trips() as trips:  # person, preferences, connection, what is new
        client.get("/settings")
    assert trips.count == 1, trips


# --- Leaving (R75) ---------------------------------------------------------------------------------------------------
def test_export_holds_everything_of_the_person_and_nothing_of_others(
    owner: User, outsider: User, client_of: ClientOf
) -> None:
    ReviewFactory(author=owner, rating=4.5, text="Mine.")
    ReviewFactory(author=outsider, text="Theirs.")
    DiaryEntryFactory(author=owner)
    ShelfItemFactory(person=owner)
    CommentFactory(author=owner, text="My comment.")
    LikeFactory(person=owner)
    PlaylistFactory(owner=owner, title="Private one", is_public=False, track_ids=["1" * 22, "2" * 22])
    SpotifyConnectionFactory(user=owner, refresh_token="the-refresh-token")
    answer = client_of(owner).get("/settings/export")
    assert answer["Content-Disposition"] == 'attachment; filename="muse-owner.json"'
    kept = json.loads(answer.content)
    assert kept["profile"]["username"] == "owner"
    assert kept["profile"]["email"] == owner.email
    assert kept["preferences"]["theme"] == "system"
    assert [(one["rating"], one["text"]) for one in kept["reviews"]] == [(4.5, "Mine.")]
    assert [one["listened_on"] for one in kept["diary"]] == ["2026-11-01"]
    assert [one["text"] for one in kept["comments"]] == ["My comment."]
    assert (len(kept["shelf"]), len(kept["likes"]), kept["pinned"]) == (1, 1, [])
    assert kept["playlists"][0]["title"] == "Private one"
    assert [track["spotify_id"] for track in kept["playlists"][0]["tracks"]] == ["1" * 22, "2" * 22]
    assert kept["spotify"]["account"]
    text = answer.content.decode()
    assert "the-refresh-token" not in text
    assert "password" not in text
    assert "Theirs." not in text


def test_export_holds_who_follows_and_what_was_told(
    owner: User, outsider: User, follower: User, client_of: ClientOf
) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    following.follow(owner, follower)
    kept = json.loads(client_of(owner).get("/settings/export").content)
    assert kept["profile"]["is_private"] is True
    assert kept["preferences"]["default_visibility"] == "everyone"
    assert [(one["username"], one["status"]) for one in kept["following"]] == [("follower", "accepted")]
    assert [(one["username"], one["status"]) for one in kept["followers"]] == [
        ("follower", "accepted"),
        ("outsider", "requested"),
    ]
    assert [(one["by"], one["verb"]) for one in kept["notifications"]] == [("outsider", "follow_requested")]
    assert outsider.email not in json.dumps(kept)


def test_deleted_account_follows_nobody_and_is_told_of_nowhere(
    owner: User, outsider: User, follower: User, client_of: ClientOf
) -> None:
    following.follow(owner, outsider)
    following.follow(outsider, owner)
    following.follow(follower, outsider)
    client_of(owner).post("/settings/delete", {"username": "owner", "password": PASSWORD})
    assert [(one.follower, one.followed) for one in Follow.objects.all()] == [(follower, outsider)]
    assert [(one.actor, one.recipient) for one in Notification.objects.all()] == [(follower, outsider)]


def test_account_is_deleted_with_everything_in_it(owner: User, outsider: User, client_of: ClientOf) -> None:
    ReviewFactory(author=owner)
    kept = ReviewFactory(author=outsider)
    PlaylistFactory(owner=owner, track_ids=["1" * 22])
    SpotifyConnectionFactory(user=owner)
    client, elsewhere = client_of(owner), client_of(owner)
    answer = client.post("/settings/delete", {"username": "Owner", "password": PASSWORD})
    assert answer["Location"] == "/"
    assert list(User.objects.all()) == [outsider]
    assert list(Review.objects.all()) == [kept]
    assert not Playlist.objects.exists()
    assert not SpotifyConnection.objects.exists()
    assert not UserPreferences.objects.filter(user_id=owner.pk).exists()
    assert elsewhere.get("/settings").status_code == 302


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"username": "owner"},
        {"username": "owner", "password": "wrong"},
        {"username": "outsider", "password": PASSWORD},
    ],
)
def test_account_is_not_deleted_without_name_and_password(
    owner: User, client_of: ClientOf, form: dict[str, str]
) -> None:
    client = client_of(owner)
    client.get("/settings/delete")
    assert client.post("/settings/delete", form).status_code == 200
    assert User.objects.filter(pk=owner.pk).exists()


def test_person_without_a_password_deletes_by_name(client_of: ClientOf) -> None:
    person = UserFactory(username="spotify_only", password=None)
    client_of(person).post("/settings/delete", {"username": "spotify_only"})
    assert not User.objects.exists()
