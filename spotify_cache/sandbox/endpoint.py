"""Endpoints of the Web API: a table of who answers what, and what an answer needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .catalog.ids import is_base62_id
from .catalog.markets import is_market
from .shapes import Shapes
from .tokens import Grant

if TYPE_CHECKING:
    from .listeners.listener import Listener
    from .world import World


class ApiError(Exception):
    """An answer with the Web API's regular error object."""

    def __init__(self, status: int, message: str, reason: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reply:
    """A payload with a status other than 200; None is an empty body."""

    payload: Any
    status: int


@dataclass(slots=True)
class Call:
    """One call as a handler sees it: authorised, within the rate limit, its body parsed."""

    world: World
    origin: str
    path: str
    arguments: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    grant: Grant
    _shapes: Shapes | None = field(default=None)

    @property
    def extended(self) -> bool:
        return self.world.behaviour.extended

    @property
    def listener(self) -> Listener:
        """Whose token it is; the endpoint asked for a listener's token."""
        return self.world.listeners[self.grant.listener or ""]

    @property
    def shapes(self) -> Shapes:
        """Shapes for this call's quota mode and market."""
        if self._shapes is None:
            self._shapes = Shapes(self.world.catalog, self.origin, self.extended, self._market())
        return self._shapes

    def _market(self) -> str | None:
        code = self.query.get("market") or self.query.get("country")
        if not code:
            return None
        if code == "from_token":
            return self.listener.country if self.grant.listener else None
        if not is_market(code.upper()):
            raise ApiError(400, "Invalid market code")
        return code.upper()

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        """A number of the query; 400 as Spotify words it when it is none or out of bounds."""
        text = self.query.get(name)
        if text is None or text == "":
            return default
        try:
            number = int(text)
        except ValueError:
            raise ApiError(400, f"Invalid {name}") from None
        if not low <= number <= high:
            raise ApiError(400, f"Invalid {name}")
        return number

    def ids(self, name: str, most: int) -> list[str]:
        """IDs of a comma-separated parameter; 400 when there is none, too many, or one that is no ID."""
        found = [piece.strip() for piece in self.query.get(name, "").split(",") if piece.strip()]
        if not found:
            raise ApiError(400, f"Missing required field: {name}")
        if len(found) > most:
            raise ApiError(400, "Too many ids requested")
        for identifier in found:
            checked_id(identifier)
        return found

    def id(self, name: str = "id") -> str:
        """The ID in the path; 400 when it has not the form of one."""
        return checked_id(self.arguments[name])

    def body_object(self) -> dict[str, Any]:
        """The JSON object of the body, empty when there is none; 400 when it is something else."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise ApiError(400, "Error parsing JSON.")
        return self.body


def checked_id(identifier: str) -> str:
    """The ID itself; ApiError 400 when it is not 22 characters of base 62."""
    if not is_base62_id(identifier):
        raise ApiError(400, "Invalid base62 id")
    return identifier


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`extended` ones were removed from development mode; of `scopes` any one will do; `listener` needs a person."""

    name: str
    kind: str
    method: str
    segments: tuple[str, ...]
    handler: Handler
    extended: bool
    listener: bool
    scopes: tuple[str, ...]


ENDPOINTS: list[Endpoint] = []


def endpoint(
    method: str,
    path: str,
    name: str,
    kind: str,
    *,
    extended: bool = False,
    listener: bool = False,
    scopes: tuple[str, ...] = (),
) -> Callable[[Handler], Handler]:
    """Register a handler for a path under /v1, such as `/albums/{id}/tracks`."""

    def register(handler: Handler) -> Handler:
        segments = tuple(path.strip("/").split("/"))
        ENDPOINTS.append(Endpoint(name, kind, method, segments, handler, extended, listener or bool(scopes), scopes))
        return handler

    return register


class Router:
    """Finds the endpoint of a method and a path; a slash at the end does not matter (spotipy sends some)."""

    def __init__(self, endpoints: list[Endpoint]) -> None:
        self._by_length: dict[int, list[Endpoint]] = {}
        # Paths with fewer placeholders first: /me/playlists before /users/{id}.
        for entry in sorted(endpoints, key=lambda entry: sum(segment[0] == "{" for segment in entry.segments)):
            self._by_length.setdefault(len(entry.segments), []).append(entry)

    def find(self, method: str, path: str) -> tuple[Endpoint, dict[str, str]] | None:
        """The endpoint and the values of its placeholders; ApiError 405 when only other methods are served."""
        pieces = tuple(piece for piece in path.split("/") if piece)
        known = False
        for entry in self._by_length.get(len(pieces), ()):
            arguments = _match(entry.segments, pieces)
            if arguments is None:
                continue
            if entry.method == method:
                return entry, arguments
            known = True
        if known:
            raise ApiError(405, "Method not allowed")
        return None


def _match(segments: tuple[str, ...], pieces: tuple[str, ...]) -> dict[str, str] | None:
    arguments: dict[str, str] = {}
    for segment, piece in zip(segments, pieces, strict=True):
        if segment[0] == "{":
            arguments[segment[1:-1]] = piece
        elif segment != piece:
            return None
    return arguments
