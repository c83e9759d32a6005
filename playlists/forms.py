"""The forms behind every way to write a playlist. What is accepted is `playlists.rules`'s to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from playlists import rules
from playlists.models import MAX_DESCRIPTION_LENGTH, MAX_TITLE_LENGTH, Playlist


class TitleField(forms.Field):
    def to_python(self, value: Any) -> str:
        return rules.clean_title(value)


class DescriptionField(forms.Field):
    def to_python(self, value: Any) -> str:
        return rules.clean_description(value)


class PlaylistForm(forms.Form):
    title = TitleField(
        label=_("Title"),
        widget=forms.TextInput(attrs={"maxlength": MAX_TITLE_LENGTH, "autocomplete": "off", "dir": "auto"}),
    )
    description = DescriptionField(
        label=_("Description"),
        required=False,
        widget=forms.Textarea(attrs={"maxlength": MAX_DESCRIPTION_LENGTH, "rows": 4, "dir": "auto"}),
    )
    is_public = forms.BooleanField(
        required=False,
        label=_("Everybody can see it"),
        help_text=_("Off: only you can; to everybody else it is not there."),
    )

    def __init__(
        self, data: Any = None, *, playlist: Playlist | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        known: dict[str, Any] = {}
        if playlist is not None:
            known = {name: getattr(playlist, name) for name in ("title", "description", "is_public")}
        super().__init__(data, initial={**known, **(initial or {})})


class PasteForm(forms.Form):
    """Links, URIs or IDs of tracks, to append."""

    tracks = forms.Field(
        widget=forms.Textarea(
            attrs={"rows": 4, "spellcheck": "false", "placeholder": "https://open.spotify.com/track/…"}
        ),
        label=_("Spotify links or track IDs"),
        help_text=_("One a line, as many as you like. Select songs in Spotify, copy, and paste them here."),
    )
    again = forms.BooleanField(required=False, label=_("Add those that are in it already once more"))


class MoveForm(forms.Form):
    """Where an entry goes: a step or an end (``to``), or a place counted from 1."""

    STEPS = ("up", "down", "top", "bottom")

    to = forms.ChoiceField(choices=[(step, step) for step in STEPS], required=False)
    position = forms.IntegerField(min_value=1, max_value=rules.LAST_PLACE, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("to") and cleaned.get("position") is None:
            raise forms.ValidationError(_("Say where the track should go."), code="no_place")
        return cleaned
