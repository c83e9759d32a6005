"""The cache's pages in the admin: who may see them, what stands there, and what they do not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.cast import ClientOf
from accounts.tests.factories import UserFactory
from spotify_cache import census, kinds, metrics, popularity, wants
from spotify_cache.repository import SpotifyCacheRepository, get_repository
from spotify_cache.runs import Warming, how_it_stands
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store
from spotify_cache.tests.worker import run_worker

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
    outsider: User, staff_with: Callable[..., User], client_of: ClientOf, client: Client
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


def test_memory_by_kind_says_whether_a_sample_was_taken(moderator: User, client_of: ClientOf, catalog: Any) -> None:
    browser, store = client_of(moderator), get_repository().store
    page = browser.get(PAGE).content.decode()
    assert "No sample was taken" in page
    assert "Told from a sample" not in page
    caches["default"].clear()
    census.take(store)
    page = browser.get(PAGE).content.decode()
    assert "The cache was empty then." in page
    assert "No sample was taken" not in page
    get_repository().tracks(catalog["tracks"][:50])
    census.take(store)
    page = browser.get(PAGE).content.decode()
    assert "Told from a sample" in page
    assert "Entries and what they weigh" in page


def test_reversed_address_is_the_page() -> None:
    assert reverse("admin:spotify_cache_cache_changelist") == PAGE


def _log() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))


def _entry(browser: Client, thing: str, name: str) -> str:
    return browser.get(f"{PAGE}entry/", {"thing": thing, "name": name}).content.decode()


def test_one_entry_is_looked_at(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, catalog: Any, sandbox: SandboxProcess
) -> None:
    browser, album = client_of(moderator), catalog["albums"][0]
    calls = sandbox.calls()
    page = _entry(browser, "album", album)
    for told in ("fresh", "Fresh until", "Kept until", "Memory", f"muse:1:album:{album}", "tracks"):
        assert told in page
    assert "albums," in _entry(browser, "search", "  Moon ")
    for thing, name in (
        ("artist", catalog["artists"][5]),
        ("search", "never asked"),
        ("new-releases", ""),
        ("track", "z" * 22),
    ):
        assert "not cached" in _entry(browser, thing, name)
    for thing, name in (("album", "nonsense"), ("nonsense", album), ("search", ""), ("album", "\x00")):
        assert "That is no Spotify ID" in _entry(browser, thing, name)
    assert sandbox.calls() == calls
    assert _log() == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_fetched_anew_by_a_worker_and_answered_meanwhile(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, catalog: Any, sandbox: SandboxProcess
) -> None:
    album = catalog["albums"][0]
    key = wants.item("album", album).key
    form = {"thing": "album", "name": album, "key": key, "action": "refresh"}
    page = client_of(moderator).post(f"{PAGE}entry/", form, follow=True).content.decode()
    assert "A worker fetches it" in page
    assert "stale" in page
    assert "queued for a worker" in page
    assert repository.album(album).state == "stale"
    asked = sandbox.calls("album")
    run_worker()
    assert sandbox.calls("album") == asked + 1
    assert repository.album(album).state == "fresh"
    assert _log() == [f"had fetched anew: {key}"]


def test_an_entry_is_dropped(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, catalog: Any
) -> None:
    key = wants.item("album", catalog["albums"][0]).key
    form = {"thing": "album", "name": catalog["albums"][0], "key": key, "action": "drop"}
    browser = client_of(moderator)
    for _ in range(2):
        assert browser.post(f"{PAGE}entry/", form).status_code == 302
    assert repository.store.value(key) is None
    (entry, _again) = LogEntry.objects.order_by("pk")
    assert (entry.user, entry.change_message) == (moderator, f"dropped: {key}")


def test_a_page_of_results_is_dropped_by_its_key_and_nothing_else_is(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository
) -> None:
    want = wants.search("moon", wants.SEARCH_TYPES, 10, 0)
    browser = client_of(moderator)
    for key in ("muse:counts", "muse:token:app", ""):
        browser.post(f"{PAGE}entry/", {"thing": "search", "name": "moon", "key": key, "action": "drop"})
    assert repository.store.value(want.key) is not None
    assert metrics.counts(repository.store)
    browser.post(f"{PAGE}entry/", {"thing": "search", "name": "moon", "key": want.key, "action": "drop"})
    assert repository.store.value(want.key) is None


def test_searches_are_dropped_by_pattern_after_a_preview(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository
) -> None:
    repository.search("moonlight")
    repository.search("river")
    browser = client_of(moderator)
    preview = browser.get(f"{PAGE}searches/", {"pattern": "Moon*"}).content.decode()
    assert "moonlight" in preview
    assert "river" not in preview
    assert repository.search("moonlight").state == "fresh"
    page = browser.post(f"{PAGE}searches/", {"pattern": "moon*"}, follow=True).content.decode()
    assert "2 searches were dropped." in page
    assert [query for query, _ in repository.store.searches("*")] == ["river"]
    assert _log() == ["dropped 2 searches: moon*"]
    assert "dropped 2 searches" in page


@pytest.mark.parametrize("pattern", ["", "  ", "\x00", "nothing like it", "*" * 500, "[a-"])
def test_odd_patterns_drop_nothing_that_they_do_not_match(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, pattern: str
) -> None:
    browser = client_of(moderator)
    assert browser.get(f"{PAGE}searches/", {"pattern": pattern}, follow=True).status_code == 200
    if "*" not in pattern:
        assert browser.post(f"{PAGE}searches/", {"pattern": pattern}, follow=True).status_code == 200
    assert len(repository.store.searches("*")) == 1


def test_a_persons_data_is_dropped_after_asking(
    moderator: User, owner: User, client_of: ClientOf, repository: SpotifyCacheRepository
) -> None:
    key = kinds.user_key(kinds.PROFILE, str(owner.pk))
    repository.store.put(key, b"x", 60)
    browser = client_of(moderator)
    address = "/admin/accounts/user/forget-listening/"
    assert "Olga" in browser.get(address, {"username": "OWNER"}).content.decode()
    assert repository.store.value(key) == b"x"
    browser.post(address, {"username": "owner"})
    assert repository.store.value(key) is None
    assert _log() == [f"dropped what is cached of person {owner.pk}"]
    for nobody in ("", "nobody", "\x00"):
        assert "There is nobody" in browser.post(address, {"username": nobody}, follow=True).content.decode()


def _writes(album: str) -> list[tuple[str, dict[str, str]]]:
    key = wants.item("album", album).key
    return [
        (f"{PAGE}entry/", {"thing": "album", "name": album, "key": key, "action": "drop"}),
        (f"{PAGE}searches/", {"pattern": "*"}),
        ("/admin/accounts/user/forget-listening/", {"username": "owner"}),
        (f"{PAGE}drill/", {"minutes": "5"}),
        (f"{PAGE}warming/", {"action": "run"}),
        (f"{PAGE}warming/", {"action": "hold"}),
    ]


def test_only_who_may_steer_changes_anything(
    owner: User,
    outsider: User,
    staff_with: Callable[..., User],
    client_of: ClientOf,
    repository: SpotifyCacheRepository,
    catalog: Any,
) -> None:
    looker = staff_with("view_cache")
    for address, form in _writes(catalog["albums"][0]):
        assert Client().post(address, form).status_code == 302
        assert client_of(outsider).post(address, form).status_code == 302
        assert client_of(staff_with()).post(address, form).status_code == 403
        assert client_of(looker).post(address, form).status_code == 403
        assert Client(enforce_csrf_checks=True).post(address, form).status_code == 403
    assert 'value="drop"' not in _entry(client_of(looker), "album", catalog["albums"][0])
    assert repository.album(catalog["albums"][0]).state == "fresh"
    assert len(repository.store.searches("*")) == 1
    assert how_it_stands(repository.store) == Warming(None, [], 0, 0, False)
    assert _log() == []
    steerer = staff_with("steer_cache")
    assert client_of(steerer).post(*_writes(catalog["albums"][0])[0]).status_code == 302
    assert len(_log()) == 1


def test_with_redis_gone_nothing_is_done_and_it_says_so(
    owner: User, moderator: User, client_of: ClientOf, catalog: Any, redis_gone: None
) -> None:
    browser = client_of(moderator)
    for address, form in _writes(catalog["albums"][0]):
        assert "nothing was done" in browser.post(address, form, follow=True).content.decode()
    assert "Redis does not answer" in _entry(browser, "album", catalog["albums"][0])
    assert _log() == []


def test_a_drill_is_as_if_spotify_were_down_for_everybody_and_ends_by_itself(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, catalog: Any, sandbox: SandboxProcess
) -> None:
    browser, calls = client_of(moderator), sandbox.calls()
    page = browser.post(f"{PAGE}drill/", {"minutes": "60"}, follow=True).content.decode()
    assert "A drill is on" in page
    another = SpotifyCacheRepository(Store())
    assert another.album(catalog["albums"][0]).state == "fresh"
    assert another.album(catalog["albums"][7]).state == "unavailable"
    assert Client().get(reverse("album", args=[catalog["albums"][7]])).status_code == 503
    assert sandbox.calls() == calls
    (left,) = repository.store.ask(("TTL", "muse:{quota}:drill"))
    assert 3500 < left <= 3600
    page = browser.post(f"{PAGE}drill/", {"action": "end"}, follow=True).content.decode()
    assert "A drill is on" not in page
    assert SpotifyCacheRepository(Store()).album(catalog["albums"][7]).state == "fresh"
    assert _log() == ["began a drill of 60 minutes", "ended a drill"]


@pytest.mark.parametrize("minutes", ["", "0", "61", "-1", "1e1", "٣", "9" * 40, "\x00"])
def test_a_drill_of_another_length_is_not_begun(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, minutes: str
) -> None:
    page = client_of(moderator).post(f"{PAGE}drill/", {"minutes": minutes}, follow=True).content.decode()
    assert "none was begun" in page
    assert repository.quota.window().drill_for == 0
    assert _log() == []


def test_warming_is_asked_for_stopped_and_let_run_again(
    moderator: User, client_of: ClientOf, repository: SpotifyCacheRepository, sandbox: SandboxProcess
) -> None:
    browser, calls = client_of(moderator), sandbox.calls()

    def tell(action: str) -> str:
        return browser.post(f"{PAGE}warming/", {"action": action}, follow=True).content.decode()

    assert "A run is asked for." in tell("run")
    assert "nothing was done" in tell("run")
    page = tell("hold")
    assert "Staff stopped it." in page
    assert ".." not in page
    assert "Let it run again" in page
    assert not how_it_stands(repository.store).is_asked_for
    page = tell("lift")
    assert "No run goes on." in page
    assert "Let it run again" not in page
    for odd in ("lift", "", "\x00", "x" * 5000):
        assert "No run goes on." in tell(odd)
    assert browser.get(f"{PAGE}warming/").status_code == 302
    assert sandbox.calls() == calls, "it is a worker who warms"
    assert _log() == ["asked for a run of warming", "stopped warming for 60 minutes", "let warming run again"]
