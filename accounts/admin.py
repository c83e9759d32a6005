"""People, their preferences and their Spotify connections in the admin (R43). No password and no token is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import DELETION
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxInput, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from social_django import admin as _social_admin  # noqa: F401  (registers what is taken out at the end)
from social_django.models import Association, Nonce, UserSocialAuth

from accounts import following, tokens
from accounts.admin_deletions import RuledDeletions
from accounts.admin_lists import QuickPaginator, ToLookAtAdmin, by_day
from accounts.models import (
    USERNAME_MAX_LENGTH,
    AccessToken,
    Follow,
    Notification,
    SpotifyConnection,
    User,
    UserPreferences,
)
from accounts.passwords import EndsAllTokens
from accounts.selectors import preferences_of
from accounts.services import delete_account, forget_cached_spotify_data
from accounts.signals import privacy_changed
from spotify_cache.admin import may_steer, say_redis_is_down, write_down
from spotify_cache.store import StoreDown


class NewPersonForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "email")


class PersonForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        fields = "__all__"


class NewPasswordForm(EndsAllTokens, AdminPasswordChangeForm):
    """What staff give to somebody."""


_PREFERENCES = tuple(field.name for field in UserPreferences._meta.fields if field.name != "user")


class PreferencesInline(admin.StackedInline):
    """To look at: they are the person's to change, by a service that holds them to each other."""

    model = UserPreferences
    can_delete = False
    extra = 0
    max_num = 1
    fields = readonly_fields = _PREFERENCES

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HasConnectionFilter(admin.SimpleListFilter):
    title = "Spotify"
    parameter_name = "spotify"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("connected", "Connected"), ("broken", "Has to reconnect"), ("none", "Not connected")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        match self.value():
            case "connected":
                return queryset.filter(spotify_connection__isnull=False, spotify_connection__broken_at=None)
            case "broken":
                return queryset.filter(spotify_connection__broken_at__isnull=False)
            case "none":
                return queryset.filter(spotify_connection=None)
        return queryset


#: What a person may do in the admin.
_RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


def _may_touch(request: HttpRequest, person: User | None) -> bool:
    """Whoever could set the password of a superuser would be one."""
    is_staff = person is not None and (person.is_staff or person.is_superuser)
    return bool(request.user.is_superuser or not is_staff)


@admin.register(User)
class UserAdmin(RuledDeletions, DjangoUserAdmin):
    """Staff are changed by superusers alone, who alone say who is staff and what staff may do."""

    form = PersonForm
    add_form = NewPersonForm
    change_password_form = NewPasswordForm
    most_at_once = 20
    list_display = ("username", "display_name", "email", "is_active", "is_staff", "date_joined", "last_login")
    list_filter = (
        "is_active",
        "is_private",
        "is_staff",
        "is_superuser",
        HasConnectionFilter,
        by_day("date_joined", "date joined"),
    )
    search_fields = ("username", "display_name", "email")
    search_help_text = "Username, display name or e-mail address"
    ordering = ("-pk",)
    paginator = QuickPaginator
    #: Whether an account is private its owner says, by a service that lets in who has asked.
    readonly_fields = ("is_private", "last_login", "date_joined")
    filter_horizontal = ("groups", "user_permissions")
    inlines = (PreferencesInline,)
    list_per_page = 50
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Profile", {"fields": ("display_name", "bio", "email", "is_private")}),
        ("Rights", {"fields": ("is_active", *_RIGHTS)}),
        ("Times", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "email", "usable_password", "password1", "password2")}),)

    def get_urls(self) -> list[URLPattern]:
        forget = self.admin_site.admin_view(self.forget_listening)
        return [path("forget-listening/", forget, name="accounts_user_forget_listening"), *super().get_urls()]

    def forget_listening(self, request: HttpRequest) -> HttpResponse:
        """Drop what is cached of a person's own data on Spotify: first who it is, then, confirmed, all of it."""
        if not may_steer(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        username = asked.get("username", "").strip().lower()[:USERNAME_MAX_LENGTH].replace("\x00", "")
        person = User.objects.filter(username=username).first()
        back = HttpResponseRedirect(reverse("admin:spotify_cache_cache_changelist"))
        if person is None:
            messages.warning(request, _("There is nobody of that name: nothing was done."))
            return back
        if request.method != "POST":
            context = self.admin_site.each_context(request) | {"title": _("Drop a person’s data"), "person": person}
            return TemplateResponse(request, "admin/cache/forget_listening.html", context | {"is_within": True})
        try:
            forget_cached_spotify_data(person.pk)
        except StoreDown:
            say_redis_is_down(request)
            return back
        write_down(request, f"dropped what is cached of person {person.pk}", DELETION)
        messages.success(request, _("Dropped. It is fetched again when they open their dashboard."))
        return back

    def erase(self, obj: User) -> None:
        delete_account(obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        own = tuple(super().get_readonly_fields(request, obj))
        return own if request.user.is_superuser else (*own, *_RIGHTS)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[PreferencesInline], ...]:
        return self.inlines if obj else ()  # whoever is added gets the defaults in save_related

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            privacy_changed.send(sender=User, person=obj)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        preferences_of(form.instance)


@admin.register(SpotifyConnection)
class SpotifyConnectionAdmin(admin.ModelAdmin):
    """To look at only: the person connects and disconnects."""

    list_display = ("user", "spotify_user_id", "connected_at", "broken_at")
    list_filter = ("broken_at", "connected_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "spotify_user_id", "spotify_account_id")
    fields = ("user", "spotify_account_id", "spotify_user_id", "scopes", "connected_at", "broken_at")
    readonly_fields = fields
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SpotifyConnection | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SpotifyConnection | None = None) -> bool:
        return False


@admin.register(UserPreferences)
class UserPreferencesAdmin(ToLookAtAdmin):
    list_display = ("user", "theme", "playlists_public_by_default", "updated_at")
    list_filter = ("theme", "playlists_public_by_default")
    list_select_related = ("user",)
    people = ("user",)
    search_fields = ("user__username",)
    search_help_text = "A username."
    fields = ("user", *_PREFERENCES)

    def has_delete_permission(self, request: HttpRequest, obj: UserPreferences | None = None) -> bool:
        return False


@admin.register(Follow)
class FollowAdmin(ToLookAtAdmin):
    list_display = ("follower", "followed", "status", "created_at", "accepted_at")
    list_filter = ("status", by_day("created_at", "day"))
    list_select_related = ("follower", "followed")
    people = ("follower", "followed")
    search_fields = ("follower__username", "followed__username")
    search_help_text = "A username."

    def erase(self, obj: Follow) -> None:
        following.unfollow(obj.follower, obj.followed)


@admin.register(Notification)
class NotificationAdmin(ToLookAtAdmin):
    list_display = ("recipient", "verb", "actor", "created_at", "read_at")
    list_filter = ("verb", by_day("created_at", "day"))
    list_select_related = ("recipient", "actor")
    people = ("recipient", "actor")
    search_fields = ("recipient__username", "actor__username")
    search_help_text = "A username."


@admin.register(AccessToken)
class AccessTokenAdmin(ToLookAtAdmin):
    """Who is signed in where, and which programs act for whom; a moderator may revoke.

    Its primary key is the digest, so there are no pages of single tokens, and the list names them by their public ID.
    """

    list_display = ("user", "kind", "name", "scopes", "created", "last_used_at", "expiry")
    list_display_links = None
    list_filter = ("kind", "created", "expiry")
    list_select_related = ("user",)
    ordering = ("-created",)
    people = ("user",)
    search_fields = ("user__username",)
    search_help_text = "A username."
    fields = ("user", "kind", "name", "scopes", "public_id", "created", "last_used_at", "expiry")
    actions = ("revoke",)

    def erase(self, obj: AccessToken) -> None:
        tokens.revoke(obj)

    @admin.action(description="Revoke the chosen tokens", permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[AccessToken]) -> None:
        chosen = list(queryset)
        for token in chosen:
            tokens.revoke(token)
        self.message_user(request, f"{len(chosen)} revoked: good for nothing from now on.")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.display(description="")
    def action_checkbox(self, obj: AccessToken) -> SafeString:
        label = f"{obj.name} of {obj.user}"
        return CheckboxInput({"class": "action-select", "aria-label": label}, lambda value: False).render(
            ACTION_CHECKBOX_NAME, str(obj.public_id)
        )

    def response_action(  # type: ignore[override]
        self, request: HttpRequest, queryset: QuerySet[AccessToken], **options: Any
    ) -> HttpResponse | None:
        chosen = [text for text in request.POST.getlist(ACTION_CHECKBOX_NAME) if _is_uuid(text)]
        found = queryset.filter(public_id__in=chosen).values_list("pk", flat=True)
        data = request.POST.copy()
        data.setlist(ACTION_CHECKBOX_NAME, list(found))
        request.POST = data  # type: ignore[assignment]
        return super().response_action(request, queryset, **options)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


# social-auth's own pages show its raw rows; what they hold stands under the connections above.
for _model in (UserSocialAuth, Nonce, Association):
    admin.site.unregister(_model)
