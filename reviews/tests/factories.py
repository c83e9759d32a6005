"""Factories of reviews."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from reviews.models import ItemType, Review


class ReviewFactory(DjangoModelFactory[Review]):
    """A rating of four stars with a text, of an album with an ID of its own."""

    class Meta:
        model = Review

    author = factory.SubFactory(UserFactory)
    item_type = ItemType.ALBUM
    spotify_id = factory.Sequence(lambda number: f"{number:022d}")
    rating = 4
    text = factory.Sequence(lambda number: f"What I think, part {number}.")
