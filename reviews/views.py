"""Pages and fragments for saying something of an item. Without htmx a save answers with a redirect, with it with a
fragment."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import drafts
from accounts.access import Request, tell_of_draft, to_sign_in
from accounts.models import User
from reviews import selectors, services
from reviews.forms import LogForm
from reviews.item_stats import item_stats
from reviews.models import Review
from spotify_cache.answers import State
from spotify_cache.repository import get_repository

#: A form that was understood and cannot be accepted (RFC 9110, 15.5.21).
UNPROCESSABLE = 422
#: What `LogForm` sends.
FIELDS = ("rating", "text", "listened_on", "is_relisten", "tags", "visibility")


@require_http_methods(["GET", "POST"])
def review_save(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """GET: a page to write on, where a draft is found again. POST: save; a ``rating`` sent alone changes nothing else.

    What has none of the fields, such as a body that is no form, is refused like an empty form and takes no rating back.
    """
    person = request.user
    if not isinstance(person, User):
        return _sign_in_to_review(request, item_type, spotify_id)
    if request.method == "GET":
        return _write_page(request, item_type, spotify_id, *_found_form(request, person, item_type, spotify_id))
    try:
        if _is_rating_alone(request.POST):
            return _save_rating(request, person, item_type, spotify_id)
        return _save_review(request, person, item_type, spotify_id)
    except services.UnknownItem as error:
        raise Http404("Spotify has no such item.") from error


@require_http_methods(["GET", "POST"])
def log(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """The same from anywhere: a panel for the dialog that htmx fills, a page without it. The day is today."""
    person = request.user
    if not isinstance(person, User):
        return _sign_in_to_review(request, item_type, spotify_id)
    if not request.htmx:
        if request.method == "POST":
            return review_save(request, item_type, spotify_id)
        form, is_draft = _found_form(request, person, item_type, spotify_id, again=True)
        return _write_page(request, item_type, spotify_id, form, is_draft)
    if request.method == "GET":
        form, is_draft = _found_form(request, person, item_type, spotify_id, again=True)
        return _panel(request, item_type, spotify_id, form, is_draft=is_draft)
    try:
        if _is_rating_alone(request.POST):
            return _save_rating(request, person, item_type, spotify_id, in_panel=True)
        return _log_in_panel(request, person, item_type, spotify_id)
    except services.UnknownItem as error:
        raise Http404("Spotify has no such item.") from error


@require_POST
def review_delete(request: Request, pk: int) -> HttpResponse:
    if not isinstance(request.user, User):
        return to_sign_in(request, reverse("home"))
    try:
        review = services.delete_review(request.user, pk)
    except Review.DoesNotExist as error:
        raise Http404("You have no such review.") from error
    return _section_or_redirect(request, review.item_type, review.spotify_id, _("Your review is deleted."))


def _is_rating_alone(sent: QueryDict) -> bool:
    return "rating" in sent and not any(field in sent for field in FIELDS if field != "rating")


def _found_form(
    request: Request, person: User, item_type: str, spotify_id: str, *, again: bool = False
) -> tuple[LogForm, bool]:
    """The form with what is known, and whether it holds a draft."""
    mine = selectors.own_review(item_type, spotify_id, person)
    draft = drafts.find(request, _draft_name(item_type, spotify_id))
    return selectors.log_form(item_type, spotify_id, person, mine, again=again, **(draft or {})), draft is not None


def _log(request: Request, person: User, item_type: str, spotify_id: str) -> tuple[LogForm, services.Logged | None]:
    """What was sent, and what became of it: None where the form now says what is wrong."""
    form = LogForm(request.POST)
    if not form.is_valid():
        return form, None
    try:
        logged = services.log(person, item_type, spotify_id, **form.said)
    except ValidationError as error:
        form.add_error(None, error)
        return form, None
    drafts.drop(request, _draft_name(item_type, spotify_id))
    return form, logged


def _notice(logged: services.Logged) -> str:
    if logged.review is None:
        return _("It is in your diary.")
    if logged.entry is not None:
        return _("Saved, and in your diary.")
    return _("Your review is saved.") if logged.created else _("Your changes are saved.")


def _save_review(request: Request, person: User, item_type: str, spotify_id: str) -> HttpResponse:
    form, logged = _log(request, person, item_type, spotify_id)
    if logged is None:
        if not request.htmx:
            return _write_page(request, item_type, spotify_id, form, status=UNPROCESSABLE)
        return _section(request, item_type, spotify_id, form=form, status=UNPROCESSABLE)
    return _section_or_redirect(request, item_type, spotify_id, _notice(logged))


def _log_in_panel(request: Request, person: User, item_type: str, spotify_id: str) -> HttpResponse:
    form, logged = _log(request, person, item_type, spotify_id)
    if logged is None:
        return _panel(request, item_type, spotify_id, form, status=UNPROCESSABLE)
    return _panel(request, item_type, spotify_id, form, notice=_notice(logged))


def _save_rating(
    request: Request, person: User, item_type: str, spotify_id: str, *, in_panel: bool = False
) -> HttpResponse:
    """A click on the stars: what stands in the text area, saved or not, stays as it is."""
    rating = request.POST.get("rating", "")
    notice = _("Rating saved.") if rating else _("Rating taken back.")
    try:
        if rating:
            services.save_review(person, item_type, spotify_id, rating=rating, text=services.UNCHANGED)
        else:
            services.clear_rating(person, item_type, spotify_id)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        if not request.htmx:
            return _write_page(request, item_type, spotify_id, LogForm(request.POST), status=UNPROCESSABLE)
        if in_panel:
            return _panel_status(request, error=sentence, status=UNPROCESSABLE)
        return _rating_fragment(request, item_type, spotify_id, error=sentence, status=UNPROCESSABLE)
    if not request.htmx:
        messages.success(request, notice)
        return redirect(f"{reverse(item_type, args=[spotify_id])}#reviews")
    if in_panel:
        return _panel_status(request, notice=notice)
    return _rating_fragment(request, item_type, spotify_id, notice=notice)


def _section_or_redirect(request: Request, item_type: str, spotify_id: str, notice: str) -> HttpResponse:
    if request.htmx:
        return _section(request, item_type, spotify_id, notice=notice)
    messages.success(request, notice)
    return redirect(f"{reverse(item_type, args=[spotify_id])}#reviews")


def _section(
    request: Request,
    item_type: str,
    spotify_id: str,
    *,
    form: LogForm | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = request.GET.get("page", "1"), request.GET.get("sort", "")
    item_reviews = selectors.item_reviews(item_type, spotify_id, request.user, *asked)
    if form is not None:
        item_reviews = replace(item_reviews, form=form)
    context = {"item_reviews": item_reviews, "item_type": item_type, "spotify_id": spotify_id, "notice": notice}
    return render(request, "reviews/_item_reviews.html", context, status=status)


def _rating_fragment(
    request: Request, item_type: str, spotify_id: str, *, notice: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "stats": item_stats(item_type, spotify_id),
        "mine": selectors.own_review(item_type, spotify_id, request.user),
        "notice": notice,
        "error": error,
    }
    return render(request, "reviews/_rated.html", context, status=status)


def _write_page(
    request: Request, item_type: str, spotify_id: str, form: LogForm, is_draft: bool = False, status: int = 200
) -> HttpResponse:
    context = _item_context(item_type, spotify_id) | {"form": form, "is_draft": is_draft}
    return render(request, "reviews/write.html", context, status=status)


def _panel(
    request: Request,
    item_type: str,
    spotify_id: str,
    form: LogForm,
    *,
    is_draft: bool = False,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    form.id_prefix = "log-"
    context = _item_context(item_type, spotify_id) | {"form": form, "is_draft": is_draft, "notice": notice}
    return render(request, "reviews/_log_panel.html", context, status=status)


def _panel_status(request: Request, *, notice: str = "", error: str = "", status: int = 200) -> HttpResponse:
    context = {"notice": notice, "error": error, "id_prefix": "log-"}
    return render(request, "reviews/_own_status.html", context, status=status)


def _item_context(item_type: str, spotify_id: str) -> dict[str, object]:
    """The item as pages of its own forms show it."""
    answer = get_repository().item(item_type, spotify_id)
    if answer.state is State.GONE:
        raise Http404("Spotify has no such item.")
    return {
        "entity": answer.value,
        "item_type": item_type,
        "spotify_id": spotify_id,
        "item_url": reverse(item_type, args=[spotify_id]),
    }


def _sign_in_to_review(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """What was sent by somebody whose session has ended waits for them behind the sign-in (R62)."""
    if request.method == "POST":
        sent = {name: request.POST[name] for name in FIELDS if name in request.POST}
        tell_of_draft(request, drafts.keep(request, _draft_name(item_type, spotify_id), sent), _("save your review"))
    return to_sign_in(request, reverse("review_save", args=[item_type, spotify_id]))


def _draft_name(item_type: str, spotify_id: str) -> str:
    return f"review of {item_type} {spotify_id}"
