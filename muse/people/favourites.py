"""Favourite artists on the settings page: those chosen, and a search for more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import UserPreferences
from spotify_cache.answers import Answer, State
from spotify_cache.entities import Artist, SearchPage
from spotify_cache.repository import get_repository
from spotify_cache.spotify_ids import is_spotify_id, parse_reference

MAX_QUERY_LENGTH = 100  # characters


@dataclass(frozen=True, slots=True)
class Favourite:
    """A chosen artist."""

    spotify_id: str
    answer: Answer[Artist]

    @property
    def artist(self) -> Artist | None:
        """None while Spotify's data is not to be had."""
        return self.answer.value


@dataclass(frozen=True, slots=True)
class ArtistChoice:
    """What a search for artists found; ``state`` tells nothing found from Spotify not answering."""

    query: str
    artists: Sequence[Artist]
    state: State


def favourite_artists(preferences: UserPreferences) -> list[Favourite]:
    """One round trip to Redis, none without favourites."""
    return favourites(preferences.favourite_artists)


def favourites(artist_ids: Iterable[str]) -> list[Favourite]:
    """One round trip to Redis, none for none."""
    known = get_repository().artists(artist_ids)
    return [Favourite(artist_id, answer) for artist_id, answer in known.answers.items()]


def find_artists(text: str) -> ArtistChoice:
    """Artists by name, by Spotify ID, or by a pasted link."""
    query = " ".join(text.replace("\x00", "").split())[:MAX_QUERY_LENGTH]
    reference = ("artist", query) if is_spotify_id(query) else parse_reference(query)
    if reference is not None and reference[0] == "artist":
        answer = get_repository().artist(reference[1])
        if answer.value is not None:
            return ArtistChoice(query, [answer.value], answer.state)
    found = get_repository().search(query, types=("artist",))
    return ArtistChoice(query, (found.value or SearchPage()).artists, found.state)
