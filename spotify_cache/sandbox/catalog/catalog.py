"""The catalogue: lists of artists, albums and tracks, and ways to find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import facts
from .markets import plays_in
from .model import Album, Artist, Track
from .themes import THEMES, Theme

Item = Artist | Album | Track


@dataclass(slots=True)
class Catalog:
    """Everything that the seed gives. Made once at the start; nothing but names ever changes, when a test asks."""

    seed: str
    artists: list[Artist] = field(default_factory=list)
    albums: list[Album] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    track_popularity: bytearray = field(default_factory=bytearray)
    artist_by_id: dict[str, int] = field(default_factory=dict)
    album_by_id: dict[str, int] = field(default_factory=dict)
    track_by_id: dict[str, int] = field(default_factory=dict)
    image_owner: dict[str, tuple[str, int]] = field(default_factory=dict)
    _original_names: dict[tuple[str, int], str] = field(default_factory=dict)
    _releases_of: dict[int, list[int]] = field(default_factory=dict)

    def artist(self, artist_id: str) -> Artist | None:
        index = self.artist_by_id.get(artist_id)
        return None if index is None else self.artists[index]

    def album(self, album_id: str) -> Album | None:
        index = self.album_by_id.get(album_id)
        return None if index is None else self.albums[index]

    def track(self, track_id: str) -> Track | None:
        index = self.track_by_id.get(track_id)
        return None if index is None else self.tracks[index]

    def album_tracks(self, album: Album) -> list[Track]:
        return self.tracks[album.first_track : album.first_track + album.track_count]

    def theme_of(self, album: Album) -> Theme:
        return THEMES[album.theme]

    def recording_of(self, track: Track) -> Track:
        return self.tracks[track.recording]

    def duration_ms(self, track: Track) -> int:
        recording = self.recording_of(track)
        return facts.duration_ms(track, recording, THEMES[self.albums[recording.album].theme])

    def is_explicit(self, track: Track) -> bool:
        recording = self.recording_of(track)
        return facts.is_explicit(recording, THEMES[self.albums[recording.album].theme])

    def isrc(self, track: Track) -> str:
        recording = self.recording_of(track)
        return facts.isrc(recording, self.artists[recording.artists[0]], self.albums[recording.album])

    def playable_instead(self, track: Track, market: str) -> Track | None:
        """Another release of the recording that plays in the market; Spotify calls this relinking."""
        if not self._releases_of:
            for other in self.tracks:
                if other.recording != other.index:
                    self._releases_of.setdefault(other.recording, [other.recording]).append(other.index)
        for index in self._releases_of.get(track.recording, ()):
            other = self.tracks[index]
            if plays_in(self.albums[other.album].territory, market):
                return other
        return None

    def tracks_by(self, artist: Artist) -> list[Track]:
        """Every track the artist is credited on, own releases first."""
        own = [track for album in artist.albums for track in self.album_tracks(self.albums[album])]
        guest = [
            track
            for album in artist.appears_on
            for track in self.album_tracks(self.albums[album])
            if artist.index in track.artists
        ]
        return own + guest

    def top_tracks(self, artist: Artist, count: int = 10) -> list[Track]:
        """The artist's best known tracks, each recording once."""
        ranked = sorted(self.tracks_by(artist), key=lambda track: (-self.track_popularity[track.index], track.id))
        seen: set[int] = set()
        top: list[Track] = []
        for track in ranked:
            if track.recording not in seen:
                seen.add(track.recording)
                top.append(track)
            if len(top) == count:
                break
        return top

    def rename(self, kind: str, identifier: str, name: str) -> Item | None:
        """Alter an item's name, as Spotify does now and then; None where there is no such item."""
        item: Item | None = {"artist": self.artist, "album": self.album, "track": self.track}[kind](identifier)
        if item is not None:
            self._original_names.setdefault((kind, item.index), item.name)
            item.name = name
        return item

    def original_names(self) -> list[tuple[str, str, str]]:
        """Kind, ID and first name of every item that was renamed."""
        lists: dict[str, Sequence[Item]] = {"artist": self.artists, "album": self.albums, "track": self.tracks}
        return [(kind, lists[kind][index].id, name) for (kind, index), name in self._original_names.items()]

    def forget_changes(self) -> None:
        self._original_names.clear()
