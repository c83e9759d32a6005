"""A listener and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Profile:
    """What is fixed about a listener. `tastes` are themes with a weight; `hours` when they like to listen (UTC).

    `look` is hair or hat and a skin tone, as the artwork draws figures.
    """

    id: str
    account_id: str
    display_name: str | None
    country: str
    line: str
    tastes: tuple[tuple[str, float], ...]
    look: str = "short 0"
    has_image: bool = True
    product: str = "premium"
    plays_a_day: int = 40
    hours: tuple[int, ...] = (7, 12, 18)
    saved_tracks: int = 180
    saved_albums: int = 45
    followed_artists: int = 30


@dataclass(slots=True)
class PlaylistItem:
    """A line of a playlist. `kind` is track, episode, local or missing; `id` the Spotify ID of the first two.

    `local` holds title, artist, album and milliseconds of a file on the listener's own machine.
    """

    kind: str
    id: str | None
    added_at: float
    added_by: str
    local: tuple[str, str, str, int] | None = None

    @property
    def uri(self) -> str | None:
        return f"spotify:{self.kind}:{self.id}" if self.id else None


@dataclass(slots=True)
class Playlist:
    """A playlist; `version` counts its changes and shows in the snapshot ID."""

    id: str
    name: str
    description: str
    owner: str
    public: bool
    collaborative: bool
    items: list[PlaylistItem] = field(default_factory=list)
    collaborators: list[str] = field(default_factory=list)
    version: int = 1


@dataclass(slots=True)
class Listener:
    """A profile with a library. The mappings go from ID to the time it was added, oldest first."""

    profile: Profile
    saved_tracks: dict[str, float] = field(default_factory=dict)
    saved_albums: dict[str, float] = field(default_factory=dict)
    followed_artists: dict[str, float] = field(default_factory=dict)
    followed_users: dict[str, float] = field(default_factory=dict)
    playlists: dict[str, float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.profile.id

    @property
    def country(self) -> str:
        return self.profile.country

    @property
    def name(self) -> str:
        """What pages call them: the display name, or the ID where there is none."""
        return self.profile.display_name or self.profile.id
