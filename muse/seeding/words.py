"""What the crowd is called and what it says."""

from __future__ import annotations

import random

FIRST_NAMES = (
    *("Ada", "Amir", "Bea", "Bruno", "Carla", "Chidi", "Dana", "Deniz", "Elif", "Emil", "Fatou", "Finn", "Greta"),
    *("Hana", "Hugo", "Ines", "Ivan", "Jonas", "Jun", "Kaya", "Kofi", "Lena", "Luca", "Maya", "Milo", "Nadia", "Noor"),
    *("Olga", "Oskar", "Paula", "Priya", "Quinn", "Rafa", "Rosa", "Sami", "Sofia", "Tariq", "Tess", "Uma", "Vera"),
    *("Viktor", "Wanda", "Xenia", "Yara", "Yusuf", "Zoe"),
)
LAST_NAMES = (
    *("Abara", "Berg", "Castro", "Dahl", "Engel", "Ferrari", "Gallo", "Haddad", "Ito", "Jansen", "Kaur", "Lindt"),
    *("Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Santos", "Tanaka", "Ueda", "Varga", "Weiss", "Yilmaz"),
)
BIOS = (
    "Records first, everything else later.",
    "I rate what I finish.",
    "Mostly jazz, some noise, no apologies.",
    "Here for the lists.",
    "Plays bass badly, listens well.",
    "One album a day since 2019.",
)
TAGS = ("autumn", "breakup", "comfort", "driving", "headphones", "late night", "live", "rainy day", "summer", "vinyl")
_BEGINNINGS = (
    "I came to this late.",
    "Third listen, and it opens up.",
    "The first half is as good as anything they did.",
    "Not what I expected.",
    "Everybody told me, and everybody was right.",
    "I wanted to love it.",
    "A *slow* start, then **that** turn.",
    "Put it on for the drive home and drove on.",
)
_MIDDLES = (
    "The drums sit right in the room with you.",
    "Every song has one bar that makes it.",
    "The singing is close, the rest is far away.",
    "It could lose two songs and nobody would miss them.",
    "There is a bass line here that I have hummed for a week.",
    "The production is dry in the best way.",
    "It is all surface, and the surface is beautiful.",
    "Nothing here hurries.",
)
_ENDS = (
    "I will be back.",
    "One for the winter.",
    "Start with the second side.",
    "Lend it to somebody.",
    "Good, not great.",
    "It has not left the turntable.",
    "Next time with better headphones.",
    "Still thinking about it.",
)
_REMARKS = (
    "Exactly this.",
    "I hear it quite differently, but well put.",
    "Now I have to listen again.",
    "The live version is even better.",
    "You sold me.",
    "That last sentence!",
)


def opinion(chance: random.Random) -> str:
    sentences = [chance.choice(_BEGINNINGS), chance.choice(_MIDDLES), chance.choice(_ENDS)]
    return " ".join(sentences) if chance.random() < 0.8 else "\n\n".join(sentences)


def remark(chance: random.Random) -> str:
    return chance.choice(_REMARKS)
