"""Chooses how a cover is drawn: palette, style and lettering that suit the music."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import Canvas, box
from .lettering import (
    LIGHT_CAPITALS,
    MONO,
    NARROW,
    SANS,
    SANS_CAPITALS,
    SERIF,
    SERIF_CAPITALS,
    SERIF_ITALIC,
    Face,
    fit,
    line_of_text,
)
from .palettes import MOODS, Palette
from .styles import geometric, lines, paper, scenes
from .styles import type as typographic
from .subject import Subject

Style = Callable[[Canvas], str]

_STYLES: dict[str, Style] = {
    style.__name__: style
    for style in (
        geometric.sunburst, geometric.rainbow, geometric.bauhaus, geometric.squares, geometric.truchet,
        geometric.spheres, geometric.petals, lines.ridges, lines.contours, lines.moire, lines.rosette, lines.strings,
        lines.wires, lines.equaliser, scenes.hills, scenes.sea, scenes.sunset_grid, scenes.skyline, scenes.arches,
        scenes.peaks, scenes.constellation, paper.cut_outs, paper.halftone, paper.leaves, paper.soft_light, paper.orb,
        paper.ribbons, paper.shards, typographic.swiss, typographic.stacked, typographic.blue_note,
        typographic.classical, typographic.poster, typographic.label,
    )
}  # fmt: skip
_LETTERED = {"swiss", "stacked", "blue_note", "classical", "poster", "label"}

_ROCK = "hills contours ridges halftone cut_outs sea poster label wires shards leaves squares swiss"
_CLUB = "bauhaus truchet moire spheres orb soft_light strings equaliser swiss stacked squares rosette wires"
_URBAN = "stacked poster halftone skyline shards bauhaus swiss rainbow blue_note equaliser orb"
_SOFT = "soft_light orb hills sea arches leaves petals sunburst ribbons cut_outs constellation rainbow"
_LATIN = "sunburst cut_outs petals rainbow ribbons sea bauhaus leaves poster arches halftone"
_FOLK = "leaves hills peaks contours cut_outs sunburst constellation arches label petals"
_ACADEMIC = "classical classical classical rosette strings contours constellation label swiss"
_TASTE: dict[str, tuple[str, str]] = {
    "indie-rock": ("earth cool warm mono pop", _ROCK),
    "classic-rock": ("warm earth dark", "sunburst rainbow hills petals poster label halftone peaks squares ribbons"),
    "metal": ("dark dark mono", "shards peaks rosette ridges contours wires strings moire constellation poster"),
    "electronic": ("neon mono cool pop dark", _CLUB),
    "ambient": ("cool earth mono", "soft_light orb sea hills constellation contours ridges moire peaks arches"),
    "synth-pop": ("neon neon pop", "sunset_grid skyline orb bauhaus stacked equaliser soft_light spheres arches"),
    "hip-hop": ("mono warm dark neon pop", _URBAN),
    "soul": ("warm warm earth pop", "rainbow sunburst petals halftone blue_note poster label ribbons orb arches"),
    "funk-disco": ("warm pop neon", "rainbow ribbons spheres petals squares equaliser stacked sunburst bauhaus"),
    "j-pop": ("pop cool warm neon", "sunset_grid sea skyline arches swiss soft_light hills spheres poster sunburst"),
    "pop": ("pop pop neon warm", _SOFT + " spheres poster stacked"),
    "folk": ("earth earth cool warm", _FOLK),
    "country": ("warm earth", "sunburst hills peaks poster label contours rainbow leaves"),
    "jazz": (
        "cool mono warm dark",
        "blue_note blue_note swiss bauhaus strings cut_outs halftone squares label rosette",
    ),
    "blues": ("dark warm cool", "blue_note label poster halftone wires hills ridges"),
    "reggae": ("warm earth", "sunburst rainbow leaves ribbons stacked halftone label equaliser"),
    "latin": ("warm pop", _LATIN),
    "brazilian": ("warm pop earth", _LATIN),
    "french": ("cool mono pop warm", "swiss arches cut_outs soft_light label skyline petals sea classical"),
    "nordic": ("cool mono", "peaks sea contours hills constellation orb ridges moire leaves"),
    "german": ("mono cool neon", "swiss bauhaus strings moire squares stacked truchet wires"),
    "russian": ("dark mono cool", "bauhaus swiss shards skyline ridges poster peaks wires hills"),
    "greek": ("cool warm", "sea arches sunburst leaves cut_outs petals hills"),
    "turkish": ("warm pop", "rosette petals ribbons sunburst arches rainbow halftone"),
    "k-pop": ("pop neon", _SOFT + " spheres bauhaus truchet stacked"),
    "mandopop": ("cool warm pop", "hills sea arches soft_light orb leaves constellation peaks petals"),
    "indian": ("warm pop", "rosette petals sunburst arches ribbons cut_outs rainbow leaves"),
    "arabic": ("warm earth cool", "rosette arches truchet sunburst contours petals hills"),
    "hebrew": ("earth cool", "hills sea sunburst label leaves swiss"),
    "afrobeats": ("warm pop earth", "bauhaus sunburst cut_outs ribbons truchet rainbow halftone petals poster squares"),
    "soundtrack": ("dark cool mono", "skyline peaks hills constellation orb arches shards sea"),
    "classical": ("earth mono cool warm", _ACADEMIC),
}
_FACES: dict[str, tuple[Face, ...]] = {
    "metal": (SERIF_CAPITALS, LIGHT_CAPITALS),
    "classical": (SERIF, SERIF_ITALIC, SERIF_CAPITALS),
    "jazz": (SANS, SERIF, SANS_CAPITALS),
    "electronic": (MONO, SANS, LIGHT_CAPITALS),
    "hip-hop": (NARROW, SANS_CAPITALS),
    "folk": (SERIF, SERIF_ITALIC),
}
_ANY_FACE = (SANS, SERIF, SERIF_ITALIC, SANS_CAPITALS, LIGHT_CAPITALS, NARROW)


def cover(subject: Subject) -> str:
    """The cover of an album."""
    canvas = canvas_for(subject)
    wanted = _TASTE.get(subject.theme, ("warm", _SOFT))[1].split()
    name = canvas.random.choice(wanted)
    drawn = _STYLES[name](canvas)
    if name in _LETTERED:
        return drawn
    return drawn + _lettering(canvas)


def canvas_for(subject: Subject) -> Canvas:
    """A canvas with a palette and a typeface after the subject's theme."""
    moods = _TASTE.get(subject.theme, ("warm", ""))[0].split()
    # Other digits of the key than the drawing's own chance, so that neither decides the other.
    place = int(subject.key[-6:], 16)
    palettes: tuple[Palette, ...] = MOODS[moods[place % len(moods)]]
    palette = palettes[place // 7 % len(palettes)]
    faces = _FACES.get(subject.theme, _ANY_FACE)
    return Canvas(subject, palette, faces[place // 11 % len(faces)])


def _lettering(canvas: Canvas) -> str:
    """The title over the picture: on a band, in a corner, on a label, or not at all."""
    palette, subject, face = canvas.palette, canvas.subject, canvas.face
    way = canvas.draw()
    if way < 0.24:
        return ""
    if way < 0.5:
        block = fit(subject.title, face, 560, 96, 62, 2)
        height = block.height + 74
        return (
            box(0, 640 - height, 640, height, f'fill="{palette.ground}"')
            + block.svg(36, 640 - height + 22, palette.ink)
            + line_of_text(subject.artist, SANS, 36, 622, 18, palette.ink)
        )
    if way < 0.72:
        block = fit(subject.title, face, 300, 130, 40, 3)
        height = block.height + 62
        return (
            box(36, 36, 340, height, f'fill="{palette.ground}"')
            + block.svg(56, 56, palette.ink)
            + line_of_text(subject.artist, SANS, 56, 36 + height - 18, 15, palette.ink)
        )
    if way < 0.88:
        block = fit(subject.title, face, 420, 70, 44, 2)
        height = block.height + 66
        top = 320 - height / 2
        frame = f'fill="{palette.ground}" stroke="{palette.ink}" stroke-width="3"'
        return (
            box(90, top, 460, height, frame)
            + block.svg(320, top + 22, palette.ink, "middle")
            + line_of_text(subject.artist, LIGHT_CAPITALS, 320, top + height - 17, 14, palette.ink, "middle")
        )
    side = fit(f"{subject.artist} — {subject.title}", SANS_CAPITALS, 580, 22, 18, 1)
    strip = f'<g transform="translate(0 640) rotate(-90)">{box(0, 0, 640, 46, f"""fill="{palette.ground}" """)}'
    return strip + side.svg(30, 23 - side.size * 0.38, palette.ink) + "</g>"


def deluxe(content: str, subject: Subject, edition: str) -> str:
    """The cover of the first edition in a frame that names the later one."""
    canvas = canvas_for(subject)
    palette = canvas.palette
    text = fit(edition, LIGHT_CAPITALS, 420, 30, 22, 1)
    inner = f'<svg x="50" y="28" width="540" height="540" viewBox="0 0 640 640">{content}</svg>'
    return canvas.ground(palette.ink) + inner + text.svg(320, 594, palette.ground, "middle")
