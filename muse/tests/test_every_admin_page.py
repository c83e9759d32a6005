"""Every page of the admin, of every model that is registered, with a row of each: nothing breaks, nothing counts rows
one by one, nothing calls Spotify, and nobody sees what they have no permission for.

The models are read from the admin: what is registered from now on is tried too, and has to have a row here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule

from accounts import admin_deletions, following, services
from accounts.models import AccessToken, Follow, Notification, SpotifyConnection, User
from accounts.notifications import unread_count
from accounts.tests.cast import ClientOf
from accounts.tests.factories import PASSWORD, SpotifyConnectionFactory, UserFactory
from accounts.tests.tokens import phone_of
from muse.tests.things import Things
from playlists.models import Playlist
from reviews import conversation
from reviews.charts import compute_charts
from reviews.models import ChartEntry, Comment, Like, PinnedItem, Review
from reviews.tests.factories import LikeFactory, ReviewFactory
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.managed]
NAMES = [model._meta.label for model in MODELS]
#: Pages of one row; a list, and the page that makes one, have none.
PAGES = ("list", "add", "change", "history", "delete")
#: However many rows there are. What asks whether a person may be deleted counts what would go, kind by kind.
MOST_QUERIES = {"delete": 30}
USUAL_QUERIES = 15


@pytest.fixture
def everything(things: Things, owner: User, follower: User) -> None:
    """A row of every model, of the owner where it is a person's."""
    conversation.like(follower, Review.objects.get(author=owner).pk)
    following.follow(owner, follower)
    SpotifyConnectionFactory.create(user=owner)
    compute_charts()
    if not ChartEntry.objects.exists():
        raise AssertionError("a review makes a chart")
    Group.objects.create(name="Moderators")
    crontab = CrontabSchedule.objects.create()
    PeriodicTask.objects.create(name="Charts once more", task="reviews.compute_charts", crontab=crontab)
    IntervalSchedule.objects.create(every=5, period="minutes")
    ClockedSchedule.objects.create(clocked_time=datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC))
    SolarSchedule.objects.create(event="sunset", latitude=52, longitude=13)


def _paths(model: type[Model]) -> Iterator[tuple[str, str]]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"no row of {model._meta.label}: make one in `everything`"
    for page in PAGES:
        if page == "list":
            yield page, reverse(f"{name}_changelist")
        elif page == "add":
            yield page, reverse(f"{name}_add")
        else:
            yield page, reverse(f"{name}_{page}", args=[quote(row.pk)])


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_no_page_breaks_asks_too_much_or_calls_spotify(
    model: type[Model], everything: None, moderator: User, client_of: ClientOf, sandbox: SandboxProcess
) -> None:
    browser, called = client_of(moderator), sandbox.calls()
    browser.get("/admin/")
    allowed = admin.site._registry[model]
    for page, path in _paths(model):
        with CaptureQueriesContext(connection) as queries:
            status = browser.get(path).status_code
        refused = (page == "add" and _refuses(allowed, "add", browser)) or (
            page == "delete" and _refuses(allowed, "delete", browser)
        )
        assert status == (403 if refused else 200), path
        assert len(queries) <= MOST_QUERIES.get(page, USUAL_QUERIES), [query["sql"] for query in queries]
    assert sandbox.calls() == called


def _refuses(shown: admin.ModelAdmin, what: str, browser: Client) -> bool:
    request: Any = browser.get("/admin/").wsgi_request
    return not getattr(shown, f"has_{what}_permission")(request)


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_staff_see_what_they_have_a_permission_for(
    model: type[Model], everything: None, outsider: User, client_of: ClientOf
) -> None:
    staff = UserFactory.create(username="staff", is_staff=True)
    assert {client_of(staff).get(path).status_code for _page, path in _paths(model)} == {403}
    view = f"view_{model._meta.model_name}"
    staff.user_permissions.add(Permission.objects.get(content_type__app_label=model._meta.app_label, codename=view))
    seen = {page: client_of(staff).get(path).status_code for page, path in _paths(model)}
    assert seen == {"list": 200, "add": 403, "change": 200, "history": 200, "delete": 403}
    for _page, path in _paths(model):
        assert client_of(outsider).get(path).status_code == 302
        assert Client().get(path)["Location"].startswith("/admin/login/?next=")
    before = model._default_manager.count()
    for page, path in _paths(model):
        client_of(staff).post(path, {"post": "yes", "action": "delete_selected", "_selected_action": ["1"]})
        assert model._default_manager.count() == before, page


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_what_sorts_a_large_list_is_the_beginning_of_an_index(model: type[Model]) -> None:
    shown = admin.site._registry[model]
    if shown.sortable_by is None or model._meta.app_label == "django_celery_beat":
        return
    began = {index.fields[0].removeprefix("-") for index in model._meta.indexes if index.fields and not index.condition}
    assert set(shown.sortable_by) <= began


def test_no_page_offers_all_people_in_a_list(everything: None, moderator: User, client_of: ClientOf) -> None:
    UserFactory.create(username="one_of_thousands")
    browser = client_of(moderator)
    for model in MODELS:
        for page, path in _paths(model):
            if page in ("add", "change"):
                assert "one_of_thousands</option>" not in browser.get(path).content.decode(), path


# --- Rules that hold in the admin too ---------------------------------------------------------------------------------
@pytest.fixture
def delete(moderator: User, client_of: ClientOf) -> Callable[[Model], None]:
    """Delete a row as the button does, and then another time as the action of a list does: it is gone already."""

    def go(row: Model) -> None:
        pk, name = row.pk, f"admin:{row._meta.app_label}_{row._meta.model_name}"
        browser = client_of(moderator)
        assert browser.post(reverse(f"{name}_delete", args=[quote(pk)]), {"post": "yes"}).status_code == 302
        chosen = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
        assert browser.post(reverse(f"{name}_changelist"), chosen).status_code in (200, 302)

    return go


def test_a_like_a_comment_or_a_follow_that_goes_takes_along_what_was_told_of_it(
    everything: None, owner: User, follower: User, delete: Callable[[Model], None]
) -> None:
    review = Review.objects.get(author=owner)
    Comment.objects.all().delete()
    conversation.add_comment(follower, review.pk, "To be deleted.")
    Notification.objects.filter(recipient=owner).exclude(target_id=review.pk).delete()
    assert unread_count(owner) == 2
    delete(Like.objects.get())
    assert unread_count(owner) == 1
    delete(Comment.objects.get())
    assert unread_count(owner) == 0
    review.refresh_from_db()
    assert (review.like_count, review.comment_count) == (0, 0)
    assert unread_count(follower) == 1
    delete(Follow.objects.get(follower=owner))
    assert unread_count(follower) == 0


def test_a_favourite_that_goes_leaves_no_gap(owner: User, delete: Callable[[Model], None]) -> None:
    pinned = [
        PinnedItem.objects.create(person=owner, item_type="album", spotify_id=f"{place:022d}", position=place)
        for place in (1, 2, 3)
    ]
    delete(pinned[0])
    assert list(PinnedItem.objects.values_list("position", flat=True)) == [1, 2]


def test_a_review_is_held_to_the_rules_of_its_text(moderator: User, client_of: ClientOf) -> None:
    review = ReviewFactory.create(tags=["vinyl"])
    url = reverse("admin:reviews_review_change", args=[review.pk])
    assert client_of(moderator).post(url, {"rating": "3.5", "text": " Two\r\nlines. "}).status_code == 302
    review.refresh_from_db()
    assert (str(review.rating), review.text, review.tags) == ("3.5", "Two\nlines.", ["vinyl"])
    assert client_of(moderator).post(url, {"rating": "", "text": " "}).status_code == 200
    assert client_of(moderator).post(url, {"rating": "3.5", "text": "x" * 10_001}).status_code == 200


def test_a_playlist_is_held_to_the_rules_of_its_title(everything: None, moderator: User, client_of: ClientOf) -> None:
    playlist = Playlist.objects.get()
    url = reverse("admin:playlists_playlist_change", args=[playlist.pk])
    assert client_of(moderator).post(url, {"title": " Quiet\n hours ", "description": "x"}).status_code == 302
    changed = Playlist.objects.get()
    assert (changed.title, changed.is_public) == ("Quiet hours", False)
    assert changed.updated_at > playlist.updated_at


def test_preferences_are_looked_at_alone(everything: None, owner: User, moderator: User, client_of: ClientOf) -> None:
    url = reverse("admin:accounts_userpreferences_change", args=[owner.pk])
    assert client_of(moderator).post(url, {"digest": "daily"}).status_code == 403
    assert 'name="preferences-0-digest"' not in client_of(moderator).get(_change(owner)).content.decode()


# --- People -----------------------------------------------------------------------------------------------------------
def _change(person: User) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def test_a_person_goes_with_everything_whoever_may_delete_that_by_itself(
    everything: None,
    owner: User,
    moderator: User,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    forgotten: list[int] = []
    monkeypatch.setattr(services, "forget_cached_spotify_data", forgotten.append)
    page = client_of(moderator).get(reverse("admin:accounts_user_delete", args=[owner.pk])).content.decode()
    for kind in ("Reviews: 1", "Diary entries: 1", "Likes: 1", "Playlist tracks: 1", "Spotify connections: 1"):
        assert kind in page
    assert "Zanzibarkatze" not in page, "it counts what goes, and does not read it"
    with django_capture_on_commit_callbacks(execute=True):
        client_of(moderator).post(reverse("admin:accounts_user_delete", args=[owner.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=owner.pk).exists()
    assert not SpotifyConnection.objects.exists()
    assert forgotten == [owner.pk]
    assert LogEntry.objects.get().object_repr == "owner"


def test_what_goes_with_a_person_is_not_counted_to_its_end(
    owner: User, moderator: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    ReviewFactory.create_batch(3, author=owner)
    LikeFactory.create(review__author=owner)
    monkeypatch.setattr(admin_deletions, "MOST_COUNTED", 2)
    page = client_of(moderator).get(reverse("admin:accounts_user_delete", args=[owner.pk])).content.decode()
    assert "Reviews: more than 2" in page
    assert "Likes: 1" in page


def test_no_more_are_deleted_at_once_than_can_be_waited_for(moderator: User, client_of: ClientOf) -> None:
    people = UserFactory.create_batch(21)
    url = reverse("admin:accounts_user_changelist")
    form = {"action": "delete_selected", "post": "yes", "_selected_action": [person.pk for person in people]}
    for chosen in (form, form | {"_selected_action": [people[0].pk], "select_across": "1"}):
        answer = client_of(moderator).post(url, chosen, follow=True)
        assert "At most 20 at once" in answer.content.decode()
    assert User.objects.count() == 22
    client_of(moderator).post(url, form | {"_selected_action": [person.pk for person in people[:20]]})
    assert User.objects.count() == 2


def test_who_is_no_superuser_makes_nobody_staff_and_leaves_staff_alone(
    owner: User, moderator: User, client_of: ClientOf
) -> None:
    helper = UserFactory.create(username="helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    browser = client_of(helper)
    form = {"username": "owner", "is_active": "on", "is_staff": "on", "is_superuser": "on", "display_name": "Olga"}
    form |= {"preferences-TOTAL_FORMS": "0", "preferences-INITIAL_FORMS": "0"}
    assert browser.post(_change(owner), form).status_code == 302
    owner.refresh_from_db()
    assert (owner.display_name, owner.is_staff, owner.is_superuser) == ("Olga", False, False)
    for person in (helper, moderator):
        assert browser.post(_change(person), form).status_code == 403
        for page in ("delete", "password"):
            assert browser.post(_change(person).replace("change/", f"{page}/"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [moderator.pk]}
    browser.post(reverse("admin:accounts_user_changelist"), chosen)
    assert User.objects.filter(pk=moderator.pk).exists()


def test_a_password_that_staff_set_signs_everything_out(owner: User, moderator: User, client_of: ClientOf) -> None:
    phone, browser = phone_of(owner), client_of(owner)
    assert phone.get("/api/v1/me").status_code == 200
    new = f"{PASSWORD}-and-more"
    form = {"usable_password": "true", "password1": new, "password2": new}
    assert client_of(moderator).post(_change(owner).replace("change/", "password/"), form).status_code == 302
    assert not AccessToken.objects.exists()
    assert phone.get("/api/v1/me").status_code == 401
    assert browser.get("/settings").status_code == 302


def test_staff_change_their_own_password_where_everybody_does(moderator: User, client_of: ClientOf) -> None:
    assert client_of(moderator).get(reverse("admin:password_change"))["Location"] == reverse("password_change")


def test_every_model_of_muses_is_in_the_admin_or_meant_not_to_be() -> None:
    ours = {model for app in ("accounts", "reviews", "playlists") for model in apps.get_app_config(app).get_models()}
    # The keys of writes that a client may repeat: nothing to look at, and gone after a day.
    assert {model._meta.model_name for model in ours - set(MODELS)} == {"idempotencykey"}
