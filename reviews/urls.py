from __future__ import annotations

from django.urls import path, re_path

from reviews import diary_views, pin_views, talk_views, views
from reviews.models import SHELF_TYPES, ItemType
from spotify_cache.spotify_ids import ID_PATTERN

_ITEM = rf"(?P<item_type>{'|'.join(ItemType.values)})/(?P<spotify_id>{ID_PATTERN})"
_SHELF_ITEM = rf"(?P<item_type>{'|'.join(SHELF_TYPES)})/(?P<spotify_id>{ID_PATTERN})"

urlpatterns = [
    re_path(rf"^reviews/{_ITEM}\Z", views.review_save, name="review_save"),
    re_path(rf"^log/{_ITEM}\Z", views.log, name="log"),
    path("reviews/<int:pk>", talk_views.review, name="review"),
    path("reviews/<int:pk>/delete", views.review_delete, name="review_delete"),
    path("reviews/<int:pk>/like", talk_views.review_like, name="review_like"),
    path("reviews/<int:pk>/close", talk_views.review_close, name="review_close"),
    path("reviews/<int:pk>/comments", talk_views.comment_add, name="comment_add"),
    path("reviews/comments/<int:pk>", talk_views.comment_edit, name="comment_edit"),
    path("reviews/comments/<int:pk>/delete", talk_views.comment_delete, name="comment_delete"),
    path("u/<str:username>/diary", diary_views.diary_of, name="diary"),
    path("u/<str:username>/diary/<int:year>", diary_views.diary_of, name="diary_year"),
    path("u/<str:username>/diary/<int:year>/<int:month>", diary_views.diary_of, name="diary_month"),
    path("diary/<int:pk>", diary_views.diary_entry, name="diary_entry"),
    path("diary/<int:pk>/delete", diary_views.diary_entry_delete, name="diary_entry_delete"),
    path("u/<str:username>/shelf", diary_views.shelf_of, name="shelf"),
    re_path(rf"^shelf/{_SHELF_ITEM}\Z", diary_views.shelf_change, name="shelf_change"),
    re_path(rf"^pins/{_ITEM}\Z", pin_views.pin_change, name="pin_change"),
    re_path(rf"^pins/{_ITEM}/move\Z", pin_views.pin_move, name="pin_move"),
]
