"""Pages and fragments for writing a review. Without htmx a save answers with a redirect, with it with a fragment."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import drafts
from accounts.access import Request, tell_of_draft, to_sign_in
from accounts.models import User
from reviews import selectors, services
from reviews.forms import ReviewForm
from reviews.models import Review
from spotify_cache.answers import State
from spotify_cache.repository import get_repository

#: A form that was understood and cannot be accepted (RFC 9110, 15.5.21).
UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def review_save(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """GET: a page to write on, where a draft is found again. POST: save; without ``text``, the rating alone.

    What has neither, such as a body that is no form, is refused like an empty form and takes no rating back.
    """
    person = request.user
    if not isinstance(person, User):
        return _sign_in_to_review(request, item_type, spotify_id)
    if request.method == "GET":
        mine = selectors.own_review(item_type, spotify_id, person)
        draft = drafts.find(request, _draft_name(item_type, spotify_id))
        return _write_page(request, item_type, spotify_id, ReviewForm(review=mine, initial=draft), draft is not None)
    try:
        if "text" in request.POST or "rating" not in request.POST:
            return _save_review(request, person, item_type, spotify_id)
        return _save_rating(request, person, item_type, spotify_id)
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
    return _section_or_redirect(request, review, "Your review is deleted.")


def _save_review(request: Request, person: User, item_type: str, spotify_id: str) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        if not request.htmx:
            return _write_page(request, item_type, spotify_id, form, status=UNPROCESSABLE)
        return _section(request, item_type, spotify_id, form=form, status=UNPROCESSABLE)
    saved = services.save_review(person, item_type, spotify_id, **form.cleaned_data)
    drafts.drop(request, _draft_name(item_type, spotify_id))
    notice = "Your review is saved." if saved.created else "Your changes are saved."
    return _section_or_redirect(request, saved.review, notice)


def _save_rating(request: Request, person: User, item_type: str, spotify_id: str) -> HttpResponse:
    """A click on the stars: what stands in the text area, saved or not, stays as it is."""
    rating = request.POST.get("rating", "")
    notice = "Rating saved." if rating else "Rating taken back."
    try:
        if rating:
            services.save_review(person, item_type, spotify_id, rating=rating, text=services.UNCHANGED)
        else:
            services.clear_rating(person, item_type, spotify_id)
    except ValidationError as error:
        if not request.htmx:
            return _write_page(request, item_type, spotify_id, ReviewForm(request.POST), status=UNPROCESSABLE)
        return _rating_fragment(request, item_type, spotify_id, error=" ".join(error.messages), status=UNPROCESSABLE)
    if not request.htmx:
        messages.success(request, notice)
        return redirect(f"{reverse(item_type, args=[spotify_id])}#reviews")
    return _rating_fragment(request, item_type, spotify_id, notice=notice)


def _section_or_redirect(request: Request, review: Review, notice: str) -> HttpResponse:
    if request.htmx:
        return _section(request, review.item_type, review.spotify_id, notice=notice)
    messages.success(request, notice)
    return redirect(f"{review.item_url}#reviews")


def _section(
    request: Request,
    item_type: str,
    spotify_id: str,
    *,
    form: ReviewForm | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    item_reviews = selectors.item_reviews(item_type, spotify_id, request.user, request.GET.get("page", 1))
    if form is not None:
        item_reviews = replace(item_reviews, form=form)
    context = {"item_reviews": item_reviews, "item_type": item_type, "spotify_id": spotify_id, "notice": notice}
    return render(request, "reviews/_item_reviews.html", context, status=status)


def _rating_fragment(
    request: Request, item_type: str, spotify_id: str, *, notice: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "stats": selectors.item_stats(item_type, spotify_id, request.user),
        "mine": selectors.own_review(item_type, spotify_id, request.user),
        "notice": notice,
        "error": error,
    }
    return render(request, "reviews/_rated.html", context, status=status)


def _write_page(
    request: Request, item_type: str, spotify_id: str, form: ReviewForm, is_draft: bool = False, status: int = 200
) -> HttpResponse:
    answer = get_repository().item(item_type, spotify_id)
    if answer.state is State.GONE:
        raise Http404("Spotify has no such item.")
    context = {
        "form": form,
        "is_draft": is_draft,
        "entity": answer.value,
        "item_type": item_type,
        "spotify_id": spotify_id,
        "item_url": reverse(item_type, args=[spotify_id]),
    }
    return render(request, "reviews/write.html", context, status=status)


def _sign_in_to_review(request: Request, item_type: str, spotify_id: str) -> HttpResponse:
    """What was sent by somebody whose session has ended waits for them behind the sign-in (R62)."""
    if request.method == "POST":
        sent = {name: request.POST[name] for name in ("rating", "text") if name in request.POST}
        tell_of_draft(request, drafts.keep(request, _draft_name(item_type, spotify_id), sent), "save your review")
    return to_sign_in(request, reverse("review_save", args=[item_type, spotify_id]))


def _draft_name(item_type: str, spotify_id: str) -> str:
    return f"review of {item_type} {spotify_id}"
