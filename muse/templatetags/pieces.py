"""Pieces of pages that depend on nothing but what they are given, rendered once and kept in the process.

A row of a track is some fifty nodes of template, a page shows a hundred of them, and the same row is the same HTML for
everybody. Pieces are found again by the very values they were made of (entities are frozen structs): what Spotify says
anew is another piece, so none is ever out of date, and none can hold anything of whoever looks at it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.template import Context
from django.template.context import RequestContext
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

#: Pieces kept in each process, about 2 KB each.
KEPT = 5_000
#: Where a row leaves room for controls. No text can hold it: a "<" in a text is escaped.
CONTROLS_MARK = "<!--controls-->"


@register.simple_tag
def piece(template_name: str, **given: Any) -> SafeString:
    """``{% piece "components/album_card.html" album=album %}``: like ``include ... only``, and kept.

    Raises:
        TypeError: a model's instance or a list was given: those may change while they stay equal to themselves.
    """
    if any(isinstance(value, Model) for value in given.values()):
        raise TypeError(f"{template_name} is a piece: it is made of plain values and frozen structs")
    if settings.DEBUG:
        return _render(template_name, "", (), tuple(given.items()))
    # A safe string is equal to the same text that has to be escaped: the types tell them apart.
    types = tuple(type(value) for value in given.values())
    return _kept(template_name, get_language() or "", types, tuple(given.items()))


@register.simple_tag(takes_context=True)
def track_row(context: RequestContext, track: Any, controls: str = "", **given: Any) -> SafeString:
    """A row of ``components/track_row.html``, which says what can be given; ``controls`` sees the page's context."""
    row = piece("components/track_row.html", track=track, has_controls=bool(controls), **given)
    if not controls:
        return row
    before, after = row.split(CONTROLS_MARK)
    included = context.template.engine.get_template(controls).render(context)  # type: ignore[union-attr]
    return mark_safe(f"{before}{included}{after}")  # noqa: S308 (three rendered templates)


def _render(
    template_name: str, language: str, types: tuple[type, ...], given: tuple[tuple[str, Any], ...]
) -> SafeString:
    return get_template(template_name).template.render(Context(dict(given)))  # type: ignore[attr-defined]


_kept = lru_cache(maxsize=KEPT)(_render)
