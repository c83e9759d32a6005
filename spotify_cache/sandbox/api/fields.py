"""The `fields` parameter of playlist calls: `total,items(added_at,item(id,album(name)))`, or `items.item.name`."""

from __future__ import annotations

import re
from typing import Any

from spotify_cache.sandbox.endpoint import ApiError, Call

_TOKEN = re.compile(r"\s*([A-Za-z_!]+|[(),.])")

Wanted = dict[str, "Wanted"]
"""Field names with what is wanted of each; nothing named is everything."""


def chosen(call: Call, payload: Any) -> Any:
    """The payload, or what the call's `fields` parameter names of it."""
    fields = call.query.get("fields")
    return choose(fields, payload) if fields else payload


def choose(fields: str, payload: Any) -> Any:
    """The payload with the named fields alone; 400 when the parameter cannot be read."""
    tokens = _TOKEN.findall(fields)
    if "".join(tokens) != re.sub(r"\s", "", fields):
        raise ApiError(400, "Invalid fields")
    wanted, rest = _parse(tokens)
    if rest:
        raise ApiError(400, "Invalid fields")
    return _keep(wanted, payload)


def _parse(tokens: list[str]) -> tuple[Wanted, list[str]]:
    """Fields up to the closing bracket or the end, and the tokens after them."""
    wanted: Wanted = {}
    while tokens and tokens[0] != ")":
        inner, tokens = _field(wanted, tokens)
        if tokens[:1] == ["("]:
            named, tokens = _parse(tokens[1:])
            inner.update(named)
            if tokens[:1] != [")"]:
                raise ApiError(400, "Invalid fields")
            tokens = tokens[1:]
        if tokens[:1] == [","]:
            tokens = tokens[1:]
    return wanted, tokens


def _field(wanted: Wanted, tokens: list[str]) -> tuple[Wanted, list[str]]:
    """Enter a name, or a path of names with dots; what is wanted of the last one."""
    name, tokens = tokens[0], tokens[1:]
    if not name[0].isalpha():
        raise ApiError(400, "Invalid fields")
    inner = wanted.setdefault(name, {})
    if tokens[:1] == ["."] and len(tokens) > 1:
        return _field(inner, tokens[1:])
    return inner, tokens


def _keep(wanted: Wanted, payload: Any) -> Any:
    if not wanted:
        return payload
    if isinstance(payload, list):
        return [_keep(wanted, entry) for entry in payload]
    if isinstance(payload, dict):
        return {name: _keep(inner, payload[name]) for name, inner in wanted.items() if name in payload}
    return payload
