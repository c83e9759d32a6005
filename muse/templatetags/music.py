"""How the pages write durations, dates, ratings and icons."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

register = template.Library()

#: Number of `.avatar--N` tints in controls.css.
AVATAR_TINTS = 6


@register.filter
def duration(milliseconds: int | None) -> str:
    """``222000`` → ``3:42``; an hour and more → ``1:02:03``. Empty for nothing."""
    if not milliseconds:
        return ""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def iso_duration(milliseconds: int | None) -> str:
    """``222000`` → ``PT222S``, for the ``datetime`` of a ``<time>``."""
    return f"PT{round((milliseconds or 0) / 1000)}S"


@register.filter
def long_duration(milliseconds: int | None) -> str:
    """``4320000`` → ``1 hr 12 min``; under a minute in seconds."""
    seconds = round((milliseconds or 0) / 1000)
    if seconds < 60:
        return gettext("%(seconds)d sec") % {"seconds": seconds}
    hours, minutes = divmod(round(seconds / 60), 60)
    said = [gettext("%(hours)d hr") % {"hours": hours}] if hours else []
    if minutes:
        said.append(gettext("%(minutes)d min") % {"minutes": minutes})
    return " ".join(said)


@register.filter
def in_a_while(seconds: int | None) -> str:
    """When to try again: ``40`` → ``in a minute``, ``1500`` → ``in 25 minutes``, ``9000`` → ``in about 3 hours``."""
    minutes = math.ceil(int(seconds or 0) / 60)
    if minutes <= 1:
        return gettext("in a minute")
    if minutes < 90:
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("in about %(n)d hour", "in about %(n)d hours", hours) % {"n": hours}


@register.filter
def release_date(value: str) -> str:
    """Spotify's release date in its own precision: ``12 March 2019``, ``March 2019``, ``2019``; else as it came."""
    pieces = value.split("-")
    if pieces[0] == "0000":  # Spotify's way of not knowing
        return ""
    try:
        numbers = [int(piece) for piece in pieces]
        day = datetime.date(*[*numbers, 1, 1][: max(3, len(numbers))])
    except (TypeError, ValueError):
        return value
    return date_format(day, ("Y", "F Y", "j F Y")[len(numbers) - 1])


@register.filter
def halves(rating: Decimal | float | None) -> int:
    """Half stars of a rating or an average, 0 to 10: ``4.27`` → 9 (four and a half stars)."""
    if rating is None:
        return 0
    return int(min(max(Decimal(str(rating)) * 2, Decimal(0)), Decimal(10)).quantize(Decimal(1), ROUND_HALF_UP))


@register.filter
def score(rating: Decimal | float | None) -> str:
    """A rating in words and figures as short as it can be: ``4``, ``3.5``; an average to one decimal."""
    if rating is None:
        return ""
    return f"{Decimal(str(rating)).quantize(Decimal('0.1'), ROUND_HALF_UP):f}".removesuffix(".0")


@register.filter
def join_names(people: Iterable[Any]) -> str:
    """Names of artists in one line: ``A``, ``A and B``, ``A, B and C``."""
    *others, last = [person.name for person in people] or [""]
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(others), "last": last} if others else last


@register.filter
def album_kind(album_type: str) -> str:
    """Spotify's album type as people say it."""
    kinds = {"single": gettext("Single"), "compilation": gettext("Compilation"), "ep": gettext("EP")}
    return kinds.get(album_type, gettext("Album"))


@register.filter
def item_kind(item_type: str) -> str:
    """``album`` → ``Album``."""
    return {"album": gettext("Album"), "artist": gettext("Artist"), "track": gettext("Track")}[item_type]


@register.filter
def this_item(item_type: str) -> str:
    """``album`` → ``this album``, whole, as other languages have another "this" for each."""
    return {"album": gettext("this album"), "artist": gettext("this artist"), "track": gettext("this track")}[item_type]


@register.filter
def initial(name: str) -> str:
    """The first letter or digit of a name, for an avatar."""
    return next((character for character in str(name) if character.isalnum()), "?")


@register.filter
def tint(name: str) -> int:
    """A number from 1 to AVATAR_TINTS, always the same for the same name."""
    return crc32(str(name).encode()) % AVATAR_TINTS + 1


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """A line icon of static/img/icons.svg in the text's colour, hidden from screen readers: words stand beside it.

    Kept, as a page shows hundreds: the address of a static file stays what it is for as long as the process runs.
    """
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )
