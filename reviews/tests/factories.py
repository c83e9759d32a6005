"""Factories of reviews."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from reviews.models import Comment, DiaryEntry, ItemType, Like, Review, ShelfItem


class ReviewFactory(DjangoModelFactory[Review]):
    """A rating of four stars with a text, of an album with an ID of its own."""

    class Meta:
        model = Review

    author = factory.SubFactory(UserFactory)
    item_type = ItemType.ALBUM
    spotify_id = factory.Sequence(lambda number: f"{number:022d}")
    rating = 4
    text = factory.Sequence(lambda number: f"What I think, part {number}.")


class DiaryEntryFactory(DjangoModelFactory[DiaryEntry]):
    """An album with an ID of its own, heard on 2026-11-01."""

    class Meta:
        model = DiaryEntry

    author = factory.SubFactory(UserFactory)
    item_type = ItemType.ALBUM
    spotify_id = factory.Sequence(lambda number: f"{number:022d}")
    listened_on = datetime.date(2026, 11, 1)


class ShelfItemFactory(DjangoModelFactory[ShelfItem]):
    class Meta:
        model = ShelfItem

    person = factory.SubFactory(UserFactory)
    item_type = ItemType.ALBUM
    spotify_id = factory.Sequence(lambda number: f"{number:022d}")


class LikeFactory(DjangoModelFactory[Like]):
    class Meta:
        model = Like

    person = factory.SubFactory(UserFactory)
    review = factory.SubFactory(ReviewFactory)


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    review = factory.SubFactory(ReviewFactory)
    author = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda number: f"What I make of that, part {number}.")
