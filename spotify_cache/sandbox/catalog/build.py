"""Makes the whole catalogue from a seed, in well under two seconds."""

from __future__ import annotations

import gc
import hashlib
from datetime import date
from math import log
from random import Random

from . import facts
from .catalog import Catalog
from .ids import make_ids
from .markets import EVERYWHERE, TERRITORIES
from .model import Album, Artist, Track
from .releases import LAST_RELEASE, Discography, Release
from .themes import THEMES
from .various import plan_compilations

VARIOUS_ARTISTS = 0
"""The index of the artist to whom compilations of many artists are credited."""


def build_catalog(seed: str) -> Catalog:
    """The catalogue of a seed: the same artists, albums, tracks and IDs wherever and whenever it is made."""
    # Hundreds of thousands of objects that stay: looking for garbage among them would double the time.
    gc.disable()
    try:
        return _build(seed)
    finally:
        gc.freeze()
        gc.enable()


def _build(seed: str) -> Catalog:
    catalog = Catalog(seed)
    _add_artists(catalog)
    _add_discographies(catalog)
    for theme, release in plan_compilations(catalog, Random(f"{seed}/compilations")):
        _add_release(catalog, catalog.artists[VARIOUS_ARTISTS], theme, release, [])
    catalog.track_by_id = {track.id: track.index for track in catalog.tracks}
    return catalog


def _add_artists(catalog: Catalog) -> None:
    count = sum(theme.artists for theme in THEMES)
    ids = make_ids(f"{catalog.seed}/artist", count + 1)
    random = Random(f"{catalog.seed}/artists")
    draw = random.random
    ranks = list(range(count))
    random.shuffle(ranks)
    catalog.artists.append(Artist(0, ids[0], "Various Artists", 0, (), count, 0, 0, 1958, 2026, "US"))
    taken = {"various artists"}
    for theme_index, theme in enumerate(THEMES):
        for _ in range(theme.artists):
            index = len(catalog.artists)
            name = theme.artist_names.make(draw)
            while name.casefold() in taken:
                name = theme.artist_names.make(draw)
            taken.add(name.casefold())
            low, high = theme.years
            debut = low + int((high - low) * draw() ** 0.8)
            last = min(high, debut + 1 + int(draw() ** 1.5 * 38))
            rank = ranks[index - 1]
            genres = tuple(random.sample(theme.genres, 1 + int(draw() * 2.6)))
            catalog.artists.append(
                Artist(
                    index,
                    ids[index],
                    name,
                    theme_index,
                    genres,
                    rank,
                    _popularity(rank),
                    int(21_000_000 / (1 + rank / 2.5) ** 1.25 * (0.8 + 0.4 * draw())) + 31,
                    debut,
                    last,
                    theme.countries[int(draw() ** 1.7 * len(theme.countries))],
                )
            )
    for artist in catalog.artists:
        catalog.artist_by_id[artist.id] = artist.index
        catalog.image_owner[image_key(catalog.seed, "artist", artist.id)] = ("artist", artist.index)


def _popularity(rank: int) -> int:
    """Popularity by rank: few are known to everybody, most to hardly anybody (Zipf)."""
    return max(4, round(95 - 13.5 * log(1 + rank / 7)))


def image_key(seed: str, kind: str, identifier: str) -> str:
    """24 hexadecimal digits that name an image, as the last part of Spotify's image addresses."""
    return hashlib.blake2s(f"{seed}/{kind}/{identifier}".encode(), digest_size=12).hexdigest()


def _add_discographies(catalog: Catalog) -> None:
    by_theme: list[list[Artist]] = [[] for _ in THEMES]
    for artist in catalog.artists[1:]:
        by_theme[artist.theme].append(artist)
    count = len(catalog.artists)
    for artist in catalog.artists[1:]:
        theme = THEMES[artist.theme]
        random = Random(f"{catalog.seed}/discography/{artist.index}")
        guests = by_theme[artist.theme] if random.random() < 0.75 else by_theme[int(random.random() * len(THEMES))]
        fame = 1 - artist.rank / count
        plan = Discography(artist, theme, guests, fame, random).plan()
        firsts: list[int] = []
        for release in plan:
            firsts.append(len(catalog.tracks))
            _add_release(catalog, artist, artist.theme, release, firsts)


def _add_release(catalog: Catalog, artist: Artist, theme: int, release: Release, firsts: list[int]) -> None:
    """An album; `firsts` are the first tracks of the artist's releases so far, to find earlier recordings."""
    index = len(catalog.albums)
    key = f"{catalog.seed}/album/{index}"
    album_id = make_ids(key)[0]
    luck = facts.fraction(album_id, 1)
    first = len(catalog.tracks)
    day, precision = _release_date(release.day, luck)
    popularity = max(0, int(artist.popularity - 18 * luck - (9 if release.kind in ("live", "best", "box") else 0)))
    if artist.index == VARIOUS_ARTISTS:
        popularity = int(62 * (1 - luck))
    territory = EVERYWHERE if luck < 0.82 else int(facts.fraction(album_id, 13) * len(TERRITORIES))
    album = Album(
        index, album_id, release.title, (artist.index,), release.type, release.kind, day, precision, release.label,
        popularity, theme, artist.genres, first, len(release.songs), territory,
    )  # fmt: skip
    catalog.albums.append(album)
    catalog.album_by_id[album_id] = index
    catalog.image_owner[image_key(catalog.seed, "album", album_id)] = ("album", index)
    if artist.index != VARIOUS_ARTISTS:
        artist.albums.append(index)
    _add_tracks(catalog, album, artist, release, firsts)


def _add_tracks(catalog: Catalog, album: Album, artist: Artist, release: Release, firsts: list[int]) -> None:
    """The release's tracks. This loop makes 60,000 of them at every start, hence its plainness."""
    ids = make_ids(f"{catalog.seed}/tracks/{album.index}", len(release.songs))
    per_disc = -(-len(release.songs) // release.discs)
    credited: set[int] = set()
    alone: tuple[int, ...] = (artist.index,)
    first, album_index, base = album.first_track, album.index, album.popularity + 6
    add_track, add_popularity = catalog.tracks.append, catalog.track_popularity.append
    for order, (identifier, song) in enumerate(zip(ids, release.songs, strict=True)):
        artists = alone
        if song.artists or song.guests:
            artists = song.artists or (artist.index, *song.guests)
            credited.update(artists)
        if song.source is not None:
            recording = firsts[song.source[0]] + song.source[1]
        else:
            recording = first + order if song.recording is None else song.recording
        disc, number = divmod(order, per_disc)
        add_track(Track(first + order, identifier, song.title, album_index, disc + 1, number + 1, artists, recording))
        add_popularity(facts.track_popularity(identifier, order, base))
    for guest in credited:
        if guest not in album.artists:
            catalog.artists[guest].appears_on.append(album.index)


def _release_date(day: date, luck: float) -> tuple[str, str]:
    """The date as Spotify writes it and its precision: of old releases often only the year is known."""
    day = min(day, LAST_RELEASE)
    if day.year < 1978 and luck < 0.5:
        return f"{day.year}", "year"
    if luck > 0.975:
        return f"{day.year}-{day.month:02d}", "month"
    return day.isoformat(), "day"
