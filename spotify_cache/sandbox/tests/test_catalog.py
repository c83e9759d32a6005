"""The catalogue: its size, its sameness from run to run, and what it must hold for an application to be tried on."""

from __future__ import annotations

import re
import unicodedata

import pytest

from spotify_cache.sandbox.catalog.build import build_catalog
from spotify_cache.sandbox.catalog.catalog import Catalog
from spotify_cache.sandbox.catalog.facts import upc
from spotify_cache.sandbox.catalog.grammar import Grammar
from spotify_cache.sandbox.catalog.ids import is_base62_id, make_ids
from spotify_cache.sandbox.process import SandboxProcess


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog("muse")


def test_catalogue_is_as_large_as_promised(catalog: Catalog) -> None:
    assert len(catalog.artists) >= 1_000
    assert len(catalog.albums) >= 5_000
    assert len(catalog.tracks) >= 50_000


def test_every_id_is_22_characters_of_base_62_and_no_two_are_the_same(catalog: Catalog) -> None:
    identifiers = [item.id for items in (catalog.artists, catalog.albums, catalog.tracks) for item in items]
    assert all(is_base62_id(identifier) for identifier in identifiers)
    assert len(set(identifiers)) == len(identifiers)


def test_two_processes_make_the_same_ids_and_names(sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    with SandboxProcess() as other:
        assert other.control("catalog") == sandbox.control("catalog")


def test_another_seed_makes_other_ids(catalog: Catalog) -> None:
    assert make_ids("muse/artist", 50) == [artist.id for artist in catalog.artists[:50]]
    assert not set(make_ids("other/artist", 50)) & set(catalog.artist_by_id)


def test_years_run_from_1958_to_2026(catalog: Catalog) -> None:
    years = {album.year for album in catalog.albums}
    assert min(years) <= 1962
    assert max(years) == 2026
    assert max(album.date for album in catalog.albums) <= "2026-11-20"


def test_dates_have_each_precision_and_look_like_it(catalog: Catalog) -> None:
    forms = {"year": r"\d{4}", "month": r"\d{4}-\d{2}", "day": r"\d{4}-\d{2}-\d{2}"}
    assert {album.precision for album in catalog.albums} == set(forms)
    assert all(re.fullmatch(forms[album.precision], album.date) for album in catalog.albums)


def test_there_are_albums_singles_and_compilations_long_and_multi_disc_ones(catalog: Catalog) -> None:
    assert {album.type for album in catalog.albums} == {"album", "single", "compilation"}
    assert max(album.track_count for album in catalog.albums) > 100
    assert sum(album.track_count > 50 for album in catalog.albums) > 10
    assert max(track.disc for track in catalog.tracks) >= 4


def test_tracks_are_numbered_from_one_on_every_disc(catalog: Catalog) -> None:
    for album in catalog.albums:
        discs: dict[int, list[int]] = {}
        for track in catalog.album_tracks(album):
            discs.setdefault(track.disc, []).append(track.number)
        assert list(discs) == list(range(1, len(discs) + 1))
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in discs.values())


def test_guests_are_credited_and_the_album_shows_among_their_appearances(catalog: Catalog) -> None:
    track = next(track for track in catalog.tracks if "(feat." in track.name and track.recording == track.index)
    guest = catalog.artists[track.artists[1]]
    assert f"(feat. {guest.name})" in track.name
    assert track.album in guest.appears_on


def test_the_same_recording_has_the_same_isrc_wherever_it_comes_out(catalog: Catalog) -> None:
    again = next(track for track in catalog.tracks if track.recording != track.index)
    assert catalog.isrc(again) == catalog.isrc(catalog.recording_of(again))
    assert catalog.duration_ms(again) == catalog.duration_ms(catalog.recording_of(again))
    assert re.fullmatch(r"[A-Z]{5}\d{7}", catalog.isrc(again))


def test_every_upc_has_a_right_check_digit(catalog: Catalog) -> None:
    for album in catalog.albums[:300]:
        digits = [int(digit) for digit in upc(album)]
        assert len(digits) == 12
        assert (sum(digits[0::2]) * 3 + sum(digits[1::2])) % 10 == 0


def test_names_come_in_many_scripts(catalog: Catalog) -> None:
    scripts = {unicodedata.name(character, "").split()[0] for artist in catalog.artists for character in artist.name}
    wanted = {"LATIN", "HIRAGANA", "KATAKANA", "CJK", "HANGUL", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI"}
    assert wanted <= scripts


def test_few_are_known_to_everybody_and_most_to_hardly_anybody(catalog: Catalog) -> None:
    popularity = sorted((artist.popularity for artist in catalog.artists[1:]), reverse=True)
    assert popularity[0] >= 90
    assert popularity[len(popularity) // 2] < 45
    followers = sorted((artist.followers for artist in catalog.artists[1:]), reverse=True)
    assert followers[0] > 50 * followers[len(followers) // 10]


def test_no_two_artists_have_the_same_name(catalog: Catalog) -> None:
    names = [artist.name.casefold() for artist in catalog.artists]
    assert len(set(names)) == len(names)


def test_no_name_is_empty_or_has_idle_spaces(catalog: Catalog) -> None:
    names = [item.name for items in (catalog.artists, catalog.albums, catalog.tracks) for item in items]
    assert all(name == " ".join(name.split()) and name for name in names)


def test_explicit_music_is_where_one_expects_it(catalog: Catalog) -> None:
    def share(theme: str) -> float:
        tracks = [track for track in catalog.tracks if catalog.theme_of(catalog.albums[track.album]).key == theme]
        return sum(catalog.is_explicit(track) for track in tracks) / len(tracks)

    assert share("hip-hop") > 0.4
    assert share("jazz") == 0


def test_pattern_with_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(KeyError):
        Grammar("{adjective} {noun}", {"noun": "River, Stone"})


def test_pattern_with_a_weight_counts_that_often() -> None:
    grammar = Grammar("one x3\ntwo", {})
    made = [grammar.make(lambda place=place: place / 4) for place in range(4)]  # type: ignore[misc]
    assert made == ["One", "One", "One", "Two"]
