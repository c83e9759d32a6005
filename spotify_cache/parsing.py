"""From Spotify's JSON, of either quota mode, to entities. Anything of an undocumented shape is a `BadAnswer`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from spotify_cache.artwork import artwork_from_json
from spotify_cache.entities import (
    Album,
    AlbumRef,
    Artist,
    ArtistRef,
    Play,
    Profile,
    Release,
    SpotifyPlaylist,
    Track,
)
from spotify_cache.errors import BadAnswer
from spotify_cache.spotify_ids import is_spotify_id

Json = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


def _well_formed(parse: Callable[P, T]) -> Callable[P, T]:
    """Turn whatever a wrong shape raises into `BadAnswer`."""

    @wraps(parse)
    def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return parse(*args, **kwargs)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise BadAnswer(f"{parse.__name__}: {type(error).__name__}") from error

    return checked


def _id(json: Json) -> str:
    if not is_spotify_id(json["id"]):
        raise ValueError("not a Spotify ID")
    return str(json["id"])


def _name(json: Json) -> str:
    if not isinstance(json["name"], str):
        raise TypeError("a name is text")
    return json["name"]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else ()


def _artist_refs(value: Any) -> tuple[ArtistRef, ...]:
    return tuple(ArtistRef(_id(artist), _name(artist)) for artist in value or () if artist.get("id"))


@_well_formed
def track(json: Json, album: AlbumRef | None = None) -> Track:
    """A full track, or a simplified one with the album that carries it."""
    if album is None and json.get("album"):
        album = album_ref(json["album"])
    return Track(
        id=_id(json),
        name=_name(json),
        artists=_artist_refs(json.get("artists")),
        album=album,
        duration_ms=int(json.get("duration_ms") or 0),
        explicit=bool(json.get("explicit")),
        disc_number=int(json.get("disc_number") or 1),
        track_number=int(json.get("track_number") or 0),
        isrc=_text((json.get("external_ids") or {}).get("isrc")),
        popularity=_number(json.get("popularity")),
    )


@_well_formed
def album_ref(json: Json) -> AlbumRef:
    return AlbumRef(_id(json), _name(json), str(json.get("release_date") or ""), artwork_from_json(json.get("images")))


@_well_formed
def album(json: Json, track_ids: tuple[str, ...] | None = None) -> Album:
    """A full album where ``track_ids`` are given, else its short form."""
    return Album(
        id=_id(json),
        name=_name(json),
        album_type=str(json.get("album_type") or "album"),
        artists=_artist_refs(json.get("artists")),
        release_date=str(json.get("release_date") or ""),
        artwork=artwork_from_json(json.get("images")),
        total_tracks=int(json.get("total_tracks") or 0),
        track_ids=track_ids,
        label=_text(json.get("label")),
        copyrights=tuple(dict.fromkeys(_texts([line.get("text") for line in json.get("copyrights") or ()]))),
        genres=_texts(json.get("genres")),
        popularity=_number(json.get("popularity")),
    )


@_well_formed
def album_tracks(json_album: Json, items: list[Json]) -> tuple[Track, ...]:
    """The simplified tracks of an album, each with the album in short form."""
    ref = album_ref(json_album)
    return tuple(track(item, ref) for item in items if item and item.get("id"))


@_well_formed
def artist(json: Json) -> Artist:
    return Artist(
        id=_id(json),
        name=_name(json),
        artwork=artwork_from_json(json.get("images")),
        genres=_texts(json.get("genres")),
        followers=_number((json.get("followers") or {}).get("total")),
        popularity=_number(json.get("popularity")),
    )


@_well_formed
def release(json: Json, artist_id: str) -> Release:
    """An entry of an artist's discography.

    Development mode sends no ``album_group``: the type stands in for it, and an album of others is one the artist
    appears on.
    """
    parsed = album(json)
    is_own = any(credited.id == artist_id for credited in parsed.artists)
    return Release(parsed, str(json.get("album_group") or (parsed.album_type if is_own else "appears_on")))


@_well_formed
def profile(json: Json) -> Profile:
    user_id = str(json["id"])
    return Profile(
        account_id=str(json.get("account_id") or user_id),
        user_id=user_id,
        name=str(json.get("display_name") or user_id),
        artwork=artwork_from_json(json.get("images")),
    )


@_well_formed
def play(json: Json) -> Play:
    return Play(track(json["track"]), int(datetime.fromisoformat(json["played_at"]).timestamp()))


@_well_formed
def playlist(json: Json) -> SpotifyPlaylist:
    """A playlist of a person's; its tracks are under ``tracks``, in development mode under ``items`` (spotify.md)."""
    contents = json.get("items") or json.get("tracks") or {}
    return SpotifyPlaylist(
        id=_id(json),
        name=str(json.get("name") or ""),
        artwork=artwork_from_json(json.get("images")),
        owner_name=str((json.get("owner") or {}).get("display_name") or ""),
        total_tracks=int(contents.get("total") or 0) if isinstance(contents, dict) else 0,
    )


@_well_formed
def items(page: Json) -> list[Json]:
    """The items of a paging object, without the nulls that Spotify leaves for what is not to be had."""
    return [item for item in page["items"] if isinstance(item, dict)]


@_well_formed
def total(page: Json) -> int:
    return int(page.get("total") or 0)


def listed(answer: Json, name: str) -> list[Json | None]:
    """The list of a batch answer, nulls kept: they mark unknown IDs.

    Raises:
        BadAnswer: there is no such list.
    """
    found = answer.get(name)
    if not isinstance(found, list) or not all(item is None or isinstance(item, dict) for item in found):
        raise BadAnswer(f"{name} is not a list")
    return found


def with_ids(found: list[Json]) -> Iterator[Json]:
    """Skip what has no Spotify ID, such as local files."""
    return (item for item in found if is_spotify_id(item.get("id")))
