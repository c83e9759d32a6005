"""Classical music: works in movements, by invented composers, played by invented orchestras."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes import people
from spotify_cache.sandbox.catalog.themes.theme import theme

COMPOSERS = (
    "Albrecht Vossen",
    "Anselm Rautavuori",
    "Bohdan Zelenka-Maly",
    "Clemens Harrach",
    "Élise de Montfaucon",
    "Ferdinand Östberg",
    "Giacomo Valtorta",
    "Helene Brandauer",
    "Ignaz Kirchmayr",
    "Jean-Baptiste Aubrac",
    "Karol Zawadzki",
    "Leopold Thannhäuser",
    "Maddalena Corsini",
    "Nikolai Berezin",
    "Oskar Lindqvist-Holm",
    "Pietro Calvanese",
    "Sofia Arkadieva",
    "Tadeusz Morawiec",
    "Wilhelmina Stråle",
)

CLASSICAL = theme(
    "classical",
    genres="""classical, baroque, romantic era, chamber music, early music, opera, choral, piano, string quartet,
        contemporary classical, minimalism""",
    artists=43,
    years=(1958, 2026),
    words={
        "first": people.GERMAN["first"]
        + ", "
        + people.FRENCH["first"]
        + ", "
        + people.SLAVIC["first"]
        + ", "
        + people.NORDIC["first"],
        "last": people.GERMAN["last"]
        + ", "
        + people.FRENCH["last"]
        + ", "
        + people.SLAVIC["last"]
        + ", "
        + people.NORDIC["last"],
        "city": """Aarhus, Antwerp, Basel, Bergen, Bologna, Brno, Bruges, Cologne, Dresden Altstadt, Edinburgh,
            Ghent, Gothenburg, Graz, Haarlem, Kraków, Leipzig East, Ljubljana, Lucerne, Lyon, Oslo, Porto, Riga,
            Salzburg Land, Tartu, Turku, Utrecht, Vilnius""",
        "body": """Philharmonic Orchestra, Symphony Orchestra, Chamber Orchestra, Radio Orchestra,
            Baroque Soloists, Festival Orchestra, Chamber Choir, Sinfonietta""",
        "quartet": "Quartet, Quartet, Piano Trio, Wind Quintet, Consort",
        "composer": ", ".join(COMPOSERS),
    },
    artist_names="""
        {first} {last} x6
        {city} {body} x5
        {last} {quartet} x2
        Ensemble {last}
        {composer} x2
    """,
    album_titles="""
        {composer}: Symphonies
    """,
    track_titles="""
        {composer}: Encore
    """,
    labels="Concertgebouw Lane, Arietta, Deutsche Klangbild, Ars Longa, Harmonia Vox, Octavo, Tempesta",
    countries="DE,FR,CZ,NO,AT,PL",
    seconds=(150, 780),
    tracks=(8, 16),
    explicit=0.0,
    featuring=0.0,
    remixes=0.0,
)
