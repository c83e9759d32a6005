"""Landscapes and skies, simplified."""

from __future__ import annotations

from math import pi, sin

from spotify_cache.sandbox.artwork.canvas import TAU, Canvas, box, circle, number, polygon, smooth


def hills(canvas: Canvas) -> str:
    """Ranges behind ranges under a moon or a sun."""
    palette = canvas.palette
    top, low = (palette.second, palette.ground) if canvas.chance(0.6) else (palette.ground, palette.second)
    definition, sky = canvas.vertical_gradient(top, low)
    parts = [f"<defs>{definition}</defs>", canvas.ground(sky)]
    x, y, radius = canvas.between(150, 490), canvas.between(120, 260), canvas.between(46, 104)
    parts.append(circle(x, y, radius, f'fill="{palette.first}"'))
    layers = canvas.whole(4, 6)
    for layer in range(layers):
        base = 300 + 260 * layer / (layers - 1)
        phase, speed = canvas.between(0, TAU), canvas.between(0.8, 2.2)
        height = 70 - 8 * layer
        points = [(-20.0, 680.0), (-20.0, base)]
        for step in range(25):
            across = -20 + 680 * step / 24
            rise = sin(phase + speed * TAU * step / 24) + 0.5 * sin(phase * 2 + speed * 2.7 * TAU * step / 24)
            points.append((across, base - height * 0.5 * rise))
        points += [(660.0, 680.0)]
        share = layer / (layers - 1)
        parts.append(
            f'<path d="{smooth(points)}Z" fill="{palette.third}"/>'
            f'<path d="{smooth(points)}Z" fill="{palette.ink}" fill-opacity="{number(0.15 + 0.8 * share)}"/>'
        )
    return "".join(parts)


def sea(canvas: Canvas) -> str:
    """Layer on layer of waves."""
    palette = canvas.palette
    parts = [canvas.ground()]
    parts.append(
        circle(canvas.between(180, 460), canvas.between(150, 230), canvas.between(60, 110), f'fill="{palette.first}"')
    )
    colours = [palette.second, palette.third, palette.ink, palette.first]
    rows = canvas.whole(6, 9)
    length = canvas.between(90, 170)
    for row in range(rows):
        y = 270 + row * (420 / rows)
        shift = canvas.between(-length, 0)
        path = [f"M{number(shift - 20)} {number(y)}"]
        across = shift - 20
        while across < 680:
            path.append(f"q{number(length / 4)} {number(-length * 0.24)} {number(length / 2)} 0t{number(length / 2)} 0")
            across += length
        parts.append(f'<path d="{"".join(path)}V680H-60z" fill="{colours[row % len(colours)]}"/>')
    return "".join(parts)


def sunset_grid(canvas: Canvas) -> str:
    """A striped sun over a grid that runs to the horizon."""
    palette = canvas.palette
    definition, sun = canvas.vertical_gradient(palette.second, palette.first)
    sky_definition, sky = canvas.vertical_gradient(palette.ground, palette.third)
    clip = canvas.name()
    horizon = canvas.between(380, 430)
    radius = canvas.between(140, 180)
    parts = [f'<defs>{definition}{sky_definition}<clipPath id="{clip}">{box(0, 0, 640, horizon, "")}</clipPath></defs>']
    parts.append(canvas.ground(palette.ground))
    parts.append(box(0, 0, 640, horizon, f'fill="{sky}"'))
    stars = "".join(
        circle(canvas.between(0, 640), canvas.between(0, 220), canvas.between(0.8, 2.2), "") for _ in range(40)
    )
    parts.append(f'<g fill="{palette.ink}" fill-opacity=".8">{stars}</g>')
    parts.append(f'<g clip-path="url(#{clip})">{circle(320, horizon - 60, radius, f"""fill="{sun}" """)}</g>')
    for stripe in range(6):
        y = horizon - 20 - stripe * 26
        parts.append(box(320 - radius, y, 2 * radius, 11 - stripe * 1.5, f'fill="{palette.third}"'))
    lines = []
    for row in range(10):
        y = horizon + (640 - horizon) * (row / 9) ** 2
        lines.append(f"M0 {number(y)}H640")
    for column in range(-12, 13):
        lines.append(f"M{number(320 + column * 16)} {number(horizon)}L{number(320 + column * 110)} 640")
    parts.append(f'<path d="{"".join(lines)}" stroke="{palette.first}" stroke-width="2" fill="none"/>')
    return "".join(parts)


def skyline(canvas: Canvas) -> str:
    """A city at night with some windows lit."""
    palette = canvas.palette
    definition, sky = canvas.vertical_gradient(palette.third, palette.first, palette.second)
    parts = [f"<defs>{definition}</defs>", canvas.ground(sky)]
    parts.append(
        circle(
            canvas.between(120, 520),
            canvas.between(110, 220),
            canvas.between(50, 90),
            f'fill="{palette.ink}" fill-opacity=".9"',
        )
    )
    for layer, opacity in ((0, 0.35), (1, 1.0)):
        x = -10.0
        while x < 640:
            width = canvas.between(46, 100)
            height = canvas.between(120, 330) - layer * 60
            colour = palette.ground if layer else palette.third
            parts.append(
                box(x, 640 - height, width - 3, height, f'fill="{colour}" fill-opacity="{number(max(opacity, 0.6))}"')
            )
            if layer:
                parts.append(_windows(canvas, x + 10, 640 - height + 14, width - 22, height - 30))
            x += width
    return "".join(parts)


def _windows(canvas: Canvas, x: float, y: float, width: float, height: float) -> str:
    lit = []
    for row in range(int(height // 22)):
        for column in range(int(width // 15)):
            if canvas.chance(0.3):
                lit.append(box(x + column * 15, y + row * 22, 7, 11, ""))
    return f'<g fill="{canvas.palette.second}">{"".join(lit)}</g>'


def arches(canvas: Canvas) -> str:
    """Doorways within doorways, and stairs that lead to them."""
    palette = canvas.palette
    colours = [palette.first, palette.second, palette.third, palette.ink]
    x = canvas.between(240, 400)
    width = canvas.between(360, 440)
    steps = canvas.whole(4, 6)
    parts = [canvas.ground()]
    for step in range(steps):
        share = 1 - step / steps
        half, top = width * share / 2, 90 + 330 * step / steps
        bend = f"a{number(half)} {number(half)} 0 0 1 {number(2 * half)} 0"
        path = f"M{number(x - half)} 560V{number(top + half)}{bend}V560z"
        parts.append(f'<path d="{path}" fill="{colours[step % 4]}"/>')
    parts.append(box(0, 560, 640, 80, f'fill="{palette.ink}"'))
    for stair in range(3):
        inset = 70 * (2 - stair)
        parts.append(
            box(
                inset,
                560 + stair * 27,
                640 - 2 * inset,
                27,
                f'fill="{palette.second}" fill-opacity="{0.5 - stair * 0.14:.2f}"',
            )
        )
    parts.append(circle(x + canvas.between(-30, 30), 500, 24, f'fill="{palette.ground}"'))
    return "".join(parts)


def peaks(canvas: Canvas) -> str:
    """Sharp mountains with a lit and a shaded side."""
    palette = canvas.palette
    definition, sky = canvas.vertical_gradient(palette.ground, palette.second)
    parts = [f"<defs>{definition}</defs>", canvas.ground(sky)]
    parts.append(
        circle(canvas.between(140, 500), canvas.between(110, 200), canvas.between(34, 72), f'fill="{palette.first}"')
    )
    for layer in range(3):
        for _ in range(4 - layer):
            x, y = canvas.between(0, 640), canvas.between(190, 300) + layer * 90
            half = canvas.between(150, 260)
            fold = x + canvas.between(-40, 40)
            parts.append(polygon([(x - half, 660), (x, y), (x + half, 660)], f'fill="{palette.third}"'))
            shade = f'fill="{palette.ink}" fill-opacity="{number(0.45 + layer * 0.2)}"'
            parts.append(polygon([(x, y), (x + half, 660), (fold, 660), (fold - 14, (y + 660) / 2)], shade))
    return "".join(parts)


def constellation(canvas: Canvas) -> str:
    """Stars, some joined."""
    palette = canvas.palette
    definition, sky = canvas.vertical_gradient(palette.ground, palette.third)
    parts = [f"<defs>{definition}</defs>", canvas.ground(sky)]
    small = "".join(
        circle(canvas.between(0, 640), canvas.between(0, 640), canvas.between(0.7, 2.4), "") for _ in range(110)
    )
    parts.append(f'<g fill="{palette.ink}" fill-opacity=".75">{small}</g>')
    count = canvas.whole(6, 9)
    points = []
    for place in range(count):
        across = 90 + 460 * place / (count - 1)
        points.append((across, 300 + 150 * sin(pi * canvas.draw() * 2) * canvas.draw()))
    path = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    parts.append(f'<path d="M{path}" fill="none" stroke="{palette.ink}" stroke-width="1.6" stroke-dasharray="2 6"/>')
    for x, y in points:
        radius = canvas.between(5, 13)
        parts.append(circle(x, y, radius * 2.4, f'fill="{palette.first}" fill-opacity=".22"'))
        parts.append(circle(x, y, radius, f'fill="{palette.first if canvas.chance(0.7) else palette.ink}"'))
    return "".join(parts)
