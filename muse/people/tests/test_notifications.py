"""What a person is told: the page, the number in the masthead, and what is left out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts import following
from accounts.models import Notification, User
from accounts.notifications import Verb, notifications_of, notify, unread_count
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from reviews.models import Review
from reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db


def page_of(client: Client, **query: str) -> str:
    answer = client.get("/notifications", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/notifications")["Location"] == "/login?next=/notifications"
    assert client.post("/notifications/read")["Location"] == "/login?next=/notifications/read"


def test_without_any_the_page_says_what_will_be_there(owner: User, client_of: ClientOf) -> None:
    page = page_of(client_of(owner))
    assert "Nothing has happened yet." in page
    assert "new notification" not in page


def test_each_leads_to_what_it_is_about_newest_first(owner: User, outsider: User, client_of: ClientOf) -> None:
    review = ReviewFactory(author=owner)
    notify(owner, outsider, Verb.FOLLOWED)
    notify(owner, outsider, Verb.LIKED_REVIEW, review)
    page = page_of(client_of(owner))
    assert f'href="{review.get_absolute_url()}">likes your review</a>' in page
    assert page.index("likes your review") < page.index("follows you")
    assert 'href="/u/outsider"' in page


def test_they_are_read_by_being_shown(owner: User, outsider: User, client_of: ClientOf) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    client = client_of(owner)
    assert "1 new notification" in client.get("/settings").content.decode()
    assert page_of(client).count("note--new") == 1
    page = page_of(client)
    assert "note--new" not in page
    assert "follows you" in page
    assert "new notification" not in client.get("/settings").content.decode()


def test_a_page_that_is_only_fetched_ahead_is_not_read(owner: User, outsider: User, client_of: ClientOf) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    client_of(owner).get("/notifications", headers={"Sec-Purpose": "prefetch"})
    client_of(owner).head("/notifications")
    assert unread_count(owner) == 1


def test_only_what_was_shown_is_read_and_a_button_reads_the_rest(owner: User, client_of: ClientOf) -> None:
    for person in UserFactory.create_batch(31):
        notify(owner, person, Verb.FOLLOWED)
    client = client_of(owner)
    assert "Mark all as read" in page_of(client)
    assert unread_count(owner) == 1
    for _ in range(2):
        assert client.post("/notifications/read")["Location"] == "/notifications"
    assert unread_count(owner) == 0
    assert "Mark all as read" not in page_of(client)


def test_nobody_sees_or_reads_those_of_others(
    owner: User, outsider: User, moderator: User, client_of: ClientOf
) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    for person in (outsider, moderator):
        assert "Nothing has happened yet." in page_of(client_of(person))
        client_of(person).post("/notifications/read")
    assert unread_count(owner) == 1


def test_deeds_of_who_was_switched_off_are_not_shown(owner: User, outsider: User, client_of: ClientOf) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    assert unread_count(owner) == 0
    assert "Nothing has happened yet." in page_of(client_of(owner))


def test_what_is_about_something_out_of_sight_is_not_shown(owner: User, outsider: User, client_of: ClientOf) -> None:
    review = ReviewFactory()
    notify(owner, outsider, Verb.COMMENTED_ON_REVIEW, review)
    assert unread_count(owner) == 1
    User.objects.filter(pk=review.author_id).update(is_active=False)
    assert unread_count(owner) == 0
    assert "commented" not in page_of(client_of(owner))


def test_what_was_made_private_meanwhile_is_not_shown(owner: User, outsider: User, client_of: ClientOf) -> None:
    review = ReviewFactory(author=outsider)
    notify(owner, UserFactory(), Verb.COMMENTED_ON_REVIEW, review)
    assert "commented" in page_of(client_of(owner))
    for visibility in ("followers", "only_me"):
        Review.objects.filter(pk=review.pk).update(visibility=visibility)
        assert "commented" not in page_of(client_of(owner))


def test_it_is_in_the_account_menu_too(owner: User, client_of: ClientOf) -> None:
    assert '<a class="menu__link" href="/notifications">' in client_of(owner).get("/settings").content.decode()


def test_a_request_to_follow_leads_to_the_requests(owner: User, outsider: User, client_of: ClientOf) -> None:
    following.set_private(owner, True)
    following.follow(outsider, owner)
    assert '<a href="/followers/requests">asks to follow you</a>' in page_of(client_of(owner))


def test_fragments_of_pages_count_nothing(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    with CaptureQueriesContext(connection) as whole:
        client.get("/search", {"q": "olga"})
    with CaptureQueriesContext(connection) as fragment:
        client.get("/search", {"q": "olga"}, headers={"HX-Request": "true", "HX-Target": "quick-results"})
    assert len(counts(whole)) == 1
    assert counts(fragment) == []


def counts(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if "COUNT" in query["sql"] and '"notifications"' in query["sql"]]


def test_counting_the_unread_looks_up_single_reviews(owner: User, outsider: User) -> None:
    """However many reviews there are: the number is on every page of who is signed in."""
    notify(owner, outsider, Verb.LIKED_REVIEW, ReviewFactory(author=owner))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # as if the tables were large
    plan = notifications_of(owner).filter(read_at__isnull=True).explain()
    assert "using reviews_pkey" in plan
    assert "Index Cond: (id = notifications.target_id)" in plan


def test_a_target_that_is_gone_or_of_no_known_kind_breaks_nothing(
    owner: User, outsider: User, client_of: ClientOf
) -> None:
    review = ReviewFactory(author=owner)
    notify(owner, outsider, Verb.LIKED_REVIEW, review)
    notify(owner, outsider, Verb.LIKED_REVIEW, outsider)
    Review.objects.filter(pk=review.pk)._raw_delete("default")
    assert Notification.objects.filter(recipient=owner).exists()
    assert "likes your review" not in page_of(client_of(owner))


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "%00", "9" * 400])
def test_an_odd_page_number_is_no_error(owner: User, outsider: User, client_of: ClientOf, page: str) -> None:
    notify(owner, outsider, Verb.FOLLOWED)
    assert "follows you" in page_of(client_of(owner), page=page)


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_makes_a_fixed_number_of_queries(
    owner: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    client = client_of(owner)
    page_of(client)
    for person in UserFactory.create_batch(count):
        notify(owner, person, Verb.LIKED_REVIEW, ReviewFactory(author=owner))
    # Who it is, how many, which, what they are about, that they are read, how many are left.
    with django_assert_num_queries(6):
        page_of(client)
