"""The OpenAPI document, the page to try it and the page to read it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer

from accounts.rest import idempotency, sparse
from accounts.rest.models import KEY_PATTERN
from muse.api import problems
from muse.api.examples import TOO_LARGE_PROBLEM, VALIDATION_PROBLEM

Json = dict[str, Any]


TAGS = {
    "Root": "Where to begin: what there is, and what an app opens with.",
    "Signing in": "Tokens: of the device at hand, of others, and of programs.",
    "Me": "Whoever asks: what they say of themselves, what they prefer, what they listen to, what is theirs.",
    "Catalogue": "Albums, artists and tracks: what Spotify says of them, and how people on Muse rate them.",
    "Search": "Albums, artists, tracks, people and playlists by name, and what one searched for.",
    "Reviews": "Ratings and texts: one review per person and item.",
    "Comments": "What is said about reviews.",
    "Diary": "Days on which people heard something: one entry per person, item and day.",
    "Shelf and pins": "What people mean to listen to, and the four things that they show on their page.",
    "Playlists": "Playlists made on Muse, and their tracks in order.",
    "People": "Profiles, who follows whom, and what those whom one follows do.",
    "Notifications": "What others did that concerns one.",
}
#: What parameters mean that a path, or a filter with a schema of its own, brings along without a word.
_PARAMETERS = {
    "spotify_id": "A Spotify ID: 22 letters and digits.",
    "id": "Its `id`.",
    "entry": "The `id` of a place in the playlist.",
    "item_type": "What kind of thing it is.",
    "rating_min": "Rated so many stars or more.",
    "rating_max": "Rated so many stars or fewer.",
    "tag": "With this tag, in any case; several between commas: with all of them.",
    "year": "A year in figures, such as 2026.",
    "month": "From 1 to 12, of the `year`: give that as well.",
}


def describe_tags_and_parameters(result: Json, generator: SchemaGenerator, request: Any, public: bool) -> Json:
    """A postprocessing hook: nothing in the document is without a word of what it is."""
    result["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    for operations in result["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if not parameter.get("description"):
                    parameter["description"] = _PARAMETERS[parameter["name"]]
    return result


def add_bodies_of_deletions(result: Json, generator: SchemaGenerator, request: Any, public: bool) -> Json:
    """A postprocessing hook: drf-spectacular writes no body for DELETE; one that has any says so by an extension."""
    for operations in result["paths"].values():
        for operation in operations.values():
            if body := operation.pop("x-request-body", None):
                operation["requestBody"] = body
    return result


def add_problems(result: Json, generator: SchemaGenerator, request: Any, public: bool) -> Json:
    """drf-spectacular's postprocessing hook: every operation may answer a problem, and says so."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = problems.SCHEMA
    components.setdefault("responses", {})["Problem"] = {
        "description": "What went wrong (RFC 9457).",
        "headers": {
            "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds; where trying again may help."}
        },
        "content": {
            problems.CONTENT_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {"ValidationError": {"value": VALIDATION_PROBLEM}},
            }
        },
    }
    components["responses"]["ContentTooLarge"] = {
        "description": f"The body is over {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes. Nothing was read of it.",
        "content": {
            problems.CONTENT_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {"ContentTooLarge": {"value": TOO_LARGE_PROBLEM}},
            }
        },
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
            if "requestBody" in operation:
                operation["responses"]["413"] = {"$ref": "#/components/responses/ContentTooLarge"}
    return result


_FIELDS = {
    "name": sparse.PARAMETER,
    "in": "query",
    "required": False,
    "description": "Only these fields, between commas; a dot goes inside. In a list, of each of its results.",
    "schema": {"type": "string", "pattern": "^[a-z_.]+(,[a-z_.]+)*$", "maxLength": 1000},
}
#: Requests and answers with secrets in them: `keeps_answers` is False.
_NEVER_KEPT = ("/api/v1/auth/", "/api/v1/me/password")
_IDEMPOTENCY_KEY = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "description": (
        "A name for this very request, such as a UUID. Sent again with it, nothing is written twice and the first "
        "answer comes back, for 24 hours, with `Idempotency-Replayed: true`."
    ),
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}


def add_common_parameters(result: Json, generator: SchemaGenerator, request: Any, public: bool) -> Json:
    """A postprocessing hook: what every read takes, and every write but those whose answers hold secrets."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            common = _FIELDS if method == "get" else _IDEMPOTENCY_KEY
            if common is _FIELDS or not path.startswith(_NEVER_KEPT):
                operation["parameters"] = [*operation.get("parameters", []), common]
    return result


class CachedSchemaGenerator(SchemaGenerator):
    """Makes the document once a process: it depends on the code alone."""

    def get_schema(self, request: Any = None, public: bool = False) -> Json:
        return _document() if public else super().get_schema(request, public)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=1)
def _document() -> Json:
    document: Json = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


class YamlRenderer(OpenApiYamlRenderer):
    media_type = "application/yaml"


@method_decorator(conditional_page, name="dispatch")
class SchemaView(SpectacularAPIView):
    """The document: JSON, or YAML for who asks for it with ``Accept``."""

    renderer_classes = [OpenApiJsonRenderer, JSONRenderer, OpenApiYamlRenderer, YamlRenderer]
    authentication_classes = ()
    generator_class = CachedSchemaGenerator


@method_decorator(cache_control(private=True, no_cache=True), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI out of the sidecar package, under the site's own strict policy.

    The script that starts it has an address of its own, and what drf-spectacular's page has in a style element is a
    stylesheet here. Who is signed in can write: the script brings a token against forgery, so it is for nobody else.
    """

    url_name = "api:schema"
    template_name = "api/docs.html"
    authentication_classes = ()


# What Redoc needs beyond the site's policy, and no more. Style elements by what is in them: its own are made without a
# word and filled by script, so one hash is that of nothing; the other is of the sheet that its scroll bars bring along.
# The search of the sidebar runs in a worker that the script makes of itself.
_REDOC_POLICY = {
    "style-src": [
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='",
    ],
    "worker-src": ["blob:"],
}


@method_decorator(csp_update(_REDOC_POLICY), name="dispatch")
class ReferenceView(SpectacularRedocView):
    """Redoc out of the sidecar package. It starts itself at its own element, without a script in the page."""

    url_name = "api:schema"
    template_name = "api/redoc.html"
    authentication_classes = ()
