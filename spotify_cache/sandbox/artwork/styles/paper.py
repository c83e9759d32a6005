"""Cut paper, print dots, leaves and soft light."""

from __future__ import annotations

from math import pi, sin, sqrt

from spotify_cache.sandbox.artwork.canvas import TAU, Canvas, box, circle, number, polar, polygon, smooth


def cut_outs(canvas: Canvas) -> str:
    """Shapes cut with scissors and pasted on blocks of colour."""
    palette = canvas.palette
    colours = [palette.first, palette.second, palette.third, palette.ink, palette.ground]
    split_x, split_y = canvas.between(210, 430), canvas.between(210, 430)
    parts = [canvas.ground()]
    for left, top, right, bottom, paint in (
        (0.0, 0.0, split_x, split_y, palette.second),
        (split_x, 0.0, 640.0, split_y, palette.ground),
        (split_x, split_y, 640.0, 640.0, palette.first),
        (0.0, split_y, split_x, 640.0, palette.third),
    ):
        parts.append(box(left, top, right - left, bottom - top, f'fill="{paint}"'))
        x, y, reach = (left + right) / 2, (top + bottom) / 2, min(right - left, bottom - top) * 0.46
        for size in (1.0, 0.62):
            colour = canvas.random.choice([other for other in colours if other != paint])
            shape = _frond if canvas.chance(0.6) else _blob
            parts.append(shape(canvas, x, y, reach * size, colour))
    return "".join(parts)


def _frond(canvas: Canvas, x: float, y: float, reach: float, colour: str) -> str:
    lobes = canvas.whole(5, 9)
    points = []
    for lobe in range(lobes * 2):
        radius = reach if lobe % 2 == 0 else reach * canvas.between(0.22, 0.36)
        points.append(polar(x, y, radius * canvas.between(0.85, 1.1), TAU * lobe / (lobes * 2)))
    return f'<path d="{smooth(points, closed=True)}" fill="{colour}"/>'


def _blob(canvas: Canvas, x: float, y: float, radius: float, colour: str) -> str:
    count = canvas.whole(6, 9)
    points = [polar(x, y, radius * canvas.between(0.7, 1.25), TAU * place / count) for place in range(count)]
    return f'<path d="{smooth(points, closed=True)}" fill="{colour}"/>'


def halftone(canvas: Canvas) -> str:
    """A sphere or a wave in printing dots, over a block of colour slightly out of register."""
    palette = canvas.palette
    x, y, radius = canvas.between(240, 400), canvas.between(240, 380), canvas.between(170, 235)
    parts = [canvas.ground(), circle(x + 16, y + 12, radius, f'fill="{palette.second}"')]
    step = 21
    dots = []
    angle = canvas.between(0, TAU)
    light_x, light_y = polar(x, y, radius * 0.55, angle)
    for row in range(-1, 32):
        for column in range(-1, 32):
            across = column * step + (step / 2 if row % 2 else 0)
            down = row * step * 0.9
            if sqrt((across - x) ** 2 + (down - y) ** 2) > radius:
                continue
            shade = min(1.0, sqrt((across - light_x) ** 2 + (down - light_y) ** 2) / (radius * 1.45))
            size = 11.2 * shade
            if size > 1.2:
                reach, width = number(size), number(2 * size)
                round_trip = f"a{reach} {reach} 0 1 0 {width} 0a{reach} {reach} 0 1 0 -{width} 0"
                dots.append(f"M{number(across - size)} {number(down)}{round_trip}")
    parts.append(f'<path d="{"".join(dots)}" fill="{palette.first if canvas.chance(0.5) else palette.ink}"/>')
    return "".join(parts)


def leaves(canvas: Canvas) -> str:
    """Stems with leaves on both sides."""
    palette = canvas.palette
    parts = [canvas.ground()]
    if canvas.chance(0.5):
        parts.append(circle(320, 300, 210, f'fill="{palette.second}"'))
    for stem in range(canvas.whole(3, 5)):
        base_x = 160 + stem * 90 + canvas.between(-20, 20)
        lean = canvas.between(-90, 90)
        height = canvas.between(330, 500)
        colour = palette.accents[(stem + 2) % 3] if canvas.chance(0.8) else palette.ink
        parts.append(
            f'<path d="M{number(base_x)} 650Q{number(base_x)} {number(650 - height / 2)} {number(base_x + lean)}'
            f' {number(650 - height)}" fill="none" stroke="{palette.ink}" stroke-width="4"/>'
        )
        pairs = canvas.whole(5, 8)
        for pair in range(1, pairs + 1):
            share = pair / (pairs + 0.3)
            x = base_x + lean * share * share
            y = 650 - height * share
            length = canvas.between(56, 92) * (1.15 - share * 0.7)
            for side in (-1, 1):
                parts.append(_leaf(x, y, length, -pi / 2 + side * canvas.between(0.7, 1.15), colour))
    return "".join(parts)


def _leaf(x: float, y: float, length: float, angle: float, colour: str) -> str:
    tip = polar(x, y, length, angle)
    left, right = polar(x, y, length * 0.58, angle - 0.42), polar(x, y, length * 0.58, angle + 0.42)
    return (
        f'<path d="M{number(x)} {number(y)}Q{number(left[0])} {number(left[1])} {number(tip[0])} {number(tip[1])}'
        f'Q{number(right[0])} {number(right[1])} {number(x)} {number(y)}" fill="{colour}"/>'
    )


def soft_light(canvas: Canvas) -> str:
    """Coloured lights that melt into one another."""
    palette = canvas.palette
    definitions, spots = [], []
    for colour in (palette.first, palette.second, palette.third, palette.first, palette.second):
        definition, paint = canvas.glow(colour, canvas.between(0.75, 1))
        definitions.append(definition)
        spots.append(
            circle(canvas.between(60, 580), canvas.between(60, 580), canvas.between(230, 380), f'fill="{paint}"')
        )
    return f"<defs>{''.join(definitions)}</defs>{canvas.ground()}{''.join(spots)}"


def orb(canvas: Canvas) -> str:
    """One large body of light with a hard edge."""
    palette = canvas.palette
    definition, paint = canvas.vertical_gradient(palette.first, palette.second, palette.ground)
    glow_definition, glow = canvas.glow(palette.third, 0.9)
    radius = canvas.between(150, 215)
    x, y = 320, canvas.between(270, 330)
    turn = canvas.whole(0, 7) * 45
    parts = [f"<defs>{definition}{glow_definition}</defs>", canvas.ground()]
    parts.append(circle(x, y, radius * 2, f'fill="{glow}"'))
    parts.append(circle(x, y, radius, f'fill="{paint}" transform="rotate({turn} {number(x)} {number(y)})"'))
    if canvas.chance(0.5):
        rings = "".join(
            f'<ellipse rx="{number(radius * (1.25 + 0.12 * ring))}" ry="{number(radius * (0.22 + 0.05 * ring))}"/>'
            for ring in range(3)
        )
        place = f'transform="translate({x} {number(y)}) rotate(-18)"'
        parts.append(f'<g fill="none" stroke="{palette.ink}" stroke-width="2" {place}>{rings}</g>')
    return "".join(parts)


def ribbons(canvas: Canvas) -> str:
    """Bands of colour flowing side by side."""
    palette = canvas.palette
    colours = [palette.first, palette.second, palette.third, palette.ink, palette.ground]
    count = canvas.whole(9, 15)
    width = 700 / count
    phase, size, turns = canvas.between(0, TAU), canvas.between(40, 110), canvas.between(0.6, 1.5)
    parts = [canvas.ground()]
    for band in range(-3, count + 3):
        points = []
        for step in range(17):
            y = -20 + 680 * step / 16
            points.append((band * width + size * sin(phase + turns * TAU * step / 16) * (0.6 + 0.05 * band), y))
        colour = colours[(band * 3 + int(phase * 10)) % 5]
        parts.append(
            f'<path d="{smooth(points)}" fill="none" stroke="{colour}" stroke-width="{number(width * 1.04)}"/>'
        )
    turn = canvas.whole(0, 3) * 45
    return f'{parts[0]}<g transform="rotate({turn} 320 320) translate(-128 -128) scale(1.4)">{"".join(parts[1:])}</g>'


def shards(canvas: Canvas) -> str:
    """Broken glass round a point."""
    palette = canvas.palette
    x, y = canvas.between(200, 440), canvas.between(200, 440)
    count = canvas.whole(15, 27)
    angles = sorted(canvas.between(0, TAU) for _ in range(count))
    parts = [canvas.ground()]
    for place, angle in enumerate(angles):
        following = angles[(place + 1) % count] + (TAU if place == count - 1 else 0)
        colour = [*palette.accents, palette.ink, palette.ground][canvas.whole(0, 4)]
        near = canvas.between(0, 60)
        points = [polar(x, y, near, (angle + following) / 2), polar(x, y, 900, angle), polar(x, y, 900, following)]
        parts.append(polygon(points, f'fill="{colour}" stroke="{palette.ground}" stroke-width="3"'))
    return "".join(parts)
