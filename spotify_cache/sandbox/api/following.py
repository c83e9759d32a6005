"""Artists and people that a listener follows."""

from __future__ import annotations

from typing import Any

from spotify_cache.sandbox.endpoint import ApiError, Call, Reply, checked_id, endpoint

from .library import remove_all, save_all


@endpoint("GET", "/me/following", "followed_artists", "following", scopes=("user-follow-read",))
def followed_artists(call: Call) -> Any:
    """Followed artists by cursor: `after` is the last ID of the page before."""
    if call.query.get("type") != "artist":
        raise ApiError(400, "Invalid type")
    limit = call.integer("limit", 20, 1, 50)
    followed = list(call.listener.followed_artists)
    after = call.query.get("after")
    start = followed.index(after) + 1 if after in followed else 0
    shown = followed[start : start + limit]
    address = f"{call.origin}/v1/me/following?type=artist&limit={limit}"
    more = start + limit < len(followed)
    artists = [call.world.catalog.artist(identifier) for identifier in shown]
    return {
        "artists": {
            "href": f"{address}&after={after}" if after else address,
            "limit": limit,
            "next": f"{address}&after={shown[-1]}" if more else None,
            "cursors": {"after": shown[-1] if more else None},
            "total": len(followed),
            "items": [call.shapes.artist(artist) for artist in artists if artist is not None],
        }
    }


def _shelf(call: Call) -> dict[str, float]:
    kind = call.query.get("type")
    if kind == "artist":
        return call.listener.followed_artists
    if kind == "user":
        return call.listener.followed_users
    raise ApiError(400, "Invalid type")


def _ids(call: Call) -> list[str]:
    given = call.query.get("ids", "").split(",") if call.query.get("ids") else call.body_object().get("ids")
    if not isinstance(given, list) or not given:
        raise ApiError(400, "Missing required field: ids")
    if call.query.get("type") == "artist":
        return [checked_id(str(identifier)) for identifier in given]
    return [str(identifier) for identifier in given]


@endpoint("PUT", "/me/following", "follow", "following", extended=True, scopes=("user-follow-modify",))
def follow(call: Call) -> Any:
    save_all(call, _shelf(call), _ids(call))
    return Reply(None, 204)


@endpoint("DELETE", "/me/following", "unfollow", "following", extended=True, scopes=("user-follow-modify",))
def unfollow(call: Call) -> Any:
    remove_all(call, _shelf(call), _ids(call))
    return Reply(None, 204)


@endpoint("GET", "/me/following/contains", "follows", "following", extended=True, scopes=("user-follow-read",))
def follows(call: Call) -> Any:
    shelf = _shelf(call)
    return [identifier in shelf for identifier in _ids(call)]
