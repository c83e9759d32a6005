"""The Markdown of reviews and comments: what it makes, and that nothing dangerous comes through."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.markdown import LINK_REL, render

TAGS = {"p", "br", "em", "strong", "s", "a", "blockquote", "ul", "ol", "li", "code"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\nTwo.\n\nThree & <b>four</b>.", "<p>One.<br>\nTwo.</p>\n<p>Three &amp; &lt;b&gt;four&lt;/b&gt;.</p>"),
        ("Plain.\n\n\nWords", "<p>Plain.</p>\n<p>Words</p>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a", "<ol>\n<li>a</li>\n</ol>"),
        ("[x](https://a.example/b)", f'<p><a href="https://a.example/b" rel="{LINK_REL}">x</a></p>'),
        ("<https://a.example>", f'<p><a href="https://a.example" rel="{LINK_REL}">https://a.example</a></p>'),
        ("# no heading\n---", "<p># no heading<br>\n---</p>"),
        ("", ""),
    ],
)
def test_a_small_markdown(text: str, html: str) -> None:
    assert render(text).strip() == html


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript&colon;alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://a.example/pixel.png)",
    '[x](https://a.example "onmouseover=alert(1) \\" onclick=alert(1)")',
    '[x](https://a.example" onclick="alert(1))',
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "**<svg/onload=alert(1)>**",
    "`<script>alert(1)</script>`",
    "> <iframe src=javascript:alert(1)></iframe>",
    "- <a href='javascript:alert(1)' style='x'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<style>*{display:none}</style> <form action=x><input></form>",
    "[a]: javascript:alert(1)\n\n[a]",
    "[[x](javascript:alert(1))](javascript:alert(2))",
    "[x](//evil.example)",
    "[x](/settings)",
    "<math><mtext></form><mglyph><style><img src=x onerror=alert(1)>",
]


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}


def _is_safe(html: str) -> bool:
    seen = _Seen()
    seen.feed(html)
    return (
        seen.tags <= TAGS
        and {name for name, _ in seen.attributes} <= {"href", "title", "rel", "start"}
        and all(re.match(r"(https?|mailto):", value) for name, value in seen.attributes if name == "href")
        and all(value == LINK_REL for name, value in seen.attributes if name == "rel")
        and ("a" not in seen.tags or ("rel", LINK_REL) in seen.attributes)
    )


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_dangerous_comes_through(text: str) -> None:
    assert _is_safe(render(text)), render(text)


@given(st.lists(st.sampled_from([*ATTACKS, "*", "_", "`", "[", "](", ")", "<", ">", '"', "&", "\\", "\n"]), max_size=6))
def test_nor_does_any_mixture_of_it(pieces: list[str]) -> None:
    assert _is_safe(render("".join(pieces)))


@given(st.text(max_size=200))
def test_any_text_is_shown(text: str) -> None:
    assert _is_safe(render(text))


@pytest.mark.parametrize("text", ["> " * 5_000, "[" * 10_000, "*a_" * 3_300, "`" * 10_000, "- " * 5_000, "&" * 10_000])
def test_ten_thousand_marks_do_not_take_long(text: str) -> None:
    assert _is_safe(render(text))
