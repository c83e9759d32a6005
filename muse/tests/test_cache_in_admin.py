"""The cache's pages in the admin: who may see them, what stands there, and what they do not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.urls import reverse

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from spotify_cache import metrics, popularity
from spotify_cache.repository import SpotifyCacheRepository, get_repository
from spotify_cache.sandbox.process import SandboxProcess

pytestmark = pytest.mark.django_db

PAGE = "/admin/spotify_cache/cache/"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    metrics._tally.clear()
    popularity._noted.clear()
    yield
    metrics._tally.clear()
    popularity._noted.clear()


@pytest.fixture
def catalog(sandbox: SandboxProcess) -> dict[str, Any]:
    return sandbox.control("catalog")


@pytest.fixture
def repository(catalog: dict[str, Any]) -> SpotifyCacheRepository:
    """A cache that something was read from."""
    repository = get_repository()
    for _ in range(2):
        repository.album(catalog["albums"][0])
        repository.search("moon")
    metrics.flush(repository.store, force=True)
    return repository


@pytest.fixture
def staff_with(db: None) -> Callable[..., User]:
    """Staff with some of the cache's permissions."""

    def make(*codenames: str) -> User:
        person = UserFactory.create(is_staff=True)
        person.user_permissions.set(
            Permission.objects.filter(content_type__app_label="spotify_cache", codename__in=codenames)
        )
        return person

    return make


@pytest.fixture
def redis_gone(settings: Any) -> None:
    gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": gone}
    assert caches["default"]
    get_repository.cache_clear()


def test_the_page_is_for_staff_with_the_permission(
    outsider: User, staff_with: Callable[..., User], client_of: ClientOf, client: Any
) -> None:
    assert client.get(PAGE).status_code == 302
    assert client_of(outsider).get(PAGE).status_code == 302
    assert client_of(staff_with()).get(PAGE).status_code == 403
    assert client_of(staff_with("view_cache")).get(PAGE).status_code == 200


def test_it_is_found_from_the_admins_first_page_and_by_a_short_address(
    staff_with: Callable[..., User], client_of: ClientOf
) -> None:
    browser = client_of(staff_with("view_cache"))
    assert PAGE in browser.get("/admin/").content.decode()
    assert browser.get("/admin/cache/").url == PAGE
    assert PAGE not in client_of(staff_with()).get("/admin/").content.decode()


def test_it_shows_what_was_read_and_asks_spotify_nothing(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, sandbox: SandboxProcess, catalog: Any
) -> None:
    calls = sandbox.calls()
    page = client_of(moderator).get(PAGE).content.decode()
    assert sandbox.calls() == calls
    assert repository.album(catalog["albums"][0]).value.name in page.replace("&amp;", "&").replace("&#x27;", "'")
    assert "“moon”" in page
    assert 'role="img"' in page


def test_it_has_no_script_or_style_inside(moderator: User, client_of: ClientOf, repository: Any) -> None:
    answer = client_of(moderator).get(PAGE)
    assert " style=" not in answer.content.decode()
    assert "<style" not in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_it_takes_a_fixed_number_of_queries(
    moderator: User, client_of: ClientOf, repository: Any, catalog: Any, django_assert_max_num_queries: Any
) -> None:
    repository.tracks(catalog["tracks"][:50])
    metrics.flush(repository.store, force=True)
    browser = client_of(moderator)
    with django_assert_max_num_queries(4):
        browser.get(PAGE)


def test_with_redis_gone_it_says_so(moderator: User, client_of: ClientOf, redis_gone: None) -> None:
    answer = client_of(moderator).get(PAGE)
    assert answer.status_code == 200
    assert "Redis does not answer" in answer.content.decode()


def test_with_spotify_down_it_shows_the_same(
    moderator: User, client_of: ClientOf, repository: Any, sandbox: SandboxProcess
) -> None:
    sandbox.faults({"endpoint": "*", "fault": "error503"})
    assert "“moon”" in client_of(moderator).get(PAGE).content.decode()


def test_a_closed_gate_is_seen(moderator: User, client_of: ClientOf, repository: Any) -> None:
    repository.quota.close_gate(120)
    assert "Spotify said to wait" in client_of(moderator).get(PAGE).content.decode()


def test_reversed_address_is_the_page() -> None:
    assert reverse("admin:spotify_cache_cache_changelist") == PAGE
