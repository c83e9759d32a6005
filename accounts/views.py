"""Signing up, in and out with a password. Passwords are Django's own views in Muse's dress."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login, logout, update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import passwords, rate_limits
from accounts.forms import PasswordMailForm, SignInForm, SignUpForm
from accounts.passwords import NewPasswordForm
from accounts.rate_limits import SignInTries, address_of, too_many_requests, used_up_mail_limit
from accounts.requests import PersonalRequest

_PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"


def onward_address(request: HttpRequest) -> str:
    """``next`` of the query or the form where it stays on Muse, else an empty string."""
    onward = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return onward if safe else ""


class SignInView(auth_views.LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limit := self._tries(SignInForm(request, request.POST)).used_up_limit():
            return too_many_requests(request, limit)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        assert isinstance(form, SignInForm)
        self._tries(form).count_failure()
        return super().form_invalid(form)

    def _tries(self, form: SignInForm) -> SignInTries:
        return SignInTries(self.request, form.name)


@never_cache
def staff_sign_in(request: HttpRequest) -> HttpResponse:
    """In place of the admin's own sign-in page, which counts no tries: the one of everybody.

    Raises:
        PermissionDenied: somebody is signed in who may not open the admin.
    """
    if request.user.is_authenticated:
        if not request.user.is_staff:
            raise PermissionDenied
        return redirect(onward_address(request) or "admin:index")
    return redirect_to_login(onward_address(request) or reverse("admin:index"))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponseBase:
    onward = onward_address(request)
    if request.user.is_authenticated:
        return redirect(onward or "dashboard")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if limit := rate_limits.used_up_sign_up_limit(request):
            return too_many_requests(request, limit)
        person = form.save() if form.is_valid() else None
        if person is not None:
            rate_limits.SIGN_UP.count(address_of(request))
            login(request, person, backend=_PASSWORD_BACKEND)
            messages.success(request, _("Welcome to Muse, %(name)s.") % {"name": person.name})
            return redirect(onward or "dashboard")
    return render(request, "registration/signup.html", {"form": form, "next": onward})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST signs out. A GET only asks: a link or a prefetch must not sign anybody out."""
    if request.user.is_authenticated:
        if request.method != "POST":
            return render(request, "registration/sign_out.html")
        logout(request)
    return redirect(onward_address(request) or "home")


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: PersonalRequest) -> HttpResponse:
    """Change the password, or set a first one: who signed up with Spotify has none."""
    person = request.user
    had_one = person.has_usable_password()
    form = passwords.form_for(person, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        guesses = SignInTries(request, person.username)
        if had_one and (limit := guesses.used_up_limit()):
            return too_many_requests(request, limit)
        if form.is_valid():
            passwords.change(form)
            update_session_auth_hash(request, person)
            messages.success(request, _("Your password is changed.") if had_one else _("You have a password now."))
            return redirect(reverse("settings") + "#password")
        if "old_password" in form.errors:
            guesses.count_failure()
    return render(request, "registration/password_change.html", {"form": form, "had_one": had_one})


class PasswordMailView(auth_views.PasswordResetView):
    """Asks for an e-mail address; says the same whether or not anybody has it."""

    form_class = PasswordMailForm
    template_name = "registration/password_reset.html"
    email_template_name = PasswordMailForm.email_template_name
    subject_template_name = PasswordMailForm.subject_template_name
    success_url = reverse_lazy("password_reset_done")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limit := used_up_mail_limit(request, str(request.POST.get("email", ""))):
            return too_many_requests(request, limit)
        return super().post(request, *args, **kwargs)


class PasswordMailSentView(auth_views.PasswordResetDoneView):
    template_name = "registration/password_reset_sent.html"


@method_decorator(sensitive_post_parameters(), name="dispatch")
class NewPasswordView(auth_views.PasswordResetConfirmView):
    """Opened by the link of the mail."""

    form_class = NewPasswordForm
    template_name = "registration/password_reset_confirm.html"
    post_reset_login = True
    post_reset_login_backend = _PASSWORD_BACKEND
    success_url = reverse_lazy("dashboard")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your new password is set, and you are signed in."))
        return response
