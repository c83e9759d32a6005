"""The buttons that pin favourites to one's profile and put them in order."""

from __future__ import annotations

import re
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Request, to_sign_in
from accounts.models import User
from reviews import pins
from reviews.items import UnknownItem
from reviews.models import PinnedItem
from reviews.selectors import beside_items, catalog_ids
from spotify_cache.repository import get_repository


@require_POST
def pin_change(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """``keep`` is 1 or 0: pin an item or take it away. Back to the item, or to one's profile where ``back`` says so.

    With htmx the answer is a new button, or the profile's favourites anew.
    """
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse(item_type, args=[spotify_id]))
    is_pinned = request.POST.get("keep") != "0"
    notice, error = (_("Pinned to your profile."), "") if is_pinned else (_("No longer on your profile."), "")
    try:
        if is_pinned:
            pins.pin(person, item_type, spotify_id)
        else:
            pins.unpin(person, item_type, spotify_id)
    except UnknownItem as unknown:
        raise Http404("Spotify has no such item.") from unknown
    except ValidationError as refused:
        is_pinned, notice, error = False, "", " ".join(refused.messages)
    if request.POST.get("back") == "profile":
        return _favourites(request, person, notice, error, takes_focus=True)
    if not request.htmx:
        _say(request, notice, error)
        return redirect(f"{reverse(item_type, args=[spotify_id])}#reviews")
    context = {
        "item_type": item_type,
        "spotify_id": spotify_id,
        "is_pinned": is_pinned,
        "notice": notice,
        "error": error,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "reviews/_pin_button.html", context, status=status)


@require_POST
def pin_move(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """Put a favourite at ``position``, from 1 on."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("home"))
    position = request.POST.get("position", "")
    if not re.fullmatch(r"-?[0-9]{1,3}", position):
        raise BadRequest("A position is a number.")
    try:
        pins.move_pin(person, item_type, spotify_id, int(position))
    except PinnedItem.DoesNotExist as error:
        raise Http404("You have not pinned this.") from error
    return _favourites(request, person, _("Your favourites are in a new order."))


def _favourites(
    request: Request, person: User, notice: str, error: str = "", *, takes_focus: bool = False
) -> HttpResponse:
    """One's favourites as the profile shows them to oneself."""
    if not request.htmx:
        _say(request, notice, error)
        return redirect(f"{person.get_absolute_url()}#pins")
    pinned = pins.pinned_by(person)
    shown = beside_items(pinned, get_repository().catalog(**catalog_ids(pinned)))
    context = {"pinned": shown, "is_own": True, "notice": notice, "takes_focus": takes_focus}
    return render(request, "reviews/_pins.html", context)


def _say(request: Request, notice: str, error: str) -> None:
    if error:
        messages.error(request, error)
    else:
        messages.success(request, notice)
