"""``?fields=id,name,album.images``: only what a screen shows goes over the network."""

from __future__ import annotations

import re
from typing import Any

from rest_framework.exceptions import ValidationError

PARAMETER = "fields"
_PATHS = re.compile(r"[a-z_]+(\.[a-z_]+)*(,[a-z_]+(\.[a-z_]+)*)*", re.ASCII)
_MAX_LENGTH = 1000
#: Members of an answer that holds a list: they always stay.
_ENVELOPE = "results"

#: Names wanted, each with those wanted inside it; an empty tree wants all.
Tree = dict[str, "Tree"]


def read_fields(text: str) -> Tree:
    """
    Raises:
        ValidationError: not names between commas.
    """
    if len(text) > _MAX_LENGTH or not _PATHS.fullmatch(text):
        raise ValidationError({PARAMETER: ["Names of fields between commas, as in `id,name,album.images`."]}, "invalid")
    tree: Tree = {}
    for path in sorted(text.split(","), key=len, reverse=True):
        node = tree
        *outer, last = path.split(".")
        for name in outer:
            node = node.setdefault(name, {})
        node[last] = {}  # the shorter path comes later and wins: all of it
    return tree


def pruned(data: Any, wanted: Tree) -> Any:
    """``data`` with the fields wanted alone; of a list's answer, each of its ``results``.

    Raises:
        ValidationError: a field that there is not.
    """
    if isinstance(data, dict) and isinstance(data.get(_ENVELOPE), list):
        return data | {_ENVELOPE: _prune(data[_ENVELOPE], wanted, "")}
    return _prune(data, wanted, "")


def _prune(data: Any, wanted: Tree, at: str) -> Any:
    if not wanted or data is None:
        return data
    if isinstance(data, list):
        return [_prune(one, wanted, at) for one in data]
    if not isinstance(data, dict):
        raise ValidationError({PARAMETER: [f"`{at.rstrip('.')}` has no fields inside it."]}, "unknown_field")
    if unknown := [name for name in wanted if name not in data]:
        raise ValidationError(
            {PARAMETER: [f"There is no `{at}{unknown[0][:60]}`; there are: {', '.join(data)}."]}, "unknown_field"
        )
    return {name: _prune(value, wanted[name], f"{at}{name}.") for name, value in data.items() if name in wanted}
