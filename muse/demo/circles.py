"""Who of the demo follows whom: in bulk and dated back, which the services for people do not do."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import Follow, Notification, User
from muse.demo.people import DEMO_USERNAME, PEOPLE

#: How many of the others each person follows, at least and at most.
FEWEST, MOST = 4, 9


def follow_each_other(people: Mapping[str, User]) -> int:
    """Let the demo's people follow each other, where none of them follows anybody yet. Returns how many follows.

    Whoever is private has accepted some, and the person who is there to try things with waits for an answer.
    """
    if Follow.objects.filter(follower__in=people.values()).exists():
        return 0
    chance = random.Random("muse demo circles")  # noqa: S311
    names = [one.username for one in PEOPLE if one.username in people]
    follows = []
    for name in names:
        others = [other for other in names if other != name]
        chosen = chance.sample(others, min(chance.randint(FEWEST, MOST), len(others)))
        if name == DEMO_USERNAME:
            chosen += [other for other in others if people[other].is_private and other not in chosen]
        follows += [_follow(people[name], people[other], chance.uniform(1, 50)) for other in chosen]
    Follow.objects.bulk_create(follows)
    Notification.objects.bulk_create(
        Notification(recipient=follow.followed, actor=follow.follower, verb=_verb(follow), created_at=follow.created_at)
        for follow in follows
    )
    return len(follows)


def _follow(follower: User, followed: User, days_ago: float) -> Follow:
    at = timezone.now() - timedelta(days=days_ago)
    if followed.is_private and follower.username == DEMO_USERNAME:
        return Follow(follower=follower, followed=followed, status=Follow.Status.REQUESTED, created_at=at)
    return Follow(follower=follower, followed=followed, status=Follow.Status.ACCEPTED, created_at=at, accepted_at=at)


def _verb(follow: Follow) -> str:
    is_asking = follow.status == Follow.Status.REQUESTED
    return Notification.Verb.FOLLOW_REQUESTED if is_asking else Notification.Verb.FOLLOWED
