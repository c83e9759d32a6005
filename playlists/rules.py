"""What a playlist may be called and hold: one place for every face (R72). Each gives the clean value or raises."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from playlists.models import MAX_DESCRIPTION_LENGTH, MAX_TITLE_LENGTH, MAX_TRACKS
from spotify_cache.spotify_ids import is_spotify_id, parse_reference

#: The highest place that may be asked for, counted from 1; beyond the last track it means the end.
LAST_PLACE = 1_000_000


def clean_title(value: str | None) -> str:
    """One line of 1 to 100 characters, of which one at least can be seen: the title is what opens the playlist.

    Raises:
        ValidationError: with code ``required``, ``too_long`` or ``not_storable``.
    """
    title = " ".join(_storable(value).split())
    if not any(character.isprintable() and not character.isspace() for character in title):
        raise ValidationError(_("Give the playlist a title."), code="required")
    if len(title) > MAX_TITLE_LENGTH:
        raise ValidationError(
            _("A title has at most %(most)s characters.") % {"most": MAX_TITLE_LENGTH}, code="too_long"
        )
    return title


def clean_description(value: str | None) -> str:
    """Up to 2,000 characters with plain line feeds; a browser sends every line break as CR LF.

    Raises:
        ValidationError: with code ``too_long`` or ``not_storable``.
    """
    text = _storable(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > MAX_DESCRIPTION_LENGTH:
        raise ValidationError(
            _("A description has at most %(most)s characters; this one has %(length)s.")
            % {"most": f"{MAX_DESCRIPTION_LENGTH:,}", "length": f"{len(text):,}"},
            code="too_long",
        )
    return text


@dataclass(frozen=True, slots=True)
class Pasted:
    """Track IDs of pasted lines, in order, and the lines that name no track."""

    track_ids: tuple[str, ...]
    unreadable: tuple[str, ...]


def read_pasted(value: str | None) -> Pasted:
    """Read links (https://open.spotify.com/track/...), URIs (spotify:track:...) and bare IDs, one or several a line."""
    ids: list[str] = []
    unreadable: list[str] = []
    for line in (value or "").splitlines():
        words = line.replace(",", " ").split()
        found = [_track_id(word) for word in words]
        ids += [track_id for track_id in found if track_id]
        if any(found):
            unreadable += [word for word, track_id in zip(words, found, strict=True) if not track_id]
        elif words:
            unreadable.append(line.strip())
    return Pasted(tuple(ids), tuple(unreadable))


def _track_id(word: str) -> str | None:
    if is_spotify_id(word):
        return word
    reference = parse_reference(word)
    return reference[1] if reference is not None and reference[0] == "track" else None


def require_room(present: int, more: int) -> None:
    """
    Raises:
        ValidationError: with code ``playlist_full`` where the playlist would pass 1,000 tracks.
    """
    if present + more > MAX_TRACKS:
        left = max(0, MAX_TRACKS - present)
        full = _("A playlist holds at most %(most)s tracks, and this one has %(present)s: remove one first.")
        nearly = ngettext(
            "A playlist holds at most %(most)s tracks, and this one has %(present)s: there is room for %(left)s more.",
            "A playlist holds at most %(most)s tracks, and this one has %(present)s: there is room for %(left)s more.",
            left,
        )
        numbers = {"most": f"{MAX_TRACKS:,}", "present": f"{present:,}", "left": f"{left:,}"}
        raise ValidationError((nearly if left else full) % numbers, code="playlist_full")


def _storable(value: str | None) -> str:
    """PostgreSQL keeps no NUL, UTF-8 no lone surrogate."""
    text = value or ""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError(_("This holds characters that cannot be kept."), code="not_storable")
    return text
