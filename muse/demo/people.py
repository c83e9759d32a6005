"""The people of the demo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPerson:
    username: str
    display_name: str
    bio: str
    favourite_genres: tuple[str, ...]
    #: How generous this person's bare ratings are, in half stars around 3.5.
    leaning: int = 0
    #: Whether others have to ask before they see anything.
    is_private: bool = False

    @property
    def email(self) -> str:
        """Under a domain that can never be anybody's (RFC 2606): by it the demo knows its own people."""
        return f"{self.username}@{MAIL_DOMAIN}"


MAIL_DOMAIN = "demo.invalid"
DEMO_USERNAME = "demo"
DEMO_PASSWORD = "listen-to-everything"
ADMIN_USERNAME = "admin"

PEOPLE = (
    DemoPerson(DEMO_USERNAME, "Dana Demo", "Yours to try things with. Nothing here is precious.", ("indie", "soul")),
    DemoPerson(
        "mira_halloran",
        "Mira Halloran",
        "Second-hand records, first-hand opinions. I write about albums the way other people write about meals.",
        ("folk", "chamber pop", "post-punk"),
        1,
    ),
    DemoPerson(
        "tobias",
        "Tobias Wendt",
        "Drummer in a band you have not heard of. I mostly listen to the left hand.",
        ("krautrock", "jazz", "techno"),
        -1,
    ),
    DemoPerson("junko_s", "Junko Sakai", "夜に聴く音楽。Tokyo and Leeds.", ("city pop", "ambient", "shoegaze")),
    DemoPerson(
        "amadou",
        "Amadou Diallo",
        "Sound engineer. If I say the snare is too loud, the snare is too loud.",
        ("afrobeat", "dub", "hip hop"),
    ),
    DemoPerson("paulinha", "Paula Teixeira", "Dances in kitchens. Lisboa.", ("samba", "house", "disco"), 2),
    DemoPerson(
        "rhys",
        "Rhys ap Owen",
        "Teaches history, collects B-sides. Suspicious of any record over fifty minutes.",
        ("punk", "power pop", "folk"),
        -2,
    ),
    DemoPerson("kit_marlow", "Kit Marlow", "One listen, one sentence. Usually.", ("electronic", "pop")),
    DemoPerson(
        "leonie",
        "Léonie Garnier",
        "J’écris quand un disque me tient éveillée. Sinon, des étoiles.",
        ("chanson", "trip hop", "modern classical"),
    ),
    DemoPerson("dev_anand", "Dev Anand", "Guitar teacher. Everything is a lesson, some of it good.", ("blues", "rock")),
    DemoPerson(
        "oskar",
        "Oskar Lindqvist",
        "Long trains, long tracks. Twenty minutes is a fine length for a song.",
        ("ambient", "post-rock", "doom metal"),
        1,
    ),
    DemoPerson(
        "nadia_b",
        "Nadia Benali",
        "Radio, late shift. I hear everything once at 3 a.m.",
        ("r&b", "raï", "jazz"),
        is_private=True,
    ),
    DemoPerson(
        "hattie",
        "Hattie Brook",
        "Choir on Tuesdays, metal on Wednesdays, a quiet house otherwise.",
        ("choral", "metal", "folk"),
        1,
    ),
    DemoPerson("sol_reyes", "Sol Reyes", "Hago listas. Muchas listas.", ("cumbia", "salsa", "reggaeton"), 1),
)
