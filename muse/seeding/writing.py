"""The crowd of `muse.seeding.crowd`, written into the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.models import Follow, User, UserPreferences
from muse.seeding import words
from muse.seeding.crowd import Crowd, Written
from muse.seeding.loading import analyse, continue_keys, copy, next_key, without_triggers
from reviews.item_stats import rebuild
from reviews.models import Comment, DiaryEntry, ItemStats, Like, Review

Row = TypeVar("Row")
#: Told of every so many rows: what they are, how many there are by now.
Progress = Callable[[str, int], None]

_EVERY = 10_000
_MOST_LIKES = 400
#: Shares of the reviews with a text that everybody sees.
_LIKED, _COMMENTED = 0.25, 0.1


@dataclass
class Made:
    people: int = 0
    reviews: int = 0
    follows: int = 0
    diary_entries: int = 0
    likes: int = 0
    comments: int = 0
    items: int = 0
    username: str = ""
    password: str = ""


@dataclass
class _Talk:
    """What follows from the reviews, while they are on their way."""

    #: Key of the first review. Asked for before the rows flow: nothing can be asked while they do.
    first: int
    #: (review, its author's place, likes, comments, written at)
    answered: list[tuple[int, int, int, int, datetime]] = field(default_factory=list)
    listens: list[tuple[int, str, str, date, bool, Any, str, datetime]] = field(default_factory=list)


def write_crowd(crowd: Crowd, reviews: int, follows: int, tell: Progress) -> Made:
    """In one transaction: all of it or nothing."""
    made = Made()
    with transaction.atomic(), without_triggers(Review, Like, Comment):
        first = next_key(User)
        _write_people(crowd, first, made, tell)
        made.follows = copy(
            Follow,
            ("follower", "followed", "status", "created_at", "accepted_at"),
            _told(tell, "follows", _follow_rows(crowd, first, follows)),
        )
        talk = _Talk(next_key(Review))
        made.reviews = copy(
            Review,
            (
                *("id", "author", "item_type", "spotify_id", "rating", "text", "visibility", "tags"),
                *("created_at", "updated_at", "like_count", "comment_count"),
            ),
            _told(tell, "reviews", _review_rows(crowd, first, reviews, talk)),
        )
        made.diary_entries = copy(
            DiaryEntry,
            ("author", "item_type", "spotify_id", "listened_on", "is_relisten", "rating", "visibility", "created_at"),
            _told(tell, "diary entries", talk.listens),
        )
        made.likes = copy(
            Like, ("review", "person", "created_at"), _told(tell, "likes", _like_rows(crowd, first, talk))
        )
        made.comments = copy(
            Comment,
            ("review", "author", "text", "created_at"),
            _told(tell, "comments", _comment_rows(crowd, first, talk)),
        )
        continue_keys(User, Review)
    tell("counting", 0)
    rebuild()
    made.items = ItemStats.objects.count()
    analyse(User, UserPreferences, Follow, Review, DiaryEntry, Like, Comment, ItemStats)
    return made


def _write_people(crowd: Crowd, first: int, made: Made, tell: Progress) -> None:
    """The first of them can sign in; nobody else's password opens anything."""
    made.username, made.password = crowd.people[0].username, get_random_string(14)
    unusable = make_password(None)
    rows = (
        (
            *(first + place, person.username, person.display_name, person.bio, f"{person.username}@seed.invalid"),
            *(unusable if place else make_password(made.password), person.is_private, person.joined),
        )
        for place, person in enumerate(crowd.people)
    )
    made.people = copy(
        User,
        ("id", "username", "display_name", "bio", "email", "password", "is_private", "date_joined"),
        _told(tell, "people", rows),
    )
    copy(UserPreferences, ("user",), ((first + place,) for place in range(len(crowd.people))))


def _follow_rows(crowd: Crowd, first: int, count: int) -> Iterator[tuple[int, int, str, datetime, datetime | None]]:
    for follower, followed, is_accepted, since in crowd.follows(count):
        status = "accepted" if is_accepted else "requested"
        yield first + follower, first + followed, status, since, since if is_accepted else None


def _review_rows(crowd: Crowd, first: int, count: int, talk: _Talk) -> Iterator[tuple[Any, ...]]:
    for key, written in enumerate(crowd.reviews(count), start=talk.first):
        author, item, moment = first + written.author, written.item, written.created_at
        likes, comments = _answers(crowd, written)
        if likes or comments:
            talk.answered.append((key, written.author, likes, comments, moment))
        for day, is_again in crowd.listens(written.author, item, moment):
            talk.listens.append(
                (
                    *(author, item.item_type, item.spotify_id, day, is_again),
                    *(written.rating, written.visibility, moment),
                )
            )
        yield (
            *(key, author, item.item_type, item.spotify_id, written.rating, written.text, written.visibility),
            *(written.tags, moment, moment, likes, comments),
        )


def _answers(crowd: Crowd, written: Written) -> tuple[int, int]:
    """How many like a review and how often it is commented on: only what everybody sees, few of it much."""
    others = len(crowd.people) - 1
    if not written.text or written.visibility != "everyone" or crowd.people[written.author].is_private or not others:
        return 0, 0
    chance = crowd.chance
    likes = min(int(chance.paretovariate(1.2)), _MOST_LIKES, others) if chance.random() < _LIKED else 0
    comments = min(int(chance.paretovariate(1.8)), 20) if chance.random() < _COMMENTED else 0
    return likes, comments


def _like_rows(crowd: Crowd, first: int, talk: _Talk) -> Iterator[tuple[int, int, datetime]]:
    for review, author, likes, _, moment in talk.answered:
        # One more than needed, as the author is none of them.
        people = [place for place in crowd.several(min(likes + 1, len(crowd.people))) if place != author]
        for place in people[:likes]:
            yield review, first + place, crowd.after(moment)


def _comment_rows(crowd: Crowd, first: int, talk: _Talk) -> Iterator[tuple[int, int, str, datetime]]:
    for review, _, _, comments, moment in talk.answered:
        for _ in range(comments):
            yield review, first + crowd.anybody(), words.remark(crowd.chance), crowd.after(moment)


def _told(tell: Progress, what: str, rows: Iterable[Row]) -> Iterator[Row]:
    count = 0
    for row in rows:
        yield row
        count += 1
        if count % _EVERY == 0:
            tell(what, count)
    tell(what, count)
