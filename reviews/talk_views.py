"""A review's own page with its likes and comments. A write answers with a redirect, or for htmx with a fragment."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import drafts
from accounts.access import Request, tell_of_draft, to_sign_in
from accounts.models import User
from reviews import conversation, selectors, services
from reviews.models import MAX_COMMENT_LENGTH, Comment, Review
from reviews.views import UNPROCESSABLE
from spotify_cache.repository import get_repository


@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    said = _visible(request, pk)
    draft = drafts.find(request, _draft_name(pk)) or {}
    return _page(request, said, typed=draft.get("text", ""))


@require_POST
def review_like(request: Request, pk: int) -> HttpResponse:
    """``like`` is 1 or 0, so that a press that is sent twice means the same twice."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("review", args=[pk]))
    deed = conversation.unlike if request.POST.get("like") == "0" else conversation.like
    try:
        said = deed(person, pk)
    except Review.DoesNotExist as error:
        raise Http404("There is no such review of somebody else's.") from error
    if not request.htmx:
        return redirect(said)
    context = {"review": said, "is_liked": deed is conversation.like}
    return render(request, "reviews/_like.html", context)


@require_POST
def review_close(request: Request, pk: int) -> HttpResponse:
    """``closed`` is 1 or 0."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("review", args=[pk]))
    try:
        said = services.close_comments(person, pk, closed=request.POST.get("closed") != "0")
    except Review.DoesNotExist as error:
        raise Http404("You have no such review.") from error
    notice = _("Comments are closed.") if said.comments_closed else _("Comments are open.")
    return _comments_or_redirect(request, said, notice)


@require_POST
def comment_add(request: Request, pk: int) -> HttpResponse:
    person = request.user
    text = request.POST.get("text", "")
    if not isinstance(person, User):
        tell_of_draft(request, drafts.keep(request, _draft_name(pk), {"text": text}), _("comment"))
        return to_sign_in(request, reverse("review", args=[pk]))
    try:
        comment = conversation.add_comment(person, pk, text)
    except Review.DoesNotExist as error:
        raise Http404("There is no such review.") from error
    except ValidationError as error:
        return _refused(request, pk, text, error)
    drafts.drop(request, _draft_name(pk))
    return _comments_or_redirect(request, _visible(request, pk), _("Your comment is there."), at=comment)


@require_http_methods(["GET", "POST"])
def comment_edit(request: Request, pk: int) -> HttpResponse:
    """A page to change a comment on, or for htmx the form in its place."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("comment_edit", args=[pk]))
    try:
        comment = conversation.own_comment(person, pk)
        if request.method == "GET":
            return _edit_form(request, comment, comment.text)
        text = request.POST.get("text", "")
        comment = conversation.edit_comment(person, pk, text)
    except Comment.DoesNotExist as error:
        raise Http404("You have no such comment.") from error
    except ValidationError as error:
        return _edit_form(request, comment, text, error=" ".join(error.messages), status=UNPROCESSABLE)
    if not request.htmx:
        return redirect(comment)
    return render(request, "reviews/_comment.html", {"comment": comment, "review": comment.review})


@require_POST
def comment_delete(request: Request, pk: int) -> HttpResponse:
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("home"))
    try:
        comment = conversation.delete_comment(person, pk)
    except Comment.DoesNotExist as error:
        raise Http404("There is no such comment that you may delete.") from error
    said = _visible(request, comment.review_id)
    return _comments_or_redirect(request, said, _("The comment is deleted."))


def _visible(request: Request, pk: int) -> Review:
    try:
        return selectors.review_page(pk, request.user)
    except Review.DoesNotExist as error:
        raise Http404("There is no such review.") from error


def _page(request: Request, said: Review, *, typed: str = "", error: str = "", status: int = 200) -> HttpResponse:
    """A review of what Spotify no longer knows is still somebody's review: its page stays."""
    context = _comments_context(request, said, typed=typed, error=error) | {
        "entity": get_repository().item(said.item_type, said.spotify_id).value,
        "is_liked": said.pk in conversation.liked_by(request.user, [said]),
    }
    return render(request, "reviews/review.html", context, status=status)


def _comments_context(
    request: Request, said: Review, *, typed: str = "", error: str = "", notice: str = ""
) -> dict[str, object]:
    return {
        "review": said,
        "comments": conversation.comments_on(said, request.user, request.GET.get("page", 1)),
        "max_comment_length": MAX_COMMENT_LENGTH,
        "typed": typed,
        "error": error,
        "notice": notice,
    }


def _comments_or_redirect(request: Request, said: Review, notice: str, *, at: Comment | None = None) -> HttpResponse:
    if request.htmx:
        context = _comments_context(request, said, notice=notice)
        return render(request, "reviews/_comments.html", context)
    messages.success(request, notice)
    return redirect(at or f"{said.get_absolute_url()}#comments")


def _refused(request: Request, pk: int, text: str, error: ValidationError) -> HttpResponse:
    said, sentence = _visible(request, pk), " ".join(error.messages)
    if not request.htmx:
        return _page(request, said, typed=text, error=sentence, status=UNPROCESSABLE)
    context = _comments_context(request, said, typed=text, error=sentence)
    return render(request, "reviews/_comments.html", context, status=UNPROCESSABLE)


def _edit_form(request: Request, comment: Comment, typed: str, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {"comment": comment, "typed": typed, "error": error, "max_comment_length": MAX_COMMENT_LENGTH}
    name = "reviews/_comment_form.html" if request.htmx else "reviews/comment_edit.html"
    return render(request, name, context, status=status)


def _draft_name(review_id: int) -> str:
    return f"comment on {review_id}"
