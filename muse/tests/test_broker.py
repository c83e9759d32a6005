"""The broker hangs or is gone: whoever queues something is told soon, and everybody after them at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery import current_app
from django.core import mail
from django.test import Client
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.tasks import count_anew
from muse import broker
from muse.testing.proxy import Proxy
from muse.testing.servers import TestServers, free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(test_servers: TestServers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The way to the broker."""
    with Proxy(test_servers.keeping.socket) as proxy:
        monkeypatch.setenv("CELERY_BROKER_URL", f"redis://127.0.0.1:{proxy.port}/1")  # Celery reads it anew each time
        yield proxy


def test_one_that_hangs_is_asked_once_and_left_alone_for_a_moment(way: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = broker._answers

    def counted(address: str) -> bool:
        asked.append(address)
        return answers(address)

    monkeypatch.setattr(broker, "_answers", counted)
    way.freeze()
    for _ in range(3):
        with pytest.raises(OperationalError):
            count_anew.delay("nothing")
    assert len(asked) == 1


def test_once_the_moment_is_over_it_is_asked_again(way: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "_GONE_SECONDS", 0)
    way.freeze()
    with pytest.raises(OperationalError):
        count_anew.delay("nothing")
    way.thaw()
    broker.check(current_app.conf.broker_url)


def test_a_mail_that_cannot_be_queued_is_sent_at_once(way: Proxy, client: Client, owner: User) -> None:
    way.freeze()
    assert client.post("/password/reset", {"email": owner.email}).status_code == 302
    assert [letter.to for letter in mail.outbox] == [[owner.email]]


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("redis://127.0.0.1:{}/0", False),
        ("rediss://127.0.0.1:{}/0", False),
        ("redis+socket:///nowhere/socket?virtual_host=1", False),
        ("sentinel://127.0.0.1:{}/0", True),
    ],
)
def test_nobody_listens(address: str, is_there: bool) -> None:
    assert broker._answers(address.format(free_port())) is is_there


def test_it_is_there(test_servers: TestServers, way: Proxy) -> None:
    broker.check(test_servers.keeping.broker_url(1))
    broker.check(current_app.conf.broker_url)
