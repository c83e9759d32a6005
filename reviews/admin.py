"""Reviews in the admin: to find and to moderate, not to write in somebody's name."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator

from reviews.models import ChartEntry, Comment, DiaryEntry, ItemStats, Like, PinnedItem, Review, ShelfItem


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ("author", "item_type", "spotify_id", "rating", "beginning", "created_at")
    list_filter = ("item_type", "rating", "created_at")
    list_select_related = ("author",)
    search_fields = ("author__username", "author__display_name", "=spotify_id", "text")
    search_help_text = "A person's name, a Spotify ID, or words of the text."
    date_hierarchy = "created_at"
    show_full_result_count = False
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

    @admin.display(description="text")
    def beginning(self, review: Review) -> str:
        return Truncator(review.text).chars(80)

    @admin.display(description="see it")
    def item(self, review: Review) -> str:
        return format_html(
            '<a href="{}">on Muse</a>, <a href="{}">on Spotify</a>', review.get_absolute_url(), review.spotify_url
        )


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Moderated by deleting: nobody's words are changed in their name."""

    list_display = ("author", "review", "beginning", "created_at")
    list_select_related = ("author", "review")
    search_fields = ("author__username", "text")
    date_hierarchy = "created_at"
    show_full_result_count = False
    readonly_fields = ("review", "author", "text", "created_at", "edited_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="text")
    def beginning(self, comment: Comment) -> str:
        return Truncator(comment.text).chars(80)


class LookedAtAdmin(admin.ModelAdmin):
    """Rows to look at: what people did, or what follows from it."""

    show_full_result_count = False
    search_fields = ("=spotify_id",)
    search_help_text = "A Spotify ID."

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(DiaryEntry)
class DiaryEntryAdmin(LookedAtAdmin):
    list_display = ("author", "item_type", "spotify_id", "listened_on", "rating", "is_relisten", "visibility")
    list_select_related = ("author",)
    list_filter = ("item_type", "visibility")


@admin.register(ShelfItem)
class ShelfItemAdmin(LookedAtAdmin):
    list_display = ("person", "item_type", "spotify_id", "added_at")
    list_select_related = ("person",)


@admin.register(PinnedItem)
class PinnedItemAdmin(LookedAtAdmin):
    list_display = ("person", "position", "item_type", "spotify_id")
    list_select_related = ("person",)


@admin.register(Like)
class LikeAdmin(LookedAtAdmin):
    list_display = ("person", "review", "created_at")
    list_select_related = ("person", "review")
    search_fields = ("person__username",)
    search_help_text = "A person's name."


@admin.register(ItemStats)
class ItemStatsAdmin(LookedAtAdmin):
    """Kept by the database; `manage.py rebuild_item_stats` counts anew."""

    list_display = ("item_type", "spotify_id", "rating_count", "rating_sum", "review_count")
    list_filter = ("item_type",)
    ordering = ("-rating_count",)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ChartEntry)
class ChartEntryAdmin(LookedAtAdmin):
    """Written anew every hour; `manage.py compute_charts` does it now."""

    list_display = ("rank", "item_type", "spotify_id", "period", "ranking", "rating_count", "review_count", "score")
    list_filter = ("ranking", "period", "item_type")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
