"""Pictures of artists and listeners: one person, a group, or a sign for those who hide behind one."""

from __future__ import annotations

from .canvas import TAU, Canvas, box, circle, number, polar, polygon
from .covers import canvas_for
from .figures import figure
from .lettering import SANS_CAPITALS, SERIF, fit
from .styles import geometric, lines, paper
from .subject import Subject

_GROUP_WORDS = {
    "The",
    "Los",
    "Les",
    "Die",
    "Orquesta",
    "Sonora",
    "Trio",
    "Trío",
    "Quarteto",
    "Orchestre",
    "Gruppe",
    "Kollektiv",
}
_ENSEMBLE_ENDS = (
    "Trio", "Quartet", "Quintet", "Sextet", "Octet", "Band", "Brothers", "Sisters", "Sons", "Daughters", "Family",
    "Collective", "Players", "Stars", "Girls", "Boys", "Club", "Consort", "Ramblers", "Four",
)  # fmt: skip
_HIDDEN = {"electronic", "ambient", "metal"}


def portrait(subject: Subject) -> str:
    """The picture of an artist or a listener."""
    canvas = canvas_for(subject)
    if subject.kind == "listener":
        return _backdrop(canvas) + figure(canvas, 320, 300, 1.22, subject.form)
    if subject.title == "Various Artists":
        return _sign(canvas)
    words = subject.title.split()
    group = words[0] in _GROUP_WORDS or words[-1] in _ENSEMBLE_ENDS or "&" in words or "and" in words
    orchestra = words[-1] in ("Orchestra", "Choir", "Soloists", "Sinfonietta")
    if orchestra or (subject.theme in _HIDDEN and canvas.chance(0.6)):
        return _sign(canvas)
    if group:
        return _backdrop(canvas) + _group(canvas, 2 if "&" in words else canvas.whole(3, 4))
    if len(words) == 1 and canvas.chance(0.35):
        return _sign(canvas)
    if subject.theme in ("indie-rock", "classic-rock", "metal") and canvas.chance(0.5):
        return _backdrop(canvas) + _group(canvas, canvas.whole(3, 5))
    return _backdrop(canvas) + figure(
        canvas, canvas.between(290, 350), canvas.between(280, 320), canvas.between(1.16, 1.36)
    )


def _backdrop(canvas: Canvas) -> str:
    palette = canvas.palette
    kind = canvas.whole(0, 5)
    parts = [canvas.ground()]
    if kind == 0:
        parts.append(circle(320, 300, 250, f'fill="{palette.second}"'))
    elif kind == 1:
        for ray in range(16):
            points = [
                (320.0, 330.0),
                polar(320, 330, 700, ray * TAU / 16),
                polar(320, 330, 700, (ray + 0.5) * TAU / 16),
            ]
            parts.append(polygon(points, f'fill="{palette.second}"'))
    elif kind == 2:
        parts.append(box(0, 0, 320, 640, f'fill="{palette.second}"'))
    elif kind == 3:
        dots = "".join(circle(20 + 40 * x + 20 * (y % 2), 20 + 34 * y, 7, "") for x in range(16) for y in range(19))
        parts.append(f'<g fill="{palette.second}">{dots}</g>')
    elif kind == 4:
        definition, paint = canvas.vertical_gradient(palette.second, palette.ground, palette.first)
        return f"<defs>{definition}</defs>{canvas.ground(paint)}"
    else:
        for stripe in range(8):
            parts.append(box(0, stripe * 80, 640, 40, f'fill="{palette.second}" fill-opacity=".75"'))
    return "".join(parts)


def _group(canvas: Canvas, count: int) -> str:
    scale = {2: 1.0, 3: 0.86, 4: 0.76, 5: 0.7}[count]
    step = 400 / (count - 1) if count > 2 else 250
    start = 320 - step * (count - 1) / 2
    places = [(start + step * place, 300 + canvas.between(-26, 26)) for place in range(count)]
    # Those outside stand behind, those in the middle in front.
    order = sorted(range(count), key=lambda place: -abs(place - (count - 1) / 2))
    return "".join(figure(canvas, places[place][0], places[place][1] + 12 * (place % 2), scale) for place in order)


def _sign(canvas: Canvas) -> str:
    """A form with the initials in it."""
    palette = canvas.palette
    style = canvas.random.choice(
        (
            geometric.squares, geometric.bauhaus, geometric.petals, lines.contours, lines.rosette, lines.strings,
            lines.moire, paper.orb, paper.soft_light, paper.halftone,
        )
    )  # fmt: skip
    letters = "".join(word[0] for word in canvas.subject.title.split() if word[0].isalnum())[:2]
    drawn = style(canvas)
    if canvas.chance(0.3) or not letters:
        return drawn
    block = fit(letters, SERIF if canvas.chance(0.5) else SANS_CAPITALS, 150, 110, 120, 1)
    disc = circle(320, 320, 128, f'fill="{palette.ground}"') + circle(
        320, 320, 116, f'fill="none" stroke="{palette.ink}" stroke-width="{number(3)}"'
    )
    return drawn + disc + block.svg(320, 320 - block.height / 2, palette.ink, "middle")
