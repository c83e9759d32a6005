"""A person's diary and shelf, and the forms that change them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, to_sign_in
from accounts.models import User
from accounts.selectors import find_visible_person
from reviews import diary, services, shelf
from reviews.forms import DiaryEntryForm
from reviews.models import DiaryEntry, OfItem
from reviews.selectors import catalog_ids
from reviews.views import UNPROCESSABLE
from spotify_cache.answers import CatalogBatch
from spotify_cache.entities import CatalogEntity
from spotify_cache.repository import get_repository


@require_safe
def diary_of(request: Request, username: str, year: int | None = None, month: int | None = None) -> HttpResponse:
    person = _person(request, username)
    if not _is_month(year, month):
        raise Http404("There is no such month.")
    page = diary.diary_page(person, request.user, year=year, month=month, page=request.GET.get("page", 1))
    catalog, rows = _with_items(page.entries)
    context = {"person": person, "page": page, "rows": rows, "is_own": person == request.user, "catalog": catalog}
    return render(request, "reviews/diary.html", context)


@require_http_methods(["GET", "POST"])
def diary_entry(request: Request, pk: int) -> HttpResponse:
    """A page to change an entry on."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("diary_entry", args=[pk]))
    try:
        entry = diary.own_entry(person, pk)
        if request.method == "GET":
            return _entry_page(request, entry, DiaryEntryForm(entry=entry))
        form = DiaryEntryForm(request.POST, entry=entry)
        if form.is_valid():
            said = form.cleaned_data | {"visibility": form.cleaned_data["visibility"] or entry.visibility}
            entry = diary.change_entry(person, pk, **said)
            messages.success(request, _("Your diary is changed."))
            return redirect("diary_month", person.username, entry.listened_on.year, entry.listened_on.month)
    except DiaryEntry.DoesNotExist as error:
        raise Http404("You have no such entry.") from error
    except ValidationError as error:
        form.add_error(None, error)
    return _entry_page(request, entry, form, status=UNPROCESSABLE)


@require_POST
def diary_entry_delete(request: Request, pk: int) -> HttpResponse:
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("home"))
    try:
        entry = diary.delete_entry(person, pk)
    except DiaryEntry.DoesNotExist as error:
        raise Http404("You have no such entry.") from error
    messages.success(request, _("The entry is gone from your diary."))
    return redirect("diary_month", person.username, entry.listened_on.year, entry.listened_on.month)


@require_safe
def shelf_of(request: Request, username: str) -> HttpResponse:
    person = _person(request, username)
    page = shelf.shelf_of(person, request.GET.get("page", 1))
    catalog, rows = _with_items(page)
    context = {"person": person, "page": page, "rows": rows, "is_own": person == request.user, "catalog": catalog}
    return render(request, "reviews/shelf.html", context)


@require_POST
def shelf_change(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """``keep`` is 1 or 0: put it on one's shelf or take it off. Back to ``back``, or a new button for htmx."""
    person = request.user
    item_url = reverse(item_type, args=[spotify_id])
    if not isinstance(person, User):
        return to_sign_in(request, item_url)
    is_on = request.POST.get("keep") != "0"
    try:
        if is_on:
            shelf.put_on(person, item_type, spotify_id)
        else:
            shelf.take_off(person, item_type, spotify_id)
    except services.UnknownItem as error:
        raise Http404("Spotify has no such album or track.") from error
    if request.htmx:
        context = {"item_type": item_type, "spotify_id": spotify_id, "is_on_shelf": is_on}
        return render(request, "reviews/_shelf_button.html", context)
    messages.success(request, _("It stands on your shelf.") if is_on else _("It is off your shelf."))
    return redirect("shelf", person.username) if request.POST.get("back") == "shelf" else redirect(item_url)


def _person(request: Request, username: str) -> User:
    person = find_visible_person(username, request.user)
    if person is None:
        raise Http404("Nobody on Muse has this name.")
    return person


def _is_month(year: int | None, month: int | None) -> bool:
    return (year is None or 1 <= year <= diary.LAST_YEAR) and (month is None or 1 <= month <= 12)


def _with_items(rows: Iterable[OfItem]) -> tuple[CatalogBatch, list[tuple[OfItem, CatalogEntity | None]]]:
    """Each row beside what it is about: one read for all of them."""
    listed = list(rows)
    catalog = get_repository().catalog(**catalog_ids(listed))
    return catalog, [(row, catalog.get(row.item_type, row.spotify_id)) for row in listed]


def _entry_page(request: Request, entry: DiaryEntry, form: DiaryEntryForm, status: int = 200) -> HttpResponse:
    entity = get_repository().item(entry.item_type, entry.spotify_id).value
    context = {"entry": entry, "form": form, "entity": entity}
    return render(request, "reviews/diary_entry.html", context, status=status)
