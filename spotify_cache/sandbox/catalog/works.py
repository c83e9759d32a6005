"""Classical works and their movements, as record labels write them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_KEYS = (
    "C Major", "C Minor", "D Major", "D Minor", "E-Flat Major", "E Major", "E Minor", "F Major", "F Minor",
    "F-Sharp Minor", "G Major", "G Minor", "A-Flat Major", "A Major", "A Minor", "B-Flat Major", "B Minor",
)  # fmt: skip
_FIRST = ("Allegro", "Allegro con brio", "Adagio – Allegro", "Allegro moderato", "Grave – Allegro", "Sostenuto assai")
_SLOW = ("Adagio", "Andante", "Andante con moto", "Largo", "Adagio molto e cantabile", "Larghetto", "Lento assai")
_THIRD = ("Scherzo. Presto", "Menuetto. Allegretto", "Scherzo. Molto vivace", "Allegretto grazioso", "Intermezzo")
_LAST = ("Allegro vivace", "Rondo. Allegro", "Finale. Presto", "Allegro ma non troppo", "Finale. Allegro con fuoco")
_SUITE = ("Prélude", "Allemande", "Courante", "Sarabande", "Menuets I & II", "Gigue")
_MASS = ("Kyrie", "Gloria", "Credo", "Sanctus", "Benedictus", "Agnus Dei")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI")


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of work: `parts` is how its movements are named, `plural` how an album of several is called."""

    name: str
    plural: str
    parts: str


_FORMS = (
    Form("Symphony No. {}", "Symphonies", "four"),
    Form("String Quartet No. {}", "String Quartets", "four"),
    Form("Piano Sonata No. {}", "Piano Sonatas", "three"),
    Form("Violin Concerto No. {}", "Violin Concertos", "three"),
    Form("Cello Suite No. {}", "The Cello Suites", "suite"),
    Form("Piano Trio No. {}", "Piano Trios", "four"),
    Form("Missa brevis No. {}", "Masses", "mass"),
    Form("Nocturne No. {}", "Nocturnes", "one"),
    Form("Prelude No. {}", "Preludes", "one"),
    Form("Étude No. {}", "Études", "one"),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """What is on a classical album: its title and the titles of its tracks."""

    title: str
    tracks: tuple[str, ...]


def programme(composer: str, random: Random, works: int | None = None) -> Programme:
    """An album of works by one composer: one to three large ones, a dozen small ones, or as many as asked for."""
    form = _FORMS[int(random.random() * len(_FORMS))]
    surname = composer.split()[-1]
    if works is None:
        works = 12 if form.parts == "one" else 1 + int(random.random() * 3)
        first = 1 if form.parts == "one" else 1 + int(random.random() * 7)
    else:
        first = 1
    numbers = range(first, first + works)
    tracks = tuple(track for number in numbers for track in _movements(form, number, surname, random))
    if works == 1:
        title = f"{surname}: {form.name.format(first)}"
    elif works > 12:
        title = f"{surname}: {form.plural} (Complete)"
    else:
        title = f"{surname}: {form.plural} Nos. {numbers[0]}–{numbers[-1]}"
    return Programme(title, tracks)


def _movements(form: Form, number: int, surname: str, random: Random) -> list[str]:
    key = _KEYS[int(random.random() * len(_KEYS))]
    opus = 4 + number * 3 + len(surname)
    work = f"{surname}: {form.name.format(number)} in {key}, Op. {opus}"
    if form.parts == "one":
        return [work]
    return [f"{work}: {_NUMERALS[place]}. {part}" for place, part in enumerate(_parts(form.parts, random))]


def _parts(kind: str, random: Random) -> tuple[str, ...]:
    def one(names: tuple[str, ...]) -> str:
        return names[int(random.random() * len(names))]

    if kind == "suite":
        return _SUITE
    if kind == "mass":
        return _MASS
    if kind == "three":
        return one(_FIRST), one(_SLOW), one(_LAST)
    return one(_FIRST), one(_SLOW), one(_THIRD), one(_LAST)
