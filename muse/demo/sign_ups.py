"""Making the demo's people, and telling them from everybody else."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.services import save_preferences
from muse.demo.music import Music
from muse.demo.people import ADMIN_USERNAME, DEMO_PASSWORD, DEMO_USERNAME, MAIL_DOMAIN, PEOPLE

#: Artists that each person of the demo lists as favourites.
FAVOURITES = 4


@dataclass(frozen=True, slots=True)
class SignIn:
    """How somebody of the demo signs in; ``password`` None where it is not the demo's any more, or never was known."""

    username: str
    password: str | None


def others_exist() -> bool:
    """Whether anybody is here who is not of the demo."""
    return User.objects.exclude(email__endswith=f"@{MAIL_DOMAIN}").exists()


def demo_people() -> dict[str, User]:
    """The demo's people who are here, by username, without the admin."""
    theirs = User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}").exclude(username=ADMIN_USERNAME)
    return {person.username: person for person in theirs}


def make_people() -> dict[str, User]:
    """Make those of the demo's people who are missing and whose names are free. Returns all of them by username."""
    here = demo_people()
    taken = set(User.objects.filter(username__in=[one.username for one in PEOPLE]).values_list("username", flat=True))
    chance = random.Random("muse demo people")  # noqa: S311
    for one in PEOPLE:
        joined = timezone.now() - timedelta(days=chance.uniform(60, 700))
        if one.username not in taken:
            here[one.username] = User.objects.create_user(
                one.username,
                one.email,
                DEMO_PASSWORD if one.username == DEMO_USERNAME else None,
                display_name=one.display_name,
                bio=one.bio,
                date_joined=joined,
                is_private=one.is_private,
            )
            save_preferences(here[one.username], favourite_genres=list(one.favourite_genres))
    return here


def give_favourites(people: dict[str, User], music: Music) -> None:
    """Let each person list a few of the artists that were found, where they list none."""
    chance = random.Random("muse demo favourites")  # noqa: S311
    ids = [artist.id for artist in music.artists]
    for one in PEOPLE:
        chosen = chance.sample(ids, min(FAVOURITES, len(ids)))
        if one.username in people and not people[one.username].preferences.favourite_artists:
            save_preferences(people[one.username], favourite_artists=chosen)


def make_admin(password: str) -> SignIn:
    """Make the superuser of the demo if there is none, with ``password`` or, if that is empty, one drawn at random."""
    admin = User.objects.filter(username=ADMIN_USERNAME).first()
    if admin is None:
        password = password or secrets.token_urlsafe(12)
        email = f"{ADMIN_USERNAME}@{MAIL_DOMAIN}"
        User.objects.create_superuser(ADMIN_USERNAME, email, password, display_name="Muse admin")
        return SignIn(ADMIN_USERNAME, password)
    return SignIn(ADMIN_USERNAME, password if password and _opens(admin, password) else None)


def demo_sign_in() -> SignIn:
    """How to sign in as the person who is there to try things with."""
    person = demo_people().get(DEMO_USERNAME)
    return SignIn(DEMO_USERNAME, DEMO_PASSWORD if person and _opens(person, DEMO_PASSWORD) else None)


def _opens(person: User, password: str) -> bool:
    return person.is_active and person.check_password(password)
