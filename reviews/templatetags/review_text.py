"""How the pages show what people wrote."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from reviews.markdown import render

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as safe HTML (`reviews.markdown`)."""
    return render(text)
