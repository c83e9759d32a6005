"""JSON as DRF writes it, whoever writes it."""

from __future__ import annotations

import datetime
import json
import uuid
from collections import OrderedDict
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ErrorDetail
from rest_framework.renderers import JSONRenderer

from muse.api.rendering import ApiRenderer
from reviews.models import ItemType

_NOON = datetime.datetime(2026, 2, 3, 12, 30, 15, 120_000, tzinfo=datetime.UTC)


def written(data: Any) -> Any:
    return json.loads(ApiRenderer().render(data))


@pytest.mark.parametrize(
    "value",
    [
        _NOON.replace(microsecond=0),
        datetime.date(2026, 2, 3),
        Decimal("4.50"),
        uuid.UUID(int=7),
        HTTPStatus.NOT_FOUND,
        ItemType.ALBUM,
        gettext_lazy("Albums"),
        mark_safe("<b>bold</b>"),
        ErrorDetail("Too long.", code="max_length"),
        (1, 2),
        OrderedDict(a=1),
        {ItemType.ALBUM: 1},
        {1: 2},
        None,
    ],
)
def test_what_serializers_leave_is_written_as_by_drf(value: Any) -> None:
    assert written({"value": value}) == json.loads(JSONRenderer().render({"value": value}))


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_comes_back_as_it_went(data: Any) -> None:
    assert written([data]) == [data]


def test_nothing_is_an_empty_body() -> None:
    assert ApiRenderer().render(None) == b""
