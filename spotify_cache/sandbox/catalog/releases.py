"""What one artist has put out: studio albums with their singles, deluxe and live editions, EPs, collections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .model import Artist
from .themes import Theme
from .themes.classical import COMPOSERS
from .works import programme

LAST_RELEASE = date(2026, 11, 20)
"""The newest day in the catalogue; nothing is released after it."""

_VENUES = (
    "the Corn Exchange",
    "Harbour Hall",
    "the Roxbury Theatre",
    "Paradiso Noord",
    "Shibuya Quarter",
    "the Old Tannery",
    "Red Butte",
    "Teatro Colina",
    "the Palace Gardens",
    "Kulturhaus Mitte",
    "the Sunken Stage",
    "Warehouse 9",
    "Festival Hall",
    "the Blue Room",
)
_DELUXE = ("Deluxe Edition", "Expanded Edition", "Deluxe", "Bonus Track Version", "Anniversary Edition")
_BEST = ("The Best of {}", "Collected", "The Singles {}–{}", "Greatest Hits", "Anthology", "The Very Best of {}")


@dataclass(slots=True)
class Song:
    """A track to be: its title, who is on it besides the album's artist, and where the recording comes from.

    `source` is the place of the recording as (release, track) within the same plan, or None for a new recording;
    `recording` is the index of a track that is already in the catalogue.
    """

    title: str
    guests: tuple[int, ...] = ()
    source: tuple[int, int] | None = None
    recording: int | None = None
    artists: tuple[int, ...] = ()


@dataclass(slots=True)
class Release:
    """An album to be."""

    title: str
    kind: str
    type: str
    day: date
    label: str
    songs: list[Song]
    discs: int = 1


class Discography:
    """Plans the releases of one artist from a generator of its own; the same seed gives the same plan."""

    def __init__(self, artist: Artist, theme: Theme, guests: Sequence[Artist], fame: float, random: Random) -> None:
        """`fame` runs from 0 (unknown) to 1; `guests` are whom the artist may invite."""
        self.artist = artist
        self.theme = theme
        self.guests = guests
        self.fame = fame
        self.random = random
        self.draw = random.random
        self.titles: set[str] = set()
        self.releases: list[Release] = []
        self.label = theme.labels[int(self.draw() * len(theme.labels))]

    def plan(self) -> list[Release]:
        """All releases of the artist, in no particular order."""
        if self.theme.key == "classical":
            return self._classical()
        for year in self._album_years():
            self._studio_album(year)
        if self.draw() < 0.25 + 0.15 * self.fame:
            self._ep()
        for _ in range(int(self.draw() * (1.2 + 2 * self.fame))):
            self._loose_single()
        if self.draw() < 0.10 + 0.25 * self.fame and len(self.releases) > 2:
            self._live_album()
        if self.artist.debut < 2008 and self.fame > 0.35 and self.draw() < 0.55:
            self._best_of()
        if self.artist.debut < 2002 and self.fame > 0.86:
            self._box_set()
        return self.releases

    def _classical(self) -> list[Release]:
        """Albums of works; the composer is credited first where the catalogue has them as an artist."""
        credited = {guest.name: guest.index for guest in self.guests}
        for year in self._album_years():
            composer = self.artist.name
            if composer not in COMPOSERS:
                composer = COMPOSERS[int(self.draw() * len(COMPOSERS))]
            complete = 15 + int(self.draw() * 4) if self.draw() < 0.04 + 0.06 * self.fame else None
            content = programme(composer, self.random, complete)
            artists = tuple(dict.fromkeys((credited.get(composer, self.artist.index), self.artist.index)))
            songs = [Song(track, artists=artists) for track in content.tracks]
            discs = -(-len(songs) // 18) if len(songs) > 24 else 1
            self.releases.append(Release(content.title, "studio", "album", self.day_in(year), self.label, songs, discs))
        return self.releases

    def _album_years(self) -> list[int]:
        span = self.artist.last - self.artist.debut + 1
        wanted = 1 + int(self.draw() * 2 + self.fame * self.draw() * 6)
        count = max(1, min(wanted, (span + 1) // 2))
        return sorted(
            {self.artist.debut, *(self.random.sample(range(self.artist.debut, self.artist.last + 1), count))}
        )[:count]

    def _title(self) -> str:
        title = self.theme.track_titles.make(self.draw)
        for _ in range(4):
            if title not in self.titles:
                break
            title = self.theme.track_titles.make(self.draw)
        self.titles.add(title)
        return title

    def _songs(self, count: int) -> list[Song]:
        songs = []
        for _ in range(count):
            song = Song(self._title())
            if self.guests and self.draw() < self.theme.featuring:
                guest = self.guests[int(self.draw() * len(self.guests))]
                if guest.index != self.artist.index:
                    song.guests = (guest.index,)
                    song.title += f" (feat. {guest.name})"
            songs.append(song)
        return songs

    def day_in(self, year: int) -> date:
        """A day of the year: a Friday once the trade had agreed on Fridays (2015)."""
        day = date(year, 1, 1) + timedelta(days=int(self.draw() * 365))
        if year >= 2015:
            day += timedelta(days=(4 - day.weekday()) % 7)
        return min(day, LAST_RELEASE)

    def _studio_album(self, year: int) -> None:
        low, high = self.theme.tracks
        songs = self._songs(low + int(self.draw() * (high - low + 1)))
        title = self.theme.album_titles.make(self.draw)
        if self.draw() < 0.3:
            title = songs[int(self.draw() * len(songs))].title.split(" (feat.")[0]
        elif not self.releases and self.draw() < 0.3:
            title = self.artist.name
        day = self.day_in(year)
        place = len(self.releases)
        self.releases.append(Release(title, "studio", "album", day, self.label, songs))
        if self.draw() < 0.25 + 0.4 * self.fame:
            self._single_from(place)
        if self.draw() < 0.06 + 0.14 * self.fame:
            self._deluxe(place)

    def _single_from(self, place: int) -> None:
        album = self.releases[place]
        for chosen in self.random.sample(range(len(album.songs)), 1 + (self.draw() < 0.3)):
            song = album.songs[chosen]
            songs = [Song(song.title, song.guests, source=(place, chosen))]
            if album.day.year < 2000 or self.draw() < 0.2:
                songs += self._songs(1)
            if self.guests and self.draw() < self.theme.remixes:
                songs += self._remixes(song, 1 + int(self.draw() * 4))
            day = album.day - timedelta(days=7 * int(2 + self.draw() * 14))
            self.releases.append(Release(song.title, "single", "single", day, album.label, songs))

    def _remixes(self, song: Song, count: int) -> list[Song]:
        base = song.title.split(" (feat.")[0]
        remixers = self.random.sample(self.guests, min(count, len(self.guests)))
        return [
            Song(f"{base} - {remixer.name} Remix", (*song.guests, remixer.index))
            for remixer in remixers
            if remixer.index != self.artist.index
        ]

    def _deluxe(self, place: int) -> None:
        album = self.releases[place]
        songs = [Song(song.title, song.guests, source=(place, number)) for number, song in enumerate(album.songs)]
        songs += self._songs(2 + int(self.draw() * 3))
        for number in self.random.sample(range(len(album.songs)), 2):
            base = album.songs[number].title.split(" (feat.")[0]
            songs.append(Song(f"{base} - {'Demo' if self.draw() < 0.5 else 'Acoustic'}"))
        later = album.day + timedelta(days=7 * int(20 + self.draw() * 160))
        edition = _DELUXE[int(self.draw() * len(_DELUXE))]
        discs = 2 if len(songs) > 18 else 1
        release = Release(f"{album.title} ({edition})", "deluxe", "album", min(later, LAST_RELEASE), album.label, songs)
        release.discs = discs
        self.releases.append(release)

    def _ep(self) -> None:
        songs = self._songs(4 + int(self.draw() * 3))
        year = self.artist.debut + int(self.draw() * (self.artist.last - self.artist.debut + 1))
        title = songs[0].title.split(" (feat.")[0]
        if self.draw() < 0.6:
            title += " EP"
        self.releases.append(Release(title, "ep", "single", self.day_in(year), self.label, songs))

    def _loose_single(self) -> None:
        year = self.artist.debut + int(self.draw() * (self.artist.last - self.artist.debut + 1))
        songs = self._songs(1 + (year < 1995))
        self.releases.append(Release(songs[0].title, "single", "single", self.day_in(year), self.label, songs))

    def _known_songs(self) -> list[tuple[int, int]]:
        return [
            (place, number)
            for place, release in enumerate(self.releases)
            if release.kind == "studio"
            for number in range(len(release.songs))
        ]

    def _live_album(self) -> None:
        known = self._known_songs()
        count = min(len(known), 10 + int(self.draw() * 12))
        venue = _VENUES[int(self.draw() * len(_VENUES))]
        songs = []
        for place, number in self.random.sample(known, count):
            base = self.releases[place].songs[number].title.split(" (feat.")[0]
            songs.append(Song(f"{base} - Live"))
        release = Release(
            f"Live at {venue}",
            "live",
            "album",
            self.day_in(self.artist.last),
            self.label,
            songs,
            2 if count > 16 else 1,
        )
        self.releases.append(release)

    def _best_of(self) -> None:
        known = self._known_songs()
        chosen = self.random.sample(known, min(len(known), 16 + int(self.draw() * 8)))
        pattern = _BEST[int(self.draw() * len(_BEST))]
        if "–" in pattern:
            title = pattern.format(self.artist.debut, self.artist.last)
        else:
            title = pattern.format(self.artist.name)
        songs = [self._again(place, number) for place, number in chosen]
        day = self.day_in(min(2025, self.artist.last + 2))
        self.releases.append(Release(title, "best", "compilation", day, self.label, songs))

    def _box_set(self) -> None:
        known = self._known_songs()
        if len(known) < 40:
            return
        known = known[:130]
        songs = [self._again(place, number) for place, number in known]
        title = f"The Complete Recordings {self.artist.debut}–{self.artist.last}"
        day = self.day_in(min(2026, max(2009, self.artist.last + 5)))
        self.releases.append(Release(title, "box", "compilation", day, self.label, songs, discs=-(-len(songs) // 20)))

    def _again(self, place: int, number: int) -> Song:
        song = self.releases[place].songs[number]
        return Song(song.title, song.guests, source=(place, number))
