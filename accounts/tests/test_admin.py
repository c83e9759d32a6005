"""The admin of people, as a moderator uses it and as others do not."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import following, tokens
from accounts.models import AccessToken, Follow, Notification, SpotifyConnection, User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, SpotifyConnectionFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTS = ("user", "spotifyconnection", "userpreferences", "follow", "notification", "accesstoken")


@pytest.mark.parametrize("page", LISTS)
def test_admin_is_for_staff_alone(outsider: User, client_of: ClientOf, page: str) -> None:
    answer = client_of(outsider).get(f"/admin/accounts/{page}/", follow=True)
    assert answer.status_code == 403


def test_staff_signs_in_where_everybody_does(client: Client, moderator: User) -> None:
    answer = client.get("/admin/accounts/user/", follow=True)
    assert answer.redirect_chain[-1][0] == "/login?next=/admin/accounts/user/"
    form = {"username": "moderator", "password": PASSWORD, "next": "/admin/accounts/user/"}
    assert client.post("/login", form, follow=True).status_code == 200
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/admin/"
    assert client.get("/admin/login/?next=https://evil.example")["Location"] == "/admin/"


def test_admins_own_form_takes_no_password(client: Client, moderator: User) -> None:
    client.post("/admin/login/", {"username": "moderator", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("page", LISTS)
def test_lists_are_searched_and_filtered(moderator: User, client_of: ClientOf, page: str) -> None:
    connection = SpotifyConnectionFactory()
    following.follow(moderator, connection.user)
    tokens.sign_in_device(connection.user, "Pixel")
    answer = client_of(moderator).get(f"/admin/accounts/{page}/", {"q": connection.user.username})
    assert answer.status_code == 200
    assert connection.user.username in answer.content.decode()


@pytest.mark.parametrize("choice", ["connected", "broken", "none"])
def test_people_are_filtered_by_their_connection(moderator: User, client_of: ClientOf, choice: str) -> None:
    SpotifyConnectionFactory(user__username="with_spotify")
    SpotifyConnectionFactory(user__username="with_broken", broken_at="2026-01-01T00:00Z")
    UserFactory(username="without")
    page = client_of(moderator).get("/admin/accounts/user/", {"spotify": choice}).content.decode()
    expected = {"connected": "with_spotify", "broken": "with_broken", "none": "without"}[choice]
    names = ("with_spotify", "with_broken", "without")
    assert [name for name in names if f">{name}</a>" in page] == [expected]


def test_no_token_and_no_password_hash_is_shown(moderator: User, client_of: ClientOf) -> None:
    connection = SpotifyConnectionFactory(refresh_token="the-refresh-token")
    client = client_of(moderator)
    pages = [
        f"/admin/accounts/spotifyconnection/{connection.pk}/change/",
        "/admin/accounts/spotifyconnection/",
        f"/admin/accounts/user/{connection.user_id}/change/",
    ]
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200
        shown = answer.content.decode()
        assert "the-refresh-token" not in shown
        assert connection.sealed_refresh_token not in shown
        assert connection.user.password not in shown


def test_connection_whose_key_was_dropped_can_be_looked_at(moderator: User, client_of: ClientOf) -> None:
    connection = SpotifyConnectionFactory()
    SpotifyConnection.objects.update(sealed_refresh_token="no key opens this")
    assert client_of(moderator).get(f"/admin/accounts/spotifyconnection/{connection.pk}/change/").status_code == 200


def test_connections_are_not_made_changed_or_deleted_there(moderator: User, client_of: ClientOf) -> None:
    connection = SpotifyConnectionFactory()
    client = client_of(moderator)
    assert client.get("/admin/accounts/spotifyconnection/add/").status_code == 403
    client.post(f"/admin/accounts/spotifyconnection/{connection.pk}/change/", {"spotify_account_id": "other"})
    client.post(f"/admin/accounts/spotifyconnection/{connection.pk}/delete/", {"post": "yes"})
    connection.refresh_from_db()
    assert connection.spotify_account_id != "other"


def test_follows_and_notifications_are_not_made_or_changed_there_but_may_be_deleted(
    owner: User, moderator: User, client_of: ClientOf
) -> None:
    following.follow(moderator, owner)
    client = client_of(moderator)
    for model in (Notification, Follow):
        name, (row,) = model._meta.model_name, model.objects.all()
        assert client.get(f"/admin/accounts/{name}/add/").status_code == 403
        assert client.get(f"/admin/accounts/{name}/{row.pk}/change/").status_code == 200
        assert client.post(f"/admin/accounts/{name}/{row.pk}/change/", {}).status_code == 403
        client.post(f"/admin/accounts/{name}/{row.pk}/delete/", {"post": "yes"})
        assert not model.objects.exists()


def test_a_moderator_sees_that_an_account_is_private_and_does_not_change_it(
    owner: User, moderator: User, client_of: ClientOf
) -> None:
    following.set_private(owner, True)
    page = client_of(moderator).get(f"/admin/accounts/user/{owner.pk}/change/").content.decode()
    assert "Private account" in page
    assert 'name="is_private"' not in page


def test_person_added_there_has_preferences_and_a_hashed_password(moderator: User, client_of: ClientOf) -> None:
    form = {"username": "fresh", "email": "", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    answer = client_of(moderator).post("/admin/accounts/user/add/", form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    person = User.objects.get(username="fresh")
    assert person.preferences.theme == "system"
    assert person.check_password(PASSWORD)
    assert PASSWORD not in person.password


def test_social_auths_raw_rows_have_no_page(moderator: User, client_of: ClientOf) -> None:
    assert client_of(moderator).get("/admin/social_django/usersocialauth/").status_code == 404


def test_tokens_are_listed_without_their_digests_and_revoked(moderator: User, client_of: ClientOf) -> None:
    person = UserFactory(username="ines")
    lost, secret = tokens.sign_in_device(person, "Lost phone")
    kept, _ = tokens.make_personal(person, name="Notes", scopes=["read"], days=9)
    client = client_of(moderator)
    page = client.get("/admin/accounts/accesstoken/").content.decode()
    assert "Lost phone" in page
    assert not [shown for shown in (lost.digest, kept.digest, lost.token_key, secret) if shown in page]
    form = {"action": "revoke", "_selected_action": [str(lost.public_id), "made-up"]}
    answer = client.post("/admin/accounts/accesstoken/", form, follow=True)
    assert b"1 revoked" in answer.content
    assert list(AccessToken.objects.all()) == [kept]
    for path in ("add/", f"{kept.pk}/change/"):
        assert client.post(f"/admin/accounts/accesstoken/{path}", {"name": "x"}).status_code == 403
