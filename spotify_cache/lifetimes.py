"""How well lifetimes fit: how old answers are, what ended unread, what was fetched again for nothing (R30)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from spotify_cache import census, kinds, metrics, plots
from spotify_cache.kinds import DAY, KINDS
from spotify_cache.metrics import Label
from spotify_cache.plots import Axes, Plot, Series

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_BOUNDS = (*map(str, metrics.AGE_BOUNDS), "+Inf")
_AGES = ("≤ 1 m", "≤ 5 m", "≤ 15 m", "≤ 30 m", "≤ 1 h", "≤ 4 h", "≤ 12 h", "≤ 1 d", "≤ 7 d", "> 7 d")


@dataclass(frozen=True, slots=True)
class Fit:
    """One kind. Shares are in percent; None where there is nothing to tell them from."""

    kind: str
    lifetime: str
    #: The age that half of the answers did not exceed.
    middle_age: str
    late: float | None
    #: Of the sampled entries past their lifetime (how many), those that nobody read since they were fetched.
    unread: float | None
    ended: int
    #: Of the refreshes (how many), those that brought what was there.
    unchanged: float | None
    refreshed: int


def fits(counts: Mapping[Label, int], taken: census.Found, names: Mapping[str, StrOrPromise]) -> list[Fit]:
    """Kinds of which anything is known. Ages and refreshes are counted since the cache was last emptied."""
    found = []
    for kind in KINDS.values():
        ages = _ages_of(counts, kind.name)
        again = {result: counts.get(("refreshed", kind.name, result), 0) for result in ("changed", "unchanged")}
        ended = int(taken.get(("ended", kind.name), 0))
        if sum(ages) or sum(again.values()) or ended:
            fresh = sum(times for bound, times in zip(_BOUNDS, ages, strict=True) if float(bound) <= kind.fresh_for)
            fit = Fit(
                str(names[kind.name]),
                duration(kind.fresh_for),
                _middle(ages),
                _percent(sum(ages) - fresh, sum(ages)),
                _percent(int(taken.get(("unread", kind.name), 0)), ended),
                ended,
                _percent(again["unchanged"], sum(again.values())),
                sum(again.values()),
            )
            found.append(fit)
    return found


def _ages_of(counts: Mapping[Label, int], kind: str) -> list[int]:
    return [counts.get(("age", kind, bound), 0) for bound in _BOUNDS]


def _middle(ages: list[int]) -> str:
    reached = 0
    for age, times in zip(_AGES, ages, strict=True):
        reached += times
        if times and 2 * reached >= sum(ages):
            return age
    return "–"


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def ages(counts: Mapping[Label, int], names: Mapping[str, StrOrPromise]) -> list[Plot]:
    """How old entries are when they are answered, beside their lifetime."""
    found = []
    for kind in KINDS.values():
        values = _ages_of(counts, kind.name)
        if not (total := sum(values)):
            continue
        lasting = [float(bound) <= kind.fresh_for for bound in _BOUNDS]
        within = [value if fresh else 0 for value, fresh in zip(values, lasting, strict=True)]
        beyond = [0 if fresh else value for value, fresh in zip(values, lasting, strict=True)]
        summary = _("Fresh for %(lifetime)s. %(share)s of answers came after that.") % {
            "lifetime": duration(kind.fresh_for),
            "share": f"{sum(beyond) / total:.1%}",
        }
        series = (Series(_("within its lifetime"), "plot-1", within), Series(_("past it"), "plot-2", beyond))
        axes = Axes(_("Age"), _AGES, _("answers, one of each batch"), every=3)
        found.append(plots.columns(f"ages-{kind.name}", str(names[kind.name]), summary, axes, series, 154))
    return found


def duration(seconds: int) -> str:
    """Such as 24 h, 15 min, 6 d."""
    if seconds >= 2 * DAY:
        return f"{seconds / DAY:.3g} d"
    if seconds >= 2 * kinds.HOUR:
        return f"{seconds / kinds.HOUR:.3g} h"
    return f"{seconds / 60:.3g} min" if seconds >= 120 else f"{seconds} s"
