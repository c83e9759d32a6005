"""Reviews in the admin: to find and to moderate, not to write in somebody's name."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator

from accounts.admin_lists import QuickAdmin, ToLookAtAdmin, by_day
from reviews import conversation, diary, pins, rules, services, shelf
from reviews.models import ChartEntry, Comment, DiaryEntry, ItemStats, Like, PinnedItem, Review, ShelfItem


class StarsFilter(admin.SimpleListFilter):
    """The ten ratings there are: to ask which are given would go through all reviews."""

    title = "rating"
    parameter_name = "stars"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(f"{half / 2:.1f}", f"{half / 2:g}") for half in range(10, 0, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        known = {value for value, _ in self.lookup_choices}
        return queryset.filter(rating=self.value()) if self.value() in known else queryset


class ReviewForm(forms.ModelForm):
    """Held to the rules that the pages have."""

    def clean_rating(self) -> object:
        return rules.clean_rating(self.cleaned_data["rating"])

    def clean_text(self) -> str:
        return rules.clean_text(self.cleaned_data["text"])

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        if not self.errors:
            rules.require_something(self.cleaned_data["rating"], self.cleaned_data["text"])
        return cleaned


@admin.register(Review)
class ReviewAdmin(QuickAdmin):
    list_display = ("author", "item_type", "spotify_id", "rating", "beginning", "created_at")
    list_filter = ("item_type", StarsFilter, "visibility", by_day("created_at", "day"))
    list_select_related = ("author",)
    ordering = ("-created_at",)
    sortable_by = ("created_at",)
    form = ReviewForm
    people = ("author",)
    text = "text"
    has_spotify_id = True
    search_fields = ("author__username", "spotify_id", "text")
    search_help_text = "A username, a Spotify ID, or words of the text as in “text: so good”."
    # Whose review it is, and of what, is what makes it this review.
    readonly_fields = (
        *("author", "item_type", "spotify_id", "item", "tags", "visibility"),
        *("like_count", "comment_count", "created_at", "updated_at"),
    )
    fields = (
        "author",
        ("item_type", "spotify_id", "item"),
        "rating",
        "text",
        "tags",
        ("visibility", "comments_closed"),
        ("like_count", "comment_count"),
        ("created_at", "updated_at"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Review, form: forms.ModelForm, change: bool) -> None:
        services.change_review(obj.author, obj.pk, **{name: form.cleaned_data[name] for name in form.changed_data})

    def erase(self, obj: Review) -> None:
        services.delete_review(obj.author, obj.pk)

    @admin.display(description="text")
    def beginning(self, review: Review) -> str:
        return Truncator(review.text).chars(80)

    @admin.display(description="see it")
    def item(self, review: Review) -> str:
        return format_html(
            '<a href="{}">on Muse</a>, <a href="{}">on Spotify</a>', review.get_absolute_url(), review.spotify_url
        )


@admin.register(Comment)
class CommentAdmin(QuickAdmin):
    """Moderated by deleting: nobody's words are changed in their name."""

    list_display = ("author", "review", "beginning", "created_at")
    list_select_related = ("author", "review")
    list_filter = (by_day("created_at", "day"),)
    people = ("author",)
    text = "text"
    search_fields = ("author__username", "text")
    search_help_text = "A username, or words of the text as in “text: so good”."
    readonly_fields = ("review", "author", "text", "created_at", "edited_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def erase(self, obj: Comment) -> None:
        conversation.delete_comment(obj.author, obj.pk)

    @admin.display(description="text")
    def beginning(self, comment: Comment) -> str:
        return Truncator(comment.text).chars(80)


class OfItemAdmin(ToLookAtAdmin):
    has_spotify_id = True
    search_fields: ClassVar[tuple[str, ...]] = ("spotify_id",)
    search_help_text = "A Spotify ID."


@admin.register(DiaryEntry)
class DiaryEntryAdmin(OfItemAdmin):
    list_display = ("author", "item_type", "spotify_id", "listened_on", "rating", "is_relisten", "visibility")
    list_select_related = ("author",)
    list_filter = ("item_type", "visibility", by_day("listened_on", "day"))
    ordering = ("-listened_on", "-id")
    sortable_by = ("listened_on",)
    people = ("author",)
    search_fields = ("author__username", "spotify_id")
    search_help_text = "A username, or a Spotify ID."

    def erase(self, obj: DiaryEntry) -> None:
        diary.delete_entry(obj.author, obj.pk)


@admin.register(ShelfItem)
class ShelfItemAdmin(OfItemAdmin):
    list_display = ("person", "item_type", "spotify_id", "added_at")
    list_select_related = ("person",)
    list_filter = ("item_type",)
    people = ("person",)
    search_fields = ("person__username", "spotify_id")
    search_help_text = "A username, or a Spotify ID."

    def erase(self, obj: ShelfItem) -> None:
        shelf.take_off(obj.person, obj.item_type, obj.spotify_id)


@admin.register(PinnedItem)
class PinnedItemAdmin(OfItemAdmin):
    list_display = ("person", "position", "item_type", "spotify_id")
    list_select_related = ("person",)
    list_filter = ("item_type",)
    people = ("person",)
    search_fields = ("person__username", "spotify_id")
    search_help_text = "A username, or a Spotify ID."

    def erase(self, obj: PinnedItem) -> None:
        pins.unpin(obj.person, obj.item_type, obj.spotify_id)


@admin.register(Like)
class LikeAdmin(ToLookAtAdmin):
    list_display = ("person", "review", "created_at")
    list_select_related = ("person", "review")
    people = ("person",)
    search_fields = ("person__username",)
    search_help_text = "A username."

    def erase(self, obj: Like) -> None:
        conversation.withdraw(obj.person, obj.review)


@admin.register(ItemStats)
class ItemStatsAdmin(OfItemAdmin):
    """Kept by the database; `manage.py rebuild_item_stats` counts anew."""

    list_display = ("item_type", "spotify_id", "rating_count", "rating_sum", "review_count")
    list_filter = ("item_type",)
    ordering = ("-rating_count",)
    sortable_by = None  # one row an item, which is few

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ChartEntry)
class ChartEntryAdmin(OfItemAdmin):
    """Written anew every hour; `manage.py compute_charts` does it now."""

    list_display = ("rank", "item_type", "spotify_id", "period", "ranking", "rating_count", "review_count", "score")
    list_filter = ("ranking", "period", "item_type")
    ordering = ("period", "item_type", "ranking", "rank")
    sortable_by = None  # a few thousand rows

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
