"""Compilations of many artists: samplers of a label, of a genre, of a decade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from .catalog import Catalog
from .model import Track
from .releases import LAST_RELEASE, Release, Song
from .themes import THEMES

_COMPILATIONS_PER_THEME = 7
_ABBREVIATIONS = {"uk", "idm", "mpb", "r&b"}
_SMALL = {"and", "en", "de"}
_BOX = "The Big Box of {genre}: 120 Originals"
_TITLES = (
    "{genre} Essentials",
    "Now Hear This: {genre}",
    "{label}: The First Ten Years",
    "The {decade}s: {genre}",
    "Late Night {genre}",
    "{genre} for Beginners",
    "{label} Sampler, Vol. {number}",
    "A Beginner's Guide to {genre}",
    "{genre} Around the World",
    "Rare {genre}, {decade}–{later}",
    "{label} Presents: Summer",
)


def plan_compilations(catalog: Catalog, random: Random) -> Iterator[tuple[int, Release]]:
    """Pairs of a theme's index and a compilation of that theme, from recordings that are in the catalogue."""
    by_theme: list[list[Track]] = [[] for _ in THEMES]
    for album in catalog.albums:
        if album.kind == "studio":
            by_theme[album.theme].extend(catalog.album_tracks(album))
    for index, theme in enumerate(THEMES):
        taken: set[str] = set()
        for number in range(_COMPILATIONS_PER_THEME):
            box = number == 0 and index % 4 == 0
            tracks = random.sample(by_theme[index], 120 if box else 16 + int(random.random() * 26))
            newest = max(catalog.albums[track.album].year for track in tracks)
            decade = min(catalog.albums[track.album].year for track in tracks) // 10 * 10
            title = (_BOX if box else random.choice(_TITLES)).format(
                genre=_as_title(random.choice(theme.genres)),
                label=random.choice(theme.labels),
                decade=decade,
                later=decade + 10,
                number=number + 1,
            )
            if title in taken:
                continue
            taken.add(title)
            day = min(date(newest, 1, 5) + timedelta(days=int(random.random() * 700)), LAST_RELEASE)
            songs = [Song(track.name, recording=track.recording, artists=track.artists) for track in tracks]
            release = Release(title, "various", "compilation", day, random.choice(theme.labels), songs)
            release.discs = 6 if box else 2 if len(songs) > 30 else 1
            yield index, release


def _as_title(genre: str) -> str:
    """`uk garage` as it stands on a sleeve: UK Garage."""
    words = [
        word.upper() if word in _ABBREVIATIONS else word if word in _SMALL else word.title() for word in genre.split()
    ]
    return " ".join(words)
