"""Preferences that are changed from two windows."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import User, UserPreferences

pytestmark = pytest.mark.django_db
ARTIST = "0TnOYISbd1XYRBk9myaseg"


def test_a_change_of_theme_leaves_favourites_that_were_added_meanwhile(owner: User) -> None:
    in_one_window, in_another = User.objects.get(pk=owner.pk), User.objects.get(pk=owner.pk)
    assert in_one_window.preferences.favourite_artists == []
    services.add_favourite_artist(in_another, ARTIST)
    saved = services.save_preferences(in_one_window, theme="dark")
    assert saved.favourite_artists == [ARTIST]
    assert in_one_window.preferences.theme == "dark"
    stored = UserPreferences.objects.get(user=owner)
    assert (stored.theme, stored.favourite_artists) == ("dark", [ARTIST])
