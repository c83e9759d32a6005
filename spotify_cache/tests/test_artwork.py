"""Artwork: several addresses of one picture in one small value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotify_cache.artwork import Artwork, artwork_from_json

COVER = [
    {"url": "https://i.scdn.co/image/ab67616d0000b273c5649add07ed3720be9d5526", "width": 640, "height": 640},
    {"url": "https://i.scdn.co/image/ab67616d00001e02c5649add07ed3720be9d5526", "width": 300, "height": 300},
    {"url": "https://i.scdn.co/image/ab67616d00004851c5649add07ed3720be9d5526", "width": 64, "height": 64},
]


@pytest.mark.parametrize(("width", "index"), [(1000, 0), (640, 0), (301, 0), (300, 1), (65, 1), (64, 2), (1, 2)])
def test_the_smallest_size_that_is_large_enough_is_chosen(width: int, index: int) -> None:
    assert artwork_from_json(COVER).at_least(width) == COVER[index]["url"]


def test_the_order_in_which_spotify_lists_sizes_does_not_matter() -> None:
    assert artwork_from_json(COVER[::-1]) == artwork_from_json(COVER)


def test_a_picture_without_a_width_is_a_picture() -> None:
    artwork = artwork_from_json([{"url": "https://mosaic.scdn.co/640/abc", "width": None, "height": None}])
    assert artwork.small == artwork.large == "https://mosaic.scdn.co/640/abc"


@pytest.mark.parametrize("images", [None, [], "x", [None], [{}], [{"url": None}], {"url": "x"}])
def test_anything_else_is_no_picture(images: object) -> None:
    artwork = artwork_from_json(images)
    assert not artwork
    assert artwork.medium == ""
    assert artwork == Artwork()


@given(
    st.lists(
        st.tuples(st.integers(1, 2000), st.text("abc/:.", min_size=1, max_size=12)),
        min_size=1,
        unique_by=lambda p: p[0],
    )
)
def test_every_address_can_be_had_again(pairs: list[tuple[int, str]]) -> None:
    artwork = artwork_from_json([{"url": url, "width": width} for width, url in pairs])
    for width, url in pairs:
        assert artwork.at_least(width) == url
