"""What happens around the demo's reviews: likes, comments, the diary, shelves and favourites.

In bulk and dated back, like `muse.demo.writing`, and as random.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from muse.demo.music import Music
from reviews.models import MAX_PINNED, Comment, DiaryEntry, ItemType, Like, PinnedItem, Review, ShelfItem

SEED = "muse demo"
#: Of the reviews with a text.
SHARE_COMMENTED = 0.35
SHARE_RELISTENED = 0.2
ON_EACH_SHELF = 5

COMMENTS = (
    "You have talked me into a second listen.",
    "Half a star too kind, and I would not change a word.",
    "The drums. Nobody ever mentions the drums.",
    "I was about to write the same and now I do not have to.",
    "Completely disagree, and I enjoyed every line of it.",
    "Try it on headphones, walking, after dark.",
    "*Exactly* this.",
    "The second half is where it lives.",
    "I put it on because of you. The neighbours would like a word.",
    "> nobody needs twelve songs\n\nI need twelve songs.",
    "Do you know the early recordings? It all starts there.",
    "This is why I read reviews.",
    "My father played this in the car every Sunday. I hear the car.",
    "I gave it two stars in March. I was wrong in March.",
    "Fine words. The record is still too long.",
    "Now I have to hear it again, thank you very much.",
)


def write_talk(people: Mapping[str, User], music: Music) -> None:
    """Let ``people`` (by username) live around the reviews that they have written."""
    chance = random.Random(f"{SEED} talk")  # noqa: S311
    everybody = [people[name] for name in sorted(people)]
    reviews = list(Review.objects.filter(author__in=everybody).order_by("pk"))
    Like.objects.bulk_create(_likes(everybody, reviews, chance), ignore_conflicts=True)
    Comment.objects.bulk_create(_comments(everybody, reviews, chance))
    DiaryEntry.objects.bulk_create(_days(reviews, chance), ignore_conflicts=True)
    _keep(everybody, reviews, music, chance)


def _likes(everybody: Sequence[User], reviews: Sequence[Review], chance: random.Random) -> Iterator[Like]:
    for review in reviews:
        others = [one for one in everybody if one.pk != review.author_id]
        number = chance.choice((0, 0, 1, 1, 2, 3, 5)) if review.text else 0
        for person in chance.sample(others, min(number, len(others))):
            yield Like(person=person, review=review, created_at=_after(review, chance))


def _comments(everybody: Sequence[User], reviews: Sequence[Review], chance: random.Random) -> Iterator[Comment]:
    for review in reviews:
        others = [one for one in everybody if one.pk != review.author_id]
        if not review.text or not others or chance.random() > SHARE_COMMENTED:
            continue
        said = chance.sample(COMMENTS, chance.choice((1, 1, 2)))
        for text, at in zip(said, sorted(_after(review, chance) for _ in said), strict=True):
            yield Comment(review=review, author=chance.choice(others), text=text, created_at=at)


def _days(reviews: Sequence[Review], chance: random.Random) -> Iterator[DiaryEntry]:
    """The day of a review was logged together with it, a second listen on its own day."""
    for review in reviews:
        if review.item_type == ItemType.ARTIST:
            continue
        day = review.created_at.date()
        again = chance.random() < SHARE_RELISTENED
        for listened_on, is_relisten in ((day, False), (day + timedelta(days=chance.randint(2, 20)), True)):
            if is_relisten and (not again or listened_on > timezone.localdate()):
                continue
            yield DiaryEntry(
                author_id=review.author_id,
                item_type=review.item_type,
                spotify_id=review.spotify_id,
                listened_on=listened_on,
                rating=review.rating,
                is_relisten=is_relisten,
                created_at=min(review.created_at + (listened_on - day), timezone.now()),
            )


def _keep(everybody: Sequence[User], reviews: Sequence[Review], music: Music, chance: random.Random) -> None:
    """What each means to hear, which is nothing that they have reviewed, and four that they like best."""
    shelves, pins = [], []
    for person in everybody:
        own = [review for review in reviews if review.author_id == person.pk]
        known = {review.spotify_id for review in own}
        unknown = [album.id for album in music.albums if album.id not in known]
        for spotify_id in chance.sample(unknown, min(ON_EACH_SHELF, len(unknown))):
            at = timezone.now() - timedelta(days=chance.uniform(0, 40))
            shelves.append(ShelfItem(person=person, item_type=ItemType.ALBUM, spotify_id=spotify_id, added_at=at))
        best = sorted(own, key=lambda review: (review.rating or 0, review.pk), reverse=True)[:MAX_PINNED]
        for position, review in enumerate(best, start=1):
            pins.append(
                PinnedItem(person=person, position=position, item_type=review.item_type, spotify_id=review.spotify_id)
            )
    ShelfItem.objects.bulk_create(shelves, ignore_conflicts=True)
    PinnedItem.objects.bulk_create(pins)


def _after(review: Review, chance: random.Random) -> datetime:
    """Between the review and now."""
    return review.created_at + (timezone.now() - review.created_at) * chance.random()
