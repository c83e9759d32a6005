"""Answers of the REST API held against its OpenAPI document."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Json = dict[str, Any]
_ADDRESS = "urn:muse:openapi"


@lru_cache(maxsize=1)
def document() -> Json:
    """The document, its objects closed: a field that is answered and not described is a mistake as well."""
    made: Json = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    for schema in made["components"]["schemas"].values():
        _close(schema)
    return made


def documented(response: Any) -> Any:
    """The JSON of an answer of Django's test client, once status, content type and every field are in the document.

    None where there is nothing to say (204).
    """
    request = response.wsgi_request
    described = _answer_described(request.method.lower(), request.path, response.status_code)
    content = described.get("content", {})
    if not content:
        assert not response.content, f"{request.get_full_path()} answers what is not in the document"
        return None
    content_type = response["Content-Type"].split(";")[0]
    assert content_type in content, f"{content_type} is none of {sorted(content)}"
    body: Any = response.json()
    errors = mistakes(body, content[content_type]["schema"])
    assert not errors, f"{request.get_full_path()} answers what is not in the document: {errors}"
    return body


def mistakes(value: Any, schema: Json) -> list[str]:
    """Where ``value`` is not what ``schema``, a part of the document, describes."""
    registry: Registry[Any] = Registry().with_resource(_ADDRESS, DRAFT202012.create_resource(document()))
    validator = Draft202012Validator(_absolute(schema), registry=registry)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(value)]


def _answer_described(method: str, path: str, status: int) -> Json:
    for template, operations in document()["paths"].items():
        pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method in operations:
            answers = operations[method]["responses"]
            described: Json = answers.get(str(status)) or answers["default"]
            return _looked_up(described)
    raise AssertionError(f"{method} {path} is not in the document")


def _looked_up(described: Json) -> Json:
    reference = described.get("$ref")
    if reference is None:
        return described
    found: Json = document()
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def _absolute(schema: Any) -> Any:
    """References inside the document as references to it."""
    if isinstance(schema, list):
        return [_absolute(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: f"{_ADDRESS}{value}" if name == "$ref" and str(value).startswith("#") else _absolute(value)
        for name, value in schema.items()
    }


def _close(schema: Json) -> None:
    if "properties" in schema:
        schema.setdefault("additionalProperties", False)
        for inner in schema["properties"].values():
            _close(inner)
    if isinstance(schema.get("items"), dict):
        _close(schema["items"])
