"""Time zones by their names in the IANA database: which there are, and the one that a person reads times in."""

from __future__ import annotations

import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Regions whose zones are places; what else the database holds are old names and offsets.
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_of(name: object) -> datetime.tzinfo | None:
    """The zone of a name; None for what is no name of a zone, whatever it is."""
    return ZoneInfo(name) if isinstance(name, str) and name in _names() else None


def validate_time_zone(name: str) -> None:
    if zone_of(name) is None:
        raise ValidationError(_("There is no such time zone."), code="time_zone")


@cache
def zones_by_region() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Choices of a select with groups: regions, and in them names of zones with their places in words."""
    places = {region: tuple(sorted(n for n in _names() if n.startswith(f"{region}/"))) for region in _REGIONS}
    return tuple(
        (region, tuple((name, name.split("/", 1)[1].replace("_", " ").replace("/", ", ")) for name in names))
        for region, names in places.items()
        if names
    )
