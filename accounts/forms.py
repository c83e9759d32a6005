"""Forms about people. Every rule that the database holds is said here in a sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from accounts import services, tokens
from accounts.models import USERNAME_MAX_LENGTH, AccessToken, User, UserPreferences, validate_username
from accounts.time_zones import zone_of, zones_by_region
from accounts.visibility import Visibility


class UsernameField(forms.CharField):
    """A username in any case; it becomes lower case."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        options: dict[str, Any] = {
            "label": _("Username"),
            "max_length": USERNAME_MAX_LENGTH,
            "help_text": _("2 to 30 letters, digits and underscores. Others see it as @name."),
            "widget": forms.TextInput(attrs=attributes),
            "validators": [validate_username],
        }
        super().__init__(**{**options, **kwargs})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").lower()


def _email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only to set a new password when you forget yours. Nobody else sees it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SignInForm(AuthenticationForm):
    """Username or e-mail address, and password."""

    error_messages = {
        "invalid_login": _("This name and password do not go together. Passwords are case-sensitive."),
        "inactive": _("This account is switched off."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Username or e-mail address")
        self.fields["username"].widget.attrs |= {"maxlength": 254, "spellcheck": "false"}

    @property
    def name(self) -> str:
        """The name as it was typed, for counting tries; empty where none was."""
        return str(self.data.get("username", ""))


class SignUpForm(SetPasswordMixin, forms.Form):
    username = UsernameField()
    email = _email_field()
    password1, password2 = SetPasswordMixin.create_password_fields(label1=_("Password"), label2=_("Password again"))
    password2.help_text = ""

    def clean(self) -> dict[str, Any]:
        self.validate_passwords("password1", "password2")
        cleaned = super().clean() or self.cleaned_data
        person = User(username=cleaned.get("username", ""), email=cleaned.get("email", ""))
        self.validate_password_for_user(person, "password1")
        return cleaned

    def save(self) -> User | None:
        """The new person, or None with the form's errors saying whose the name is."""
        data = self.cleaned_data
        try:
            return services.sign_up(data["username"], data["email"], data["password1"])
        except services.NameTaken as taken:
            self.add_error(None, taken)
            return None


class ProfileForm(forms.Form):
    """What others see of a person, and the address that only Muse sees."""

    display_name = forms.CharField(
        label=_("Display name"),
        required=False,
        max_length=60,
        help_text=_("Shown in place of your username."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    username = UsernameField(
        help_text=_("A new name changes the address of your profile; the old one is free at once.")
    )
    bio = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    email = _email_field()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def save(self) -> bool:
        """Whether it was saved; if not, the form's errors say why."""
        try:
            services.edit_profile(self.person, **self.cleaned_data)
        except ValidationError as refused:
            self.add_error(None, refused)
            return False
        return True


class GenresField(forms.CharField):
    """Genres with commas between; what they may be is `services.save_preferences`' to say."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class PreferencesForm(forms.Form):
    theme = forms.ChoiceField(label=_("Light or dark"), choices=UserPreferences.Theme.choices, widget=forms.RadioSelect)
    playlists_public_by_default = forms.BooleanField(label=_("New playlists are public"), required=False)
    favourite_genres = GenresField(
        label=_("Favourite genres"),
        required=False,
        max_length=1500,
        help_text=_("With commas between: ambient, dub techno, fado."),
    )

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("The one of my device")), ("UTC", "UTC"), *zones_by_region()],
    )
    digest = forms.ChoiceField(
        label=_("Mail about what happened"),
        required=False,
        choices=UserPreferences.Digest.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "In the morning, and only when something is new: who follows you, likes or answers what you wrote."
        ),
    )

    def __init__(self, *args: Any, preferences: UserPreferences, **kwargs: Any) -> None:
        self.preferences = preferences
        kwargs["initial"] = {name: getattr(preferences, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        kept = preferences.time_zone
        if zone_of(kept) and not self.fields["time_zone"].valid_value(kept):  # type: ignore[attr-defined]
            self.fields["time_zone"].choices += [(kept, kept)]  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        """A form without the field (an older page, a script) changes nothing."""
        if "time_zone" in self.data:
            return str(self.cleaned_data["time_zone"])
        return self.preferences.time_zone if zone_of(self.preferences.time_zone) else ""

    def clean_digest(self) -> str:
        return str(self.cleaned_data["digest"]) or self.preferences.digest

    def save(self) -> bool:
        """Whether they were saved; if not, the form's errors say why."""
        try:
            services.save_preferences(self.preferences.user, **self.cleaned_data)
        except ValidationError as refused:
            self.add_error(None, refused)
            return False
        return True


class PrivacyForm(forms.Form):
    """Who sees what a person writes."""

    is_private = forms.BooleanField(
        label=_("Private account"),
        required=False,
        help_text=_(
            "Only followers whom you accept see your reviews, playlists and favourites. Everybody still sees your "
            "name, what you say about yourself and how many follow you. Who follows you already stays; when you make "
            "your account public again, everybody who has asked is let in."
        ),
    )
    default_visibility = forms.ChoiceField(
        label=_("New reviews are for"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        help_text=_("Where each new one starts; you choose again for every review. Those you wrote stay as they are."),
    )

    def __init__(self, *args: Any, person: User, preferences: UserPreferences, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "is_private": person.is_private,
            "default_visibility": preferences.default_visibility,
        }
        super().__init__(*args, **kwargs)


class PersonalTokenForm(forms.Form):
    """A token for a program; `tokens.make_personal` holds the rules."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=AccessToken._meta.get_field("name").max_length,
        help_text=_("The name of the program, to know the token by."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    access = forms.ChoiceField(
        label=_("What may it do?"),
        choices=[("read", _("Read what you can see")), ("write", _("Read, and write in your name"))],
        initial="read",
        widget=forms.RadioSelect,
        help_text=_("Your password, your tokens and your account stay out of its reach."),
    )
    days = forms.TypedChoiceField(
        label=_("How long is it good?"),
        choices=[(7, _("A week")), (30, _("30 days")), (90, _("90 days")), (365, _("A year"))],
        initial=90,
        coerce=int,
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def save(self, person: User) -> tuple[AccessToken, str] | None:
        """The token and its secret; None with the form's errors saying why there is none."""
        asked = self.cleaned_data
        scopes = ["read", "write"] if asked["access"] == "write" else ["read"]
        try:
            return tokens.make_personal(person, name=asked["name"], scopes=scopes, days=asked["days"])
        except tokens.TooManyTokens:
            sentence = _("You have %(most)s tokens, and there is no room for more. Revoke one first.")
            self.add_error(None, ValidationError(sentence, code="full", params={"most": tokens.MAX_PERSONAL}))
            return None


class PasswordMailForm(PasswordResetForm):
    """Django's form; the link leads to BASE_URL, whatever Host header the request came with.

    A worker sends the mail: how long the answer takes says nothing of whether anybody has the address.
    """

    email_template_name = "registration/password_reset_email.txt"
    subject_template_name = "registration/password_reset_subject.txt"

    def save(self, *args: Any, **options: Any) -> None:
        """Have a link sent to whoever has the address; where there is no broker it is sent at once."""
        from accounts.tasks import send_password_link

        address = self.cleaned_data["email"]
        try:
            send_password_link.delay(address)
        except (OperationalError, OSError):
            self.send()

    def send(self) -> None:
        options: dict[str, Any] = {
            "email_template_name": self.email_template_name,
            "subject_template_name": self.subject_template_name,
            "domain_override": settings.BASE_URL.split("://", 1)[1],
            "use_https": settings.IS_HTTPS,
        }
        super().save(**options)


class DeleteAccountForm(forms.Form):
    """The username as a proof that it is meant, and the password of who has one."""

    username = forms.CharField(label=_("Your username"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["username"].help_text = _("Type %(username)s to confirm.") % {"username": person.username}
        if not person.has_usable_password():
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            services.prove_it_is_them(self.person, **cleaned)
        return cleaned
