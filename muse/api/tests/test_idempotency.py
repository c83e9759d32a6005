"""``Idempotency-Key``: each write once, whatever the network does to the answer."""

from __future__ import annotations

import uuid
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import IdempotencyKey, User
from accounts.rest.models import KEYS_KEPT_FOR
from accounts.rest.permissions import caller
from accounts.rest.views import ApiView
from accounts.tests.at_once import at_once
from accounts.tests.cast import ClientOf
from accounts.tests.tokens import phone_of
from muse.testing.openapi import documented
from playlists.models import Playlist

pytestmark = pytest.mark.django_db

PLAYLISTS = "/api/v1/playlists"
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
BODY = {"title": "Night ferries"}


def post(client: Client, body: Any = None, key: str | None = KEY, address: str = PLAYLISTS) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(address, BODY if body is None else body, content_type="application/json", headers=headers)


# --- The same answer again -------------------------------------------------------------------------------------------
def test_second_request_with_a_key_gets_the_first_answer_and_writes_nothing(owner: User) -> None:
    phone = phone_of(owner)
    first, second = post(phone), post(phone)
    assert (first.status_code, second.status_code) == (201, 201)
    assert documented(second) == first.json()
    assert second["Location"] == first["Location"]
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert Playlist.objects.count() == 1


def test_without_a_key_each_request_writes(owner: User) -> None:
    phone = phone_of(owner)
    assert [post(phone, key=None).status_code for _ in range(2)] == [201, 201]
    assert Playlist.objects.count() == 2
    assert not IdempotencyKey.objects.exists()


def test_another_device_of_the_person_may_ask_again(owner: User) -> None:
    assert post(phone_of(owner)).json() == post(phone_of(owner)).json()


def test_deletion_is_answered_again_though_there_is_nothing_any_more(owner: User) -> None:
    phone = phone_of(owner)
    address = post(phone, key=None)["Location"]
    deletions = [phone.delete(address, headers={"Idempotency-Key": KEY}) for _ in range(2)]
    assert [one.status_code for one in deletions] == [204, 204]
    assert [one.content for one in deletions] == [b"", b""]
    assert phone.delete(address).status_code == 404


def test_key_is_good_for_a_day_and_then_new_again(owner: User) -> None:
    now = timezone.now()
    with time_machine.travel(now) as clock:
        phone = phone_of(owner)
        post(phone)
        clock.shift(KEYS_KEPT_FOR - timedelta(minutes=1))
        assert post(phone)["Idempotency-Replayed"] == "true"
        clock.shift(timedelta(minutes=2))
        assert "Idempotency-Replayed" not in post(phone)
    assert Playlist.objects.count() == 2
    assert IdempotencyKey.objects.count() == 1


def test_reads_take_no_key(owner: User) -> None:
    phone = phone_of(owner)
    assert phone.get(PLAYLISTS, headers={"Idempotency-Key": KEY}).status_code == 200
    assert not IdempotencyKey.objects.exists()


# --- Another request under the same key ------------------------------------------------------------------------------
def test_key_for_another_body_is_422(owner: User) -> None:
    phone = phone_of(owner)
    post(phone)
    answer = post(phone, {"title": "Something else"})
    assert answer.status_code == 422
    assert documented(answer)["type"] == "/api/problems/idempotency-key-reused"
    assert Playlist.objects.count() == 1


def test_key_for_another_address_or_method_is_422(owner: User) -> None:
    phone = phone_of(owner)
    address = post(phone)["Location"]
    headers = {"Idempotency-Key": KEY}
    assert phone.patch(address, BODY, content_type="application/json", headers=headers).status_code == 422
    assert phone.delete(address, headers=headers).status_code == 422
    assert Playlist.objects.get().title == "Night ferries"


def test_key_of_somebody_else_is_ones_own(owner: User, outsider: User) -> None:
    assert post(phone_of(owner)).json()["id"] != post(phone_of(outsider)).json()["id"]
    assert Playlist.objects.filter(owner=outsider).count() == 1


def test_stranger_learns_nothing_by_a_key(owner: User, outsider: User) -> None:
    post(phone_of(owner), {"title": "For me alone", "is_public": False})
    answer = post(phone_of(outsider), {"title": "Mine"})
    assert answer.json()["title"] == "Mine"


@pytest.mark.parametrize("key", ["", " ", "x" * 129, "a b", "é", "\x7f", "a\tb"])
def test_malformed_key_is_400(owner: User, key: str) -> None:
    answer = post(phone_of(owner), key=key)
    assert answer.status_code == 400
    assert list(documented(answer)["errors"]) == ["Idempotency-Key"]
    assert not Playlist.objects.exists()


@pytest.mark.parametrize("key", ["x", "!~", "x" * 128, str(uuid.UUID(int=0))])
def test_any_visible_key_is_taken(owner: User, key: str) -> None:
    assert post(phone_of(owner), key=key).status_code == 201


# --- What failed ------------------------------------------------------------------------------------------------------
def test_refused_write_keeps_nothing_and_may_be_sent_again_in_better_shape(owner: User) -> None:
    phone = phone_of(owner)
    assert post(phone, {"title": ""}).status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert post(phone).status_code == 201


def test_visitor_and_reader_use_up_no_key(owner: User, client: Client) -> None:
    assert post(client).status_code == 401
    assert post(phone_of(owner, ["read"])).status_code == 403
    assert not IdempotencyKey.objects.exists()


def test_browser_with_its_session_may_use_keys_too(owner: User, client_of: ClientOf) -> None:
    browser = client_of(owner)
    assert post(browser).json() == post(browser).json()
    assert Playlist.objects.count() == 1


# --- What breaks in the middle: views of this file's own --------------------------------------------------------------
class _Trouble(ApiView):
    """Writes, then goes wrong as ``how`` says, once."""

    how = ""

    def post(self, request: Request) -> Response:
        made = Playlist.objects.create(owner=caller(request), title="Half done")
        how, _Trouble.how = _Trouble.how, ""
        if how == "breaks":
            raise RuntimeError("in the middle")
        if how == "refuses":
            raise ValidationError("after writing")
        if how == "is killed":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return Response({"id": made.pk}, status=201)


class _Slow(ApiView):
    """The first to come waits until the test has seen the second come."""

    first_is_in, first_may_end = Event(), Event()
    fails = False

    def post(self, request: Request) -> Response:
        made = Playlist.objects.create(owner=caller(request), title="Slow")
        if not _Slow.first_is_in.is_set():
            _Slow.first_is_in.set()
            assert _Slow.first_may_end.wait(timeout=20)
            if _Slow.fails:
                raise ValidationError("after writing")
        return Response({"id": made.pk}, status=201)


urlpatterns = [path("trouble", _Trouble.as_view()), path("slow", _Slow.as_view())]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("how", ["breaks", "refuses", "is killed"])
@pytest.mark.django_db(transaction=True)
def test_write_that_ended_in_the_middle_left_nothing_and_is_done_when_it_comes_again(owner: User, how: str) -> None:
    phone = phone_of(owner)
    phone.raise_request_exception = False
    _Trouble.how = how
    try:
        first = post(phone, {}, address="/trouble").status_code
    except OperationalError:  # the handler of what broke needs the database too
        first = 500
    assert first == (400 if how == "refuses" else 500)
    connection.close()
    assert not Playlist.objects.exists()
    assert not IdempotencyKey.objects.exists()
    again = post(phone, {}, address="/trouble")
    assert (again.status_code, "Idempotency-Replayed" in again) == (201, False)
    assert Playlist.objects.count() == 1


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.django_db(transaction=True)
def test_second_waits_for_the_first_and_writes_only_where_that_failed(owner: User, fails: bool) -> None:
    phones = [phone_of(owner), phone_of(owner)]
    _Slow.first_is_in.clear()
    _Slow.first_may_end.clear()
    _Slow.fails = fails

    def second() -> Any:
        assert _Slow.first_is_in.wait(timeout=20)
        return post(phones[1], {}, address="/slow")

    def let_go() -> Any:
        """Once the second waits in the database for the first."""
        assert _Slow.first_is_in.wait(timeout=20)
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%idempotency%%'"
        )
        for _ in range(100_000):
            with connection.cursor() as cursor:
                cursor.execute(waiting)
                if cursor.fetchone()[0]:
                    break
        _Slow.first_may_end.set()
        return None

    answers = at_once(lambda: post(phones[0], {}, address="/slow"), second, let_go)[:2]
    assert Playlist.objects.count() == 1
    assert [one.status_code for one in answers] == [400 if fails else 201, 201]
    assert ("Idempotency-Replayed" in answers[1]) is not fails
    if not fails:
        assert answers[0].json() == answers[1].json()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_write_once(owner: User) -> None:
    phones = [phone_of(owner) for _ in range(6)]
    answers = at_once(*(lambda phone=phone: post(phone) for phone in phones))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["id"] for one in answers}) == 1
    assert sum("Idempotency-Replayed" in one for one in answers) == 5
    assert Playlist.objects.count() == 1
