"""Access tokens: renewed by one for all, forgotten by all at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from spotify_cache.errors import Revoked, Unavailable
from spotify_cache.repository import SpotifyCacheRepository
from spotify_cache.sandbox.process import SandboxProcess
from spotify_cache.store import Store
from spotify_cache.tests.conftest import Person

Repositories = Callable[[], SpotifyCacheRepository]


def test_a_token_is_renewed_by_one_thread_of_one_process(
    sandbox: SandboxProcess, new_repository: Repositories, person: Person
) -> None:
    processes = [new_repository() for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        tokens = list(pool.map(lambda number: processes[number % 4].tokens.of_person(person), range(16)))
    assert len(set(tokens)) == 1
    assert sandbox.stats()["accounts"]["token"] == {"200": 1}


def test_no_access_token_comes_back_for_whoever_disconnected_while_it_was_renewed(
    sandbox: SandboxProcess, repository: SpotifyCacheRepository, person: Person
) -> None:
    class Leaving(Person):
        """Disconnects between Spotify's answer and its being kept."""

        def rotated(self, refresh_token: str) -> None:
            self.token = None
            repository.tokens.forget_person(self)

    sandbox.config(rotate_refresh_tokens=True)
    leaving = Leaving("1", person.token)
    repository.tokens.of_person(leaving)
    assert Store().value("muse:token:user:1") is None
    with pytest.raises(Revoked):
        repository.tokens.of_person(leaving)


def test_disconnecting_takes_hold_in_every_process_at_once(new_repository: Repositories, person: Person) -> None:
    here, elsewhere = new_repository(), new_repository()
    assert here.tokens.of_person(person) == elsewhere.tokens.of_person(person)
    person.token = None
    here.tokens.forget_person(person)
    with pytest.raises(Revoked):
        elsewhere.tokens.of_person(person)


def test_another_account_is_read_with_its_own_token_in_every_process(
    sandbox: SandboxProcess, new_repository: Repositories, person: Person
) -> None:
    here, elsewhere = new_repository(), new_repository()
    former = elsewhere.listener(person).profile().value
    listener = sandbox.control("catalog")["listeners"][1]["id"]
    granted = sandbox.control("token", {"listener": listener, "scopes": "user-read-private"})
    here.tokens.forget_person(person)
    here.invalidate_user(person.cache_id)
    person.token = granted["refresh_token"]
    here.tokens.remember("user:1", granted["access_token"], 3600)
    assert elsewhere.tokens.of_person(person) == granted["access_token"]
    now = elsewhere.listener(person).profile().value
    assert now is not None
    assert former is not None
    assert now.account_id != former.account_id


def test_a_refused_token_is_forgotten_but_not_the_one_that_followed_it(
    repository: SpotifyCacheRepository, person: Person
) -> None:
    token = repository.tokens.of_person(person)
    repository.tokens.refused(person, "one of an hour ago")
    assert Store().value("muse:token:user:1") is not None
    repository.tokens.refused(person, token)
    assert Store().value("muse:token:user:1") is None


def test_an_accounts_service_that_is_down_is_told_to_all_and_breaks_no_connection(
    sandbox: SandboxProcess, new_repository: Repositories, person: Person
) -> None:
    sandbox.faults({"endpoint": "token", "fault": "error500"})
    processes = [new_repository() for _ in range(3)]

    def fails(repository: SpotifyCacheRepository) -> bool:
        try:
            repository.tokens.of_person(person)
        except Unavailable:
            return True
        return False

    started = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(fails, processes))
    assert time.monotonic() - started < 3, "nobody waits out the lease of whoever has failed"
    assert not person.is_revoked
