"""The listener whose token it is: profile, top items, recently played; and other people's profiles."""

from __future__ import annotations

from typing import Any

from spotify_cache.sandbox.clock import precise_timestamp
from spotify_cache.sandbox.endpoint import ApiError, Call, endpoint
from spotify_cache.sandbox.listeners.history import Play

from .paging import kept, page
from .playlist_shapes import public_user, user_images, user_reference

_RANGES = ("short_term", "medium_term", "long_term")
_TOP = 50


@endpoint("GET", "/me", "me", "me", listener=True)
def me(call: Call) -> Any:
    """Development mode knows no country, product, e-mail or followers (changes of February 2026)."""
    listener = call.listener
    shape: dict[str, Any] = {
        **user_reference(call, listener.id),
        "account_id": listener.profile.account_id,
        "display_name": listener.profile.display_name,
        "images": user_images(call, listener),
    }
    if call.extended:
        shape["followers"] = {"href": None, "total": len(listener.saved_tracks) % 97}
        if "user-read-private" in call.grant.scopes:
            shape["country"] = listener.country
            shape["product"] = listener.profile.product
            shape["explicit_content"] = {"filter_enabled": False, "filter_locked": False}
        if "user-read-email" in call.grant.scopes:
            shape["email"] = f"{listener.id}@listeners.example"
    return shape


@endpoint("GET", "/users/{id}", "user", "user", extended=True)
def user(call: Call) -> Any:
    listener = call.world.listeners.get(call.arguments["id"])
    if listener is None:
        raise ApiError(404, "No such user")
    return public_user(call, listener)


def _range(call: Call) -> str:
    time_range = call.query.get("time_range") or "medium_term"
    if time_range not in _RANGES:
        raise ApiError(400, "Invalid time_range")
    return time_range


@endpoint("GET", "/me/top/artists", "top_artists", "top", scopes=("user-top-read",))
def top_artists(call: Call) -> Any:
    time_range = _range(call)
    listener = call.listener
    top = call.world.listeners.taste(listener).top_artists(time_range)[:_TOP] if listener.profile.plays_a_day else []
    return page(call, top, call.shapes.artist, keep=kept(call, "time_range"))


@endpoint("GET", "/me/top/tracks", "top_tracks", "top", scopes=("user-top-read",))
def top_tracks(call: Call) -> Any:
    time_range = _range(call)
    listener = call.listener
    top = call.world.listeners.taste(listener).top_tracks(time_range)[:_TOP] if listener.profile.plays_a_day else []
    return page(call, top, call.shapes.track, keep=kept(call, "time_range"))


@endpoint(
    "GET", "/me/player/recently-played", "recently_played", "recently_played", scopes=("user-read-recently-played",)
)
def recently_played(call: Call) -> Any:
    """A page by cursor: `before` and `after` are milliseconds since the epoch, never both."""
    if call.query.get("after") and call.query.get("before"):
        raise ApiError(400, "Only one of after and before may be specified")
    limit = call.integer("limit", 20, 1, 50)
    after = call.integer("after", 0, 0, 10**14)
    before = call.integer("before", 10**14, 0, 10**14)
    now = call.world.clock.now()
    history = call.world.listeners.history(call.listener).recent(now)
    left = [play for play in history if after < _milliseconds(play) < before]
    shown = left[:limit]
    address = f"{call.origin}/v1/me/player/recently-played"
    cursors = None
    following = None
    if shown:
        cursors = {"after": str(_milliseconds(shown[0])), "before": str(_milliseconds(shown[-1]))}
        if len(left) > limit:
            following = f"{address}?before={cursors['before']}&limit={limit}"
    return {
        "items": [_play(call, play) for play in shown],
        "next": following,
        "cursors": cursors,
        "limit": limit,
        "href": f"{address}?limit={limit}",
    }


def _milliseconds(play: Play) -> int:
    return round(play.at * 1000)


def _play(call: Call, play: Play) -> dict[str, Any]:
    context = None
    if play.context is not None:
        reference = call.shapes.reference(*play.context)
        context = {name: reference[name] for name in ("type", "href", "external_urls", "uri")}
    return {"track": call.shapes.track(play.track), "played_at": precise_timestamp(play.at), "context": context}
