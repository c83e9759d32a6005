"""The table of kinds, keys and entries."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotify_cache import kinds, wants
from spotify_cache.entities import Album, AlbumRef, ArtistRef, Track
from spotify_cache.kinds import decode_entry, encode_entry

MINUTE, HOUR = 60, 3600
ID = "4aawyAB9vmqN3uQ7FjRGTy"


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        ("track", 24 * HOUR),
        ("album", 24 * HOUR),
        ("artist", 12 * HOUR),
        ("user_data", 15 * MINUTE),
        ("search", 30 * MINUTE),
        ("recommendations", 2 * HOUR),
        ("access_token", 50 * MINUTE),
    ],
)
def test_lifetimes_are_those_of_the_contract(kind: str, seconds: int) -> None:
    assert kinds.KINDS[kind].fresh_for == seconds


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.name)
def test_jitter_shortens_a_lifetime_by_at_most_five_percent_and_never_lengthens_it(kind: kinds.Kind) -> None:
    lifetimes = [kind.jittered_fresh_for() for _ in range(500)]
    assert kind.bounds == (int(kind.fresh_for * 0.95), kind.fresh_for)
    assert max(lifetimes) <= kind.fresh_for
    assert min(lifetimes) >= int(kind.fresh_for * 0.95)
    assert len(set(lifetimes)) > 10


@pytest.mark.parametrize("other", ["Beatles ", "beatles", "  BEATLES", "ｂｅａｔｌｅｓ", "beatles\n"])
def test_queries_that_mean_the_same_share_an_entry(other: str) -> None:
    assert wants.search(other, ("album",), 10, 0).key == wants.search("Beatles", ("album",), 10, 0).key


def test_queries_types_and_pages_that_differ_do_not_share_an_entry() -> None:
    asked = [
        wants.search("beatles", ("album",), 10, 0),
        wants.search("the beatles", ("album",), 10, 0),
        wants.search("beatles", ("artist",), 10, 0),
        wants.search("beatles", ("album",), 10, 10),
        wants.search("beatles", ("album",), 5, 0),
    ]
    assert len({want.key for want in asked}) == len(asked)


@given(st.text(max_size=200))
def test_normalising_a_query_twice_changes_nothing_and_the_key_holds_none_of_it(query: str) -> None:
    once = kinds.normalise_query(query)
    assert kinds.normalise_query(once) == once
    key = wants.search(query, ("album",), 10, 0).key
    assert key.isascii()
    assert " " not in key
    assert len(key) < 64


def test_a_persons_keys_are_all_their_own() -> None:
    mine, theirs = set(kinds.user_keys("1")), set(kinds.user_keys("11"))
    assert not mine & theirs
    readable = {wants.of_person("1", name).key for name in ("profile", "recent", "playlists")}
    readable |= {
        wants.of_person("1", name, span).key for name in ("top-artists", "top-tracks") for span in kinds.TIME_RANGES
    }
    assert readable == mine, "dropping a person's data must know every key that reading uses"


def test_keys_carry_the_schema_number() -> None:
    assert f":{kinds.SCHEMA}:" in wants.item("track", ID).key
    assert f":{kinds.SCHEMA}:" in kinds.user_keys("1")[0]


@pytest.mark.parametrize("raw", [None, b"", b"\xff\xff", b"\x93\x01\x02", b"not an entry", encode_entry("text", 1, 2)])
def test_bytes_that_are_no_such_entry_are_a_miss(raw: bytes | None) -> None:
    assert decode_entry(kinds.TRACK_THING, raw) is None


names = st.text(min_size=1, max_size=40)
ids = st.text("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=22, max_size=22)
artist_refs = st.lists(st.builds(ArtistRef, id=ids, name=names), max_size=3).map(tuple)


@given(
    st.builds(
        Track,
        id=ids,
        name=names,
        artists=artist_refs,
        album=st.one_of(st.none(), st.builds(AlbumRef, id=ids, name=names)),
        duration_ms=st.integers(0, 10**8),
        explicit=st.booleans(),
        popularity=st.one_of(st.none(), st.integers(0, 100)),
    )
)
def test_a_track_comes_back_from_its_bytes_as_it_was(track: Track) -> None:
    entry = decode_entry(kinds.TRACK_THING, encode_entry(track, 10, 20))
    assert entry == kinds.Cached(10, 20, track)


@given(
    st.builds(Album, id=ids, name=names, artists=artist_refs, track_ids=st.one_of(st.none(), st.lists(ids).map(tuple)))
)
def test_an_album_comes_back_from_its_bytes_as_it_was(album: Album) -> None:
    entry = decode_entry(kinds.ALBUM_THING, encode_entry(album, 10, 20))
    assert entry == kinds.Cached(10, 20, album)


@pytest.mark.parametrize(
    "want",
    [
        wants.item("track", ID),
        wants.item("album", ID, whole=True),
        wants.discography(ID),
        wants.artist_top_tracks(ID, "A name"),
        wants.search("moon", ("album", "track"), 10, 20),
        wants.new_releases(),
        wants.recommendations([(ID, "A name")], ["jazz"]),
        wants.of_person("7", "top-artists", "short_term"),
        wants.of_person("7", "recent"),
    ],
    ids=lambda want: want.recipe[0],
)
def test_a_worker_makes_the_same_want_from_its_recipe(want: wants.Want) -> None:
    again = wants.from_recipe(list(want.recipe))
    assert (again.key, again.thing, again.recipe, again.whole) == (want.key, want.thing, want.recipe, want.whole)


@pytest.mark.parametrize("recipe", [["nothing"], ["track"], ["person", "1", "secrets"], ["search", "x"]])
def test_a_recipe_that_describes_nothing_is_refused(recipe: list[str]) -> None:
    with pytest.raises(ValueError, match="no such recipe"):
        wants.from_recipe(recipe)


def test_threads_that_read_at_the_same_moment_after_a_start_do_not_crash_the_process() -> None:
    """msgspec looks at a type once; two threads that had it do so at the same moment crashed the process."""
    program = """
import threading
from spotify_cache import kinds
from spotify_cache.entities import Track
raw = kinds.encode_entry(Track("1" * 22, "name"), 1, 2)
start = threading.Barrier(8)
def read():
    start.wait()
    assert kinds.decode_entry(kinds.TRACK_THING, raw).value.name == "name"
threads = [threading.Thread(target=read) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    switching_often = f"import sys; sys.setswitchinterval(1e-6)\n{program}"
    for _ in range(3):
        subprocess.run([sys.executable, "-c", switching_often], check=True, timeout=60)
