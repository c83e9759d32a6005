"""What a family of genres sounds like on paper: names, titles, eras, lengths, labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spotify_cache.sandbox.catalog.grammar import Grammar, split_words


@dataclass(frozen=True, slots=True)
class Theme:
    """A family of genres; `artists` is its share of the catalogue, `seconds` the range of a track's length."""

    key: str
    genres: tuple[str, ...]
    artists: int
    years: tuple[int, int]
    artist_names: Grammar
    album_titles: Grammar
    track_titles: Grammar
    labels: tuple[str, ...]
    countries: tuple[str, ...]
    seconds: tuple[int, int]
    tracks: tuple[int, int]
    explicit: float
    featuring: float
    remixes: float


def theme(
    key: str,
    *,
    genres: str,
    artists: int,
    years: tuple[int, int],
    words: Mapping[str, str],
    artist_names: str,
    album_titles: str,
    track_titles: str,
    labels: str,
    countries: str = "US,GB",
    seconds: tuple[int, int] = (165, 290),
    tracks: tuple[int, int] = (9, 13),
    explicit: float = 0.02,
    featuring: float = 0.05,
    remixes: float = 0.05,
) -> Theme:
    """A theme from plain text: lists are separated by commas, patterns by line breaks."""
    return Theme(
        key=key,
        genres=split_words(genres),
        artists=artists,
        years=years,
        artist_names=Grammar(artist_names, words),
        album_titles=Grammar(album_titles, words),
        track_titles=Grammar(track_titles, words),
        labels=split_words(labels),
        countries=split_words(countries),
        seconds=seconds,
        tracks=tracks,
        explicit=explicit,
        featuring=featuring,
        remixes=remixes,
    )
