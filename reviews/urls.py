from __future__ import annotations

from django.urls import path, re_path

from reviews import views
from reviews.models import ItemType
from spotify_cache.spotify_ids import ID_PATTERN

_ITEM = rf"(?P<item_type>{'|'.join(ItemType.values)})/(?P<spotify_id>{ID_PATTERN})"

urlpatterns = [
    re_path(rf"^reviews/{_ITEM}\Z", views.review_save, name="review_save"),
    path("reviews/<int:pk>/delete", views.review_delete, name="review_delete"),
]
