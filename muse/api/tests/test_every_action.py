"""Everything that the pages can do, the API can do (R41): a page added from now on has to say by which operation."""

from __future__ import annotations

from typing import Final

from muse.testing.openapi import document
from muse.tests.test_every_address import ADDRESSES

#: By the name of a page's address: the operations that do what it does.
OPERATIONS_OF_PAGES: Final[dict[str, tuple[str, ...]]] = {
    "home": ("home_retrieve", "feed_list"),
    "charts": ("charts_list",),
    "search": ("search_list",),
    "remember_search": ("me_searches_add", "me_searches_list"),
    "forget_searches": ("me_searches_clear",),
    "album": ("albums_retrieve", "albums_tracks_list", "albums_list"),
    "artist": ("artists_retrieve", "artists_albums_list", "artists_list"),
    "track": ("tracks_retrieve", "tracks_list"),
    "theme": ("me_preferences_update",),
    "login": ("auth_token_create",),
    "begin": ("auth_spotify_create",),
    "complete": ("auth_spotify_create",),
    "logout": ("auth_token_delete",),
    "signup": ("auth_signup_create",),
    "password_change": ("me_password_change",),
    "password_reset": ("auth_password_reset_create",),
    "notifications": ("me_notifications_list",),
    "notifications_read": ("me_notifications_read",),
    "profile": ("users_retrieve",),
    "year_in_review": ("users_years_retrieve",),
    "follow": ("users_follow",),
    "unfollow": ("users_unfollow",),
    "followers": ("users_followers_list",),
    "following": ("users_following_list",),
    "follow_requests": ("me_follow_requests_list",),
    "follower_accept": ("me_follow_requests_accept",),
    "follower_decline": ("me_follow_requests_decline",),
    "follower_remove": ("me_followers_remove",),
    "feed": ("feed_list",),
    "dashboard": ("me_dashboard_retrieve",),
    "settings": ("me_retrieve", "me_preferences_retrieve", "me_spotify_retrieve", "me_favourite_artists_list"),
    "settings_profile": ("me_update",),
    "settings_preferences": ("me_preferences_update",),
    "settings_privacy": ("me_update", "me_preferences_update"),
    "devices": ("auth_devices_list", "auth_personal_tokens_list"),
    "token_revoke": ("auth_devices_delete", "auth_personal_tokens_delete"),
    "token_make": ("auth_personal_tokens_create",),
    "favourite_artist_add": ("me_favourite_artists_add",),
    "favourite_artist_remove": ("me_favourite_artists_remove",),
    "spotify_disconnect": ("me_spotify_disconnect",),
    "export": ("me_export_retrieve",),
    "delete_account": ("me_delete",),
    "review_save": ("reviews_create", "reviews_update"),
    "log": ("diary_create", "reviews_create"),
    "review": ("reviews_retrieve", "reviews_comments_list"),
    "review_delete": ("reviews_delete",),
    "review_like": ("reviews_like", "reviews_unlike"),
    "review_close": ("reviews_update",),
    "comment_add": ("reviews_comments_create",),
    "comment_edit": ("comments_update",),
    "comment_delete": ("comments_delete",),
    "diary": ("diary_list",),
    "diary_year": ("diary_list",),
    "diary_month": ("diary_list",),
    "diary_entry": ("diary_retrieve", "diary_update"),
    "diary_entry_delete": ("diary_delete",),
    "shelf": ("users_shelf_list",),
    "shelf_change": ("me_shelf_add", "me_shelf_remove"),
    "pin_change": ("me_pins_add", "me_pins_remove"),
    "pin_move": ("me_pins_replace",),
    "playlists": ("playlists_list",),
    "playlist_create": ("playlists_create",),
    "playlist": ("playlists_retrieve", "playlists_tracks_list"),
    "playlist_edit": ("playlists_update",),
    "playlist_delete": ("playlists_delete",),
    "playlist_tracks_add": ("playlists_tracks_create",),
    "playlist_track": ("playlists_tracks_retrieve",),
    "playlist_track_remove": ("playlists_tracks_delete",),
    "playlist_track_move": ("playlists_tracks_move",),
    "playlist_add": ("playlists_tracks_create", "playlists_list"),
}
#: What is no action of a person's, or the page's part of one that another operation does whole.
OF_BROWSERS_ALONE: Final[dict[str, str]] = {
    "speculation_rules": "tells a browser what to load before it is opened",
    "staff_sign_in": "the admin's own address for `login`",
    "staff_password_change": "the admin's own address for `password_change`",
    "password_reset_done": "says that the mail is on its way",
    "password_reset_confirm": "opened by the link of that mail, in a browser",
    "digest_stop": "opened by a link in a mail",
    "manifest": "what a browser installs Muse by",
    "service_worker": "what a browser keeps of Muse",
    "offline": "what a browser shows without a network",
    "person_feed": "an Atom feed",
    "album_feed": "an Atom feed",
    "artist_feed": "an Atom feed",
    "track_feed": "an Atom feed",
    "page_times": "where browsers say how fast a page was",
    "healthz": "for operators",
    "readyz": "for operators",
}


def _pages() -> set[str]:
    return {address.name for address in ADDRESSES if not address.route.startswith(("api/", "admin/cache"))}


def _operations() -> set[str]:
    return {described["operationId"] for methods in document()["paths"].values() for described in methods.values()}


def test_every_page_says_by_which_operation_the_api_does_the_same() -> None:
    unsaid = _pages() - set(OPERATIONS_OF_PAGES) - set(OF_BROWSERS_ALONE)
    assert not unsaid, "add them to OPERATIONS_OF_PAGES, and to the API what is missing there"


def test_every_operation_that_is_named_is_there() -> None:
    named = {name for names in OPERATIONS_OF_PAGES.values() for name in names}
    assert not named - _operations()


def test_nothing_is_named_that_is_no_page_any_more() -> None:
    gone = {*OPERATIONS_OF_PAGES, *OF_BROWSERS_ALONE} - _pages() - {"begin", "complete"}
    assert not gone
