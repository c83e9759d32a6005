"""What follows from an ID alone: lengths, codes, how popular a track is."""

from __future__ import annotations

from .ids import ALPHABET, number_from
from .model import Album, Artist, Track
from .themes import Theme

_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def fraction(identifier: str, place: int) -> float:
    """A number in [0, 1) that depends on two characters of the ID, from `place` on (0 to 20)."""
    return (_VALUES[identifier[place]] * 62 + _VALUES[identifier[place + 1]]) / 3844


def duration_ms(track: Track, recording: Track, theme: Theme) -> int:
    """Length of the recording in milliseconds; most lie in the middle of the theme's range."""
    low, high = theme.seconds
    middle = (fraction(recording.id, 3) + fraction(recording.id, 5)) / 2
    length = low + (high - low) * middle
    lowered = track.name.lower()
    if "interlude" in lowered or lowered.startswith("intro"):
        length *= 0.35
    elif "extended" in lowered or "dub" in lowered or "live" in lowered:
        length *= 1.25
    return int(length * 1000) + int(fraction(recording.id, 7) * 999)


def is_explicit(recording: Track, theme: Theme) -> bool:
    return fraction(recording.id, 9) < theme.explicit


_LUCK = {character: 22 * (value / 62) ** 2 for character, value in _VALUES.items()}


def track_popularity(track_id: str, place: int, base: int) -> int:
    """0 to 100: the first tracks of an album (`place` from 0) and a few lucky ones are heard most."""
    popularity = int(base - 0.8 * (place if place < 14 else 14) - _LUCK[track_id[11]])
    return popularity if 0 <= popularity <= 100 else 0 if popularity < 0 else 100


def isrc(recording: Track, artist: Artist, album: Album) -> str:
    """International Standard Recording Code (ISO 3901): country, registrant, year, designation."""
    registrant = number_from(album.label, "registrant")
    letters = "".join(chr(65 + (registrant >> shift) % 26) for shift in (0, 7, 14))
    return f"{artist.country}{letters}{album.year % 100:02d}{number_from(recording.id, 'isrc') % 100_000:05d}"


def upc(album: Album) -> str:
    """A 12-digit Universal Product Code with a right check digit (GS1 General Specifications)."""
    digits = f"{number_from(album.label, 'company') % 10**6:06d}{number_from(album.id, 'upc') % 10**5:05d}"
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return digits + str(-weighted % 10)
