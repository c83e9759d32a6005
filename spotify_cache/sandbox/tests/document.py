"""Holds answers against Spotify's published OpenAPI document, which lies beside the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS30Validator

_DOCUMENT = Path(__file__).resolve().parents[4] / "shared" / "spotify-openapi.yml"
# Fields that Spotify took from development mode (changes of February 2026); the document still asks for some.
REMOVED = {
    "album_group",
    "available_markets",
    "country",
    "email",
    "explicit_content",
    "label",
    "linked_from",
    "popularity",
    "product",
    "publisher",
}
# Where the document is stricter than Spotify: these are null at the end of a list or outside of an album.
_NULL_TOO = {"next", "cursors", "after", "before", "context", "item", "track", "href", "id"}
# Fields that stand in an answer only when there is a reason.
_NOW_AND_THEN = {
    "restrictions",
    "linked_from",
    "is_playable",
    "resume_point",
    "ean",
    "isrc",
    "upc",
    "language",
    "before",
}


@cache
def document() -> dict[str, Any]:
    """The parsed document; skips the test where the file is not there."""
    if not _DOCUMENT.exists():
        pytest.skip(f"{_DOCUMENT.name} does not lie in a folder `shared` beside the checkout")
    content: dict[str, Any] = yaml.load(
        _DOCUMENT.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return content


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Operation ID to method, path and operation."""
    found = {}
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                found[operation["operationId"]] = (method.upper(), path, operation)
    return found


@cache
def response_schema(operation_id: str, status: int) -> dict[str, Any] | None:
    """The resolved schema of an answer; None where the document has no body for it."""
    response = operations()[operation_id][2]["responses"][str(status)]
    content = _resolve(response).get("content")
    return _resolve(content["application/json"]["schema"]) if content else None


def _resolve(node: Any) -> Any:
    """The node with every reference replaced by what it refers to; the document has no cycles."""
    if isinstance(node, list):
        return [_resolve(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target: Any = document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return _resolve(target)
    resolved = {key: _resolve(value) for key, value in node.items() if key not in ("example", "description")}
    resolved.pop("discriminator", None)
    for name, schema in resolved.get("properties", {}).items():
        if name in _NULL_TOO and isinstance(schema, dict):
            resolved["properties"][name] = {"anyOf": [schema, {"enum": [None], "nullable": True}]}
    return resolved


def without_removed(node: Any) -> Any:
    """The schema as development mode has it: what was removed is not asked for."""
    if isinstance(node, list):
        return [without_removed(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    changed = {key: without_removed(value) for key, value in node.items()}
    if isinstance(changed.get("required"), list):
        changed["required"] = [name for name in changed["required"] if name not in REMOVED]
    return changed


def violations(schema: dict[str, Any], answer: Any) -> list[str]:
    """Where the answer is not what the schema says."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in OAS30Validator(schema).iter_errors(answer)
    ]


def missing(schema: dict[str, Any], answer: Any, where: str = "") -> list[str]:
    """Properties that the document knows and the answer has not, whether required or not."""
    found: list[str] = []
    if isinstance(answer, list):
        for entry in answer[:3]:
            found += missing(_items(schema), entry, where + "[]")
        return found
    if not isinstance(answer, dict):
        return found
    for name, inner in _properties(schema).items():
        if name in answer:
            found += missing(inner, answer[name], f"{where}/{name}")
        elif name not in _NOW_AND_THEN:
            found.append(f"{where}/{name}")
    return found


def _items(schema: dict[str, Any]) -> dict[str, Any]:
    for part in _parts(schema):
        if "items" in part:
            items: dict[str, Any] = part["items"]
            return items
    return {}


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: inner for part in _parts(schema) for name, inner in part.get("properties", {}).items()}


def _parts(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The schema and all that it is put together from; of alternatives the first."""
    parts = [schema]
    for inner in schema.get("allOf", []):
        parts += _parts(inner)
    for alternatives in ("oneOf", "anyOf"):
        if schema.get(alternatives):
            parts += _parts(schema[alternatives][0])
    return parts


def fields_of(answer: Any) -> set[str]:
    """Every field name anywhere in the answer."""
    if isinstance(answer, list):
        return {name for entry in answer for name in fields_of(entry)}
    if isinstance(answer, dict):
        return set(answer) | {name for value in answer.values() for name in fields_of(value)}
    return set()
