"""Who sees what somebody wrote: the one vocabulary of every model and every face (R71).

What one writes is for everyone, for followers, or for oneself. A private account narrows "everyone" to the followers it
accepted; an account that was switched off shows nothing to anybody.
"""

from __future__ import annotations

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Visibility(TextChoices):
    EVERYONE = "everyone", _("Everyone")
    FOLLOWERS = "followers", _("Followers")
    ONLY_ME = "only_me", _("Only me")


def visible_q(viewer: object, owner: str = "author", visibility: str | None = "visibility") -> Q:
    """Rows that ``viewer`` (a `User`, or anybody who is not signed in) may see.

    ``owner`` is the lookup of the row's person, ``visibility`` that of its field, None where rows have none and are all
    for everyone. Staff see what others see: moderating happens in the admin.
    """
    from accounts.models import Follow, User

    is_active = Q(**{f"{owner}__is_active": True})
    for_everyone = Q(**{f"{owner}__is_private": False})
    if visibility is not None:
        for_everyone &= Q(**{visibility: Visibility.EVERYONE})
    if not isinstance(viewer, User):
        return is_active & for_everyone
    followed = Follow.objects.accepted().filter(follower=viewer).values("followed")
    for_followers = Q(**{f"{owner}__in": followed})
    if visibility is not None:
        for_followers &= Q(**{f"{visibility}__in": (Visibility.EVERYONE, Visibility.FOLLOWERS)})
    return is_active & (Q(**{owner: viewer}) | for_everyone | for_followers)


def is_visible(viewer: object, owner: object, visibility: Visibility | str = Visibility.EVERYONE) -> bool:
    """The same rule for one thing that is at hand; ``owner`` is its `User`. One query at most."""
    from accounts.models import Follow, User

    if not isinstance(owner, User) or not owner.is_active:
        return False
    if isinstance(viewer, User) and viewer.pk == owner.pk:
        return True
    if visibility == Visibility.EVERYONE and not owner.is_private:
        return True
    if not isinstance(viewer, User) or visibility == Visibility.ONLY_ME:
        return False
    return Follow.objects.accepted().filter(follower=viewer, followed=owner).exists()
