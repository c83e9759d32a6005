"""The small Markdown of reviews and comments, made safe twice: the parser knows no HTML, and nh3 lets through no tag or
address beyond those that the parser makes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

#: Of links that people write: no vote of Muse's for where they lead, and no way back for the page behind them.
LINK_REL: Final = "nofollow ugc noopener"
_TAGS: Final = {"p", "br", "em", "strong", "s", "a", "blockquote", "ul", "ol", "li", "code"}
_RULES: Final = [
    *("blockquote", "list", "paragraph"),
    *("newline", "escape", "backticks", "strikethrough", "emphasis", "link", "autolink", "entity"),
    *("balance_pairs", "fragments_join"),
]
_markdown = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True}).enable(
    [rule for rule in _RULES if rule not in ("balance_pairs", "paragraph")]
)
_markdown.enable("balance_pairs")
_MARKS = re.compile(r"[*_`\[\]<>\\&~]|^[ \t]*(?:[-+]|\d+[.)])(?:[ \t]|$)", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """``text`` as HTML: paragraphs, line breaks, emphasis, links, quotations, lists and code. Anything else is text."""
    if not _MARKS.search(text):
        return _paragraphs(text)
    clean = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        clean_content_tags=set(),
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=LINK_REL,
    )
    return mark_safe(clean)  # noqa: S308 - what nh3 lets through


def _paragraphs(text: str) -> SafeString:
    """Most reviews are plain words, and need no parser."""
    pieces = (piece.strip("\n") for piece in _BLANK_LINES.split(text.strip()))
    html = "\n".join("<p>{}</p>".format(escape(piece).replace("\n", "<br>\n")) for piece in pieces if piece)
    return mark_safe(html)  # noqa: S308 - escaped
