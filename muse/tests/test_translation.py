"""Whatever people read can be translated: no template says a word that is not marked."""

import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.test import Client
from django.utils import translation

TEMPLATES = Path(settings.BASE_DIR) / "templates"

# The one stands alone when everything broke and has nothing to translate with, the others are for makers of machines.
LEFT_ALONE = {"errors/500.html", "api/docs.html", "api/redoc.html"}
# Names, units and formats, the same in every language.
NAMES = {"Muse", "Spotify", "utf-8", "LIVE", "API"}

BLOCK_TRANSLATIONS = {"blocktranslate", "blocktrans"}
END_OF_BLOCK_TRANSLATIONS = {f"end{tag}" for tag in BLOCK_TRANSLATIONS}
# Tags whose parameters are words for a component to show.
GIVING_WORDS = {"include", "piece", "track_row", "with"}
UNMARKED_PARAMETER = re.compile(r"""\b(?:label|title|text|kicker|name|more|action_label|lede|summary)=(["'])(.*?)\1""")
WORDS_IN_FILTERS = re.compile(r"""\|(?:pluralize\b|(?:yesno|default|default_if_none):"[^"]*[A-Za-z]{2})""")

TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
SHOWN_ATTRIBUTE = re.compile(
    r"""\s(?:aria-label|aria-description|title|alt|placeholder|label|data-confirm|hx-confirm)="([^"]*)\""""
)
SHOWN_CONTENT = re.compile(r"""<meta name="description" content="([^"]*)\"""")
NEVER_SHOWN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
WORD = re.compile(r"[A-Za-zÀ-ÿ][\w’'-]+")
# Names of classes (BEM), attributes that a template is made of, and entities are no words.
NO_WORDS = re.compile(r"""\w+--\w+|&#?\w+;|[\w-]+="[^"]*\"""")
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"


def templates() -> list[str]:
    found = (
        path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}
    )
    return sorted(set(found) - LEFT_ALONE)


def unmarked_words(name: str) -> list[str]:
    """What a template says without asking for a translation, each with enough around it to find it."""
    source = (TEMPLATES / name).read_text()
    outside, given = _outside_of_translations(source)
    said = [outside]
    if name.endswith(".html"):
        outside = NEVER_SHOWN.sub("", outside)
        tags = TAG.findall(outside)
        said = TAG.split(outside)
        said += [text for tag in tags for text in SHOWN_ATTRIBUTE.findall(tag) + SHOWN_CONTENT.findall(tag)]
    return [" ".join(text.split()) for text in said + given if _has_words(text)]


def _outside_of_translations(source: str) -> tuple[str, list[str]]:
    """Text outside of translations, with a hole for every tag and variable; and bare words given to components."""
    text, given, inside = [], [], ""
    for token in Lexer(source).tokenize():
        tag = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type == TokenType.BLOCK:
            if tag in BLOCK_TRANSLATIONS or tag == "comment":
                inside = tag
            elif tag in END_OF_BLOCK_TRANSLATIONS or tag == "endcomment":
                inside = ""
            elif not inside and tag in GIVING_WORDS:
                given += [words for _, words in UNMARKED_PARAMETER.findall(token.contents)]
        if inside:
            continue
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            given += WORDS_IN_FILTERS.findall(token.contents)
        text.append(token.contents if token.token_type == TokenType.TEXT else HOLE)
    return "".join(text), given


def _has_words(text: str) -> bool:
    return any(word not in NAMES for word in WORD.findall(NO_WORDS.sub("", text)))


@pytest.mark.parametrize("name", templates())
def test_a_template_says_nothing_that_cannot_be_translated(name: str) -> None:
    assert unmarked_words(name) == []


def compiled(words: dict[str, str]) -> bytes:
    """A catalogue as gettext reads it (the MO format), so that its tools need not be there."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    at = 28 + 16 * len(pairs)
    text, places = b"", []
    for column in zip(*pairs, strict=True):
        for word in column:
            places.append(struct.pack("<2I", len(word.encode()), at + len(text)))
            text += word.encode() + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + b"".join(places) + text


@pytest.mark.django_db
def test_a_page_speaks_the_language_of_a_catalogue(client: Client, settings: Any, tmp_path: Path) -> None:
    catalogue = tmp_path / "eo" / "LC_MESSAGES" / "django.mo"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_bytes(
        compiled({"Skip to content": "Al la enhavo", "Nothing plays at this address.": "Nenio ludas tie."})
    )
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("eo"):
        page = client.get("/no-such-page").content.decode()
    assert '<html lang="eo"' in page
    assert "Al la enhavo" in page
    assert "Nenio ludas tie." in page
