"""Reviews in the admin: to find and to moderate, not to write in somebody's name."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator

from reviews.models import Review


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
    readonly_fields = ("author", "item_type", "spotify_id", "item", "created_at", "updated_at")
    fields = ("author", ("item_type", "spotify_id", "item"), "rating", "text", ("created_at", "updated_at"))

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
