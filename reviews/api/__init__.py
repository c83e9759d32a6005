"""Reviews, and what people say about them, in the REST API. Other parts of it show reviews with what is named here."""

from reviews.api.comments import CommentViewSet
from reviews.api.ratings import RatingStatsSerializer
from reviews.api.serializers import ReviewSerializer, show_reviews
from reviews.api.views import ReviewViewSet

__all__ = [
    "CommentViewSet",
    "RatingStatsSerializer",
    "ReviewSerializer",
    "ReviewViewSet",
    "show_reviews",
]
