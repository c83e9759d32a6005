"""Reviews as JSON, both ways: what is answered, and what a body may say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import PersonSerializer, moment
from accounts.visibility import Visibility
from reviews import selectors
from reviews.api.fields import RatingField, ReviewTextField, TagsField
from reviews.api.items import BySomebodySerializer, ItemReferenceSerializer
from reviews.conversation import liked_by
from reviews.markdown import render
from reviews.models import Review
from spotify_cache.answers import CatalogBatch
from spotify_cache.repository import get_repository

Json = dict[str, Any]


class ReviewSerializer(BySomebodySerializer):
    """A review beside its item, as whoever asks sees it; `show_reviews` gives it what it needs.

    ``context["liked"]`` has the keys of what the reader likes.
    """

    rating = serializers.FloatField(allow_null=True, help_text="Half stars, 0.5 to 5; null for a text alone.")
    text = serializers.CharField(allow_blank=True, help_text="As written, with Markdown; empty for a rating alone.")
    text_html = serializers.CharField(allow_blank=True, help_text="The text as HTML that is safe to show; see `text`.")
    tags = serializers.ListField(child=serializers.CharField())
    visibility = serializers.ChoiceField(Visibility.choices, help_text="Who may see it.")
    like_count = serializers.IntegerField()
    is_liked = serializers.BooleanField(help_text="By whoever asks.")
    comment_count = serializers.IntegerField()
    comments_closed = serializers.BooleanField(help_text="Whether its author lets nobody comment any more.")
    url = serializers.URLField(help_text="Where to read it on Muse.")

    class Meta:
        model = Review
        fields: ClassVar = [
            "id",
            "author",
            "is_mine",
            "item_type",
            "spotify_id",
            "rating",
            "text",
            "text_html",
            "tags",
            "visibility",
            "like_count",
            "is_liked",
            "comment_count",
            "comments_closed",
            "created_at",
            "updated_at",
            "url",
            "item",
        ]

    def to_representation(self, instance: Review) -> Json:
        """By hand: to make the fields of a model anew for one answer takes longer than the answer."""
        request: Request = self.context["request"]
        return {
            "id": instance.pk,
            "author": PersonSerializer(context=self.context).to_representation(instance.author),
            "is_mine": self.get_is_mine(instance),
            "item_type": instance.item_type,
            "spotify_id": instance.spotify_id,
            "rating": None if instance.rating is None else float(instance.rating),
            "text": instance.text,
            "text_html": str(render(instance.text)),
            "tags": instance.tags,
            "visibility": instance.visibility,
            "like_count": instance.like_count,
            "is_liked": instance.pk in self.context["liked"],
            "comment_count": instance.comment_count,
            "comments_closed": instance.comments_closed,
            "created_at": moment(instance.created_at),
            "updated_at": moment(instance.updated_at),
            "url": request.build_absolute_uri(instance.get_absolute_url()),
            "item": self.get_item(instance),
        }


def show_reviews(request: Request, reviews: Sequence[Review], catalog: CatalogBatch | None = None) -> list[Json]:
    """Reviews with their authors, as `ReviewSerializer` has them for whoever asks.

    One read of Spotify's data, none where ``catalog`` holds their items; one query, none for a visitor.
    """
    if catalog is None:
        catalog = get_repository().catalog(**selectors.catalog_ids(reviews))
    context = {"request": request, "catalog": catalog, "liked": liked_by(request.user, reviews)}
    serializer = ReviewSerializer(context=context)
    return [serializer.to_representation(review) for review in reviews]


class _SaidSerializer(serializers.Serializer):
    """What a person may say of an item. What is not sent stays as it is; of a new review, it is empty."""

    rating = RatingField(required=False, allow_null=True, help_text="Half stars, 0.5 to 5; null takes it back.")
    text = ReviewTextField(required=False, help_text="Markdown; empty takes it back.")
    tags = TagsField(required=False, help_text="In place of those that there are; kept in lower case.")
    visibility = serializers.ChoiceField(
        Visibility.choices,
        required=False,
        help_text="Who may see it; of a new review, as the preferences say if not given.",
    )


class NewReviewSerializer(ItemReferenceSerializer, _SaidSerializer):
    pass


class ReviewChangesSerializer(_SaidSerializer):
    comments_closed = serializers.BooleanField(required=False, help_text="Lets nobody comment any more.")
