"""Signing up, a new password, a forgotten one: by the forms of the pages, which hold the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import passwords
from accounts.forms import PasswordMailForm, SignUpForm
from accounts.models import USERNAME_MAX_LENGTH, AccessToken, User
from accounts.rate_limits import SIGN_UP, SignInTries, address_of, used_up_mail_limit, used_up_sign_up_limit
from accounts.rest import examples
from accounts.rest.auth import NO_STORE, signed_in
from accounts.rest.bodies import checked
from accounts.rest.permissions import InPerson, TokenMayDoThis
from accounts.rest.serializers import DeviceNameField, PasswordField, SignedInSerializer
from accounts.rest.views import ApiView

#: What the API calls fields that a form has twice, to be typed twice.
_NAMES = {
    "password1": "password",
    "password2": "password",
    "new_password1": "new_password",
    "new_password2": "new_password",
}


class SignUpSerializer(serializers.Serializer):
    username = serializers.CharField(
        max_length=USERNAME_MAX_LENGTH, help_text="2 to 30 letters, digits and underscores; becomes lower case."
    )
    email = serializers.EmailField(
        max_length=254, required=False, allow_blank=True, default="", help_text="Only to set a new password by mail."
    )
    password = PasswordField()
    device = DeviceNameField()


class PasswordMailSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254, help_text="In any case.")


class MailOnItsWaySerializer(serializers.Serializer):
    """The same whether or not anybody has the address."""

    detail = serializers.CharField()


class NewPasswordSerializer(serializers.Serializer):
    old_password = PasswordField(required=False, help_text="Needed by who has one.")
    new_password = PasswordField()


@extend_schema(tags=["Signing in"])
class SignUpView(ApiView):
    keeps_answers = False
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="auth_signup_create",
        summary="Sign up with a password, and sign this device in",
        request=SignUpSerializer,
        responses={201: SignedInSerializer},
        examples=[examples.SIGN_UP, examples.SIGNED_IN],
    )
    @method_decorator(sensitive_variables())
    def post(self, request: Request) -> Response:
        asked = checked(SignUpSerializer, request)
        if limit := used_up_sign_up_limit(request._request):
            raise Throttled(wait=limit.seconds)
        form = SignUpForm({**asked, "password1": asked["password"], "password2": asked["password"]})
        person = form.save() if form.is_valid() else None
        if person is None:
            raise _refusal(form)
        SIGN_UP.count(address_of(request._request))
        return signed_in(request, person, asked["device"])


@extend_schema(tags=["Signing in"])
class PasswordMailView(ApiView):
    keeps_answers = False
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="auth_password_reset_create",
        summary="Have a link to a new password sent by mail",
        description="The answer is the same whether or not anybody has the address. The link opens a page of Muse.",
        request=PasswordMailSerializer,
        responses={202: MailOnItsWaySerializer},
        examples=[examples.MAIL, examples.MAIL_ON_ITS_WAY],
    )
    def post(self, request: Request) -> Response:
        asked = checked(PasswordMailSerializer, request)
        if limit := used_up_mail_limit(request._request, asked["email"]):
            raise Throttled(wait=limit.seconds)
        form = PasswordMailForm(asked)
        if not form.is_valid():
            raise _refusal(form)
        form.save(request=request._request)
        sentence = _("If somebody here has this address, a mail is on its way.")
        return Response({"detail": sentence}, status=202, headers=NO_STORE)


@extend_schema(tags=["Me"])
class PasswordView(ApiView):
    """An Idempotency-Key would keep a digest of the passwords: none is kept."""

    keeps_answers = False
    permission_classes = (InPerson, TokenMayDoThis)

    @extend_schema(
        operation_id="me_password_change",
        summary="Change one's password, or set a first one",
        description=(
            "Every other device and browser is signed out; personal tokens stay good. Wrong old passwords are limited "
            "as at signing in. Not with a personal token."
        ),
        request=NewPasswordSerializer,
        responses={204: None},
        examples=[examples.NEW_PASSWORD],
    )
    @method_decorator(sensitive_variables())
    def post(self, request: Request) -> Response:
        person = request.user
        assert isinstance(person, User)  # InPerson lets nobody else in
        asked = checked(NewPasswordSerializer, request)
        new, old = asked["new_password"], asked.get("old_password", "")
        guesses = SignInTries(request._request, person.username)
        if person.has_usable_password() and (limit := guesses.used_up_limit()):
            raise Throttled(wait=limit.seconds)
        form = passwords.form_for(person, {"old_password": old, "new_password1": new, "new_password2": new})
        if not form.is_valid():
            if old and "old_password" in form.errors:
                guesses.count_failure()
            raise _refusal(form)
        token = request.auth if isinstance(request.auth, AccessToken) else None
        passwords.change(form, but=token)
        if token is None:
            update_session_auth_hash(request._request, person)
        return Response(status=204)


def _refusal(form: forms.BaseForm) -> ValidationError:
    """The form's errors under the names that the API has."""
    found: Mapping[str, Any] = form.errors.as_data()
    return ValidationError(
        {
            _NAMES.get(name, "non_field_errors" if name == "__all__" else name): [
                ErrorDetail(message, code=error.code or "invalid") for error in errors for message in error.messages
            ]
            for name, errors in found.items()
        }
    )
