"""Pieces of pages that are rendered once and kept."""

from __future__ import annotations

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from accounts.tests.factories import UserFactory
from muse.templatetags import pieces
from spotify_cache.entities import Album, AlbumRef, ArtistRef, Track

TRACK = Track(
    "1" * 22,
    'Harbour <script>alert(1)</script> & "Tide"',
    (ArtistRef("2" * 22, "Ana & <b>Bo</b>"),),
    AlbumRef("3" * 22, 'Salt\'n "Sea"'),
    duration_ms=222_000,
)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    pieces._kept.cache_clear()


def render(source: str, **given: Any) -> str:
    return Template("{% load pieces %}" + source).render(RequestContext(RequestFactory().get("/"), given))


def test_a_piece_is_rendered_once_and_is_what_an_include_makes() -> None:
    made = [pieces.piece("components/track_row.html", track=TRACK, number=3, show_cover=True) for _ in range(2)]
    included = render_to_string("components/track_row.html", {"track": TRACK, "number": 3, "show_cover": True})
    assert made == [included, included]
    assert pieces._kept.cache_info()[:2] == (1, 1)


def test_equal_entities_read_at_different_times_are_one_piece() -> None:
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(TRACK), type=Track)
    assert again is not TRACK
    pieces.piece("components/track_row.html", track=TRACK)
    pieces.piece("components/track_row.html", track=again)
    assert pieces._kept.cache_info().hits == 1


def test_what_spotify_says_anew_is_another_piece() -> None:
    before = pieces.piece("components/track_row.html", track=TRACK)
    after = pieces.piece("components/track_row.html", track=msgspec.structs.replace(TRACK, name="Harbour (2026)"))
    assert "Harbour (2026)" in after
    assert "Harbour (2026)" not in before


def test_names_are_escaped() -> None:
    row = pieces.piece("components/track_row.html", track=TRACK, show_cover=True, show_album=True)
    assert "<script" not in row
    assert "<b>Bo" not in row
    assert "&lt;script&gt;" in row


def test_a_text_that_was_safe_once_is_not_safe_for_all() -> None:
    artist = ArtistRef("2" * 22, "Ana")
    safe = pieces.piece("components/artist_card.html", artist=artist, note=mark_safe("<i>new</i>"))
    escaped = pieces.piece("components/artist_card.html", artist=artist, note="<i>new</i>")
    assert "<i>new</i>" in safe
    assert "&lt;i&gt;new&lt;/i&gt;" in escaped


def test_controls_of_one_viewer_never_stand_in_the_row_of_another() -> None:
    source = '{% track_row track=track controls="people/_played_at.html" %}'
    moment = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    with_time = render(source, track=TRACK, heard=SimpleNamespace(at=moment))
    assert "2026-11-01" in with_time
    assert pieces.CONTROLS_MARK not in with_time
    assert "2026" not in render("{% track_row track=track %}", track=TRACK)
    assert "2026-11-01" not in render(source, track=TRACK, heard=SimpleNamespace(at=moment.replace(month=12)))


def test_a_name_cannot_say_where_the_controls_stand() -> None:
    track = msgspec.structs.replace(TRACK, name=f"{pieces.CONTROLS_MARK} {pieces.CONTROLS_MARK}")
    heard = SimpleNamespace(at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC))
    row = render('{% track_row track=track controls="people/_played_at.html" %}', track=track, heard=heard)
    assert row.count("2026-11-01") == 1


@pytest.mark.django_db
def test_what_may_change_while_it_stays_equal_is_refused() -> None:
    person = UserFactory.create()
    with pytest.raises(TypeError, match="plain values"):
        pieces.piece("components/avatar.html", person=person)
    with pytest.raises(TypeError, match="unhashable"):
        pieces.piece("components/artists.html", artists=[1])


def test_a_language_has_pieces_of_its_own() -> None:
    album = Album("3" * 22, "Salt", total_tracks=12)
    pieces.piece("components/album_card.html", album=album)
    with override("de"):
        pieces.piece("components/album_card.html", album=album)
    assert pieces._kept.cache_info().misses == 2


def test_an_average_that_moves_is_shown() -> None:
    album = Album("3" * 22, "Salt", total_tracks=12)
    shown = [pieces.piece("components/album_card.html", album=album, average=Decimal(one)) for one in ("3.50", "4.20")]
    assert "3.5" in shown[0]
    assert "4.2" in shown[1]


def test_while_templates_are_being_written_nothing_is_kept(settings: Any) -> None:
    settings.DEBUG = True
    pieces.piece("components/track_row.html", track=TRACK)
    assert pieces._kept.cache_info().currsize == 0


def test_a_piece_sees_nothing_of_the_page() -> None:
    context = Context({"track": TRACK, "current": True})
    row = Template("{% load pieces %}{% piece 'components/track_row.html' track=track %}").render(context)
    assert "track--current" not in row
