"""Circles, rays, tiles and squares."""

from __future__ import annotations

from math import pi, sqrt

from spotify_cache.sandbox.artwork.canvas import TAU, Canvas, box, circle, number, polar, polygon


def sunburst(canvas: Canvas) -> str:
    """Rays out of a sun that stands low."""
    palette = canvas.palette
    x, y = canvas.between(220, 420), canvas.between(300, 470)
    rays = canvas.whole(9, 22)
    turn = canvas.draw()
    parts = [canvas.ground(palette.second)]
    for ray in range(rays):
        angle = (ray + turn) * TAU / rays
        points = [(x, y), polar(x, y, 1000, angle), polar(x, y, 1000, angle + TAU / rays / 2)]
        parts.append(polygon(points, f'fill="{palette.ground if ray % 3 else palette.first}"'))
    radius = canvas.between(95, 150)
    parts.append(circle(x, y, radius * 1.28, f'fill="{palette.ground}"'))
    parts.append(circle(x, y, radius, f'fill="{palette.first}"'))
    parts.append(circle(x, y, radius * 0.62, f'fill="{palette.third}"'))
    return "".join(parts)


def rainbow(canvas: Canvas) -> str:
    """Broad bands that bend round a corner, as in the seventies."""
    palette = canvas.palette
    colours = [palette.first, palette.second, palette.third, palette.ink]
    width = canvas.between(30, 46)
    x, y = canvas.between(150, 300), canvas.between(330, 470)
    parts = [canvas.ground()]
    for band in range(len(colours) + canvas.whole(0, 2)):
        radius = 300 - band * width
        if radius < width:
            break
        bend = f"a{number(radius)} {number(radius)} 0 0 1 {number(radius)} {number(-radius)}"
        path = f"M{number(x - radius)} 660V{number(y)}{bend}H660"
        colour = colours[band % len(colours)]
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{number(width + 0.6)}"/>')
    if canvas.chance(0.6):
        parts.append(circle(x + 20, y + 30, canvas.between(38, 64), f'fill="{palette.ink}"'))
    angle = canvas.whole(0, 3) * 90
    return f'{parts[0]}<g transform="rotate({angle} 320 320)">{"".join(parts[1:])}</g>'


def bauhaus(canvas: Canvas) -> str:
    """A grid of quarter circles, half circles, triangles and dots."""
    palette = canvas.palette
    count = canvas.whole(3, 5)
    side = 640 / count
    colours = [palette.first, palette.second, palette.third, palette.ink, palette.ground]
    parts = [canvas.ground()]
    for row in range(count):
        for column in range(count):
            back, front = canvas.random.sample(colours, 2)
            x, y = column * side, row * side
            parts.append(box(x, y, side + 0.5, side + 0.5, f'fill="{back}"'))
            parts.append(_tile(canvas, x, y, side, front, back))
    return "".join(parts)


def _tile(canvas: Canvas, x: float, y: float, side: float, front: str, back: str) -> str:
    half = side / 2
    turn = f'transform="rotate({canvas.whole(0, 3) * 90} {number(x + half)} {number(y + half)})" fill="{front}"'
    kind = canvas.whole(0, 6)
    left, top = number(x), number(y)
    if kind == 0:
        bend = f"a{number(side)} {number(side)} 0 0 1 {number(-side)} {number(side)}"
        return f'<path d="M{left} {top}h{number(side)}{bend}z" {turn}/>'
    if kind == 1:
        return f'<path d="M{left} {number(y + half)}a{number(half)} {number(half)} 0 0 1 {number(side)} 0z" {turn}/>'
    if kind == 2:
        return polygon([(x, y), (x + side, y + side), (x, y + side)], turn)
    if kind == 3:
        inner = circle(x + half, y + half, half * 0.46, f'fill="{back}"')
        return circle(x + half, y + half, half * 0.92, f'fill="{front}"') + inner
    if kind == 4:
        bars = "".join(box(x, y + side * place / 5, side, side / 10, "") for place in range(5))
        return f"<g {turn}>{bars}</g>"
    if kind == 5:
        return circle(x + half, y + half, half * 0.3, f'fill="{front}"')
    return (
        f'<path d="M{left} {top}a{number(side)} {number(side)} 0 0 1 {number(side)} {number(side)}'
        f'h{number(-half)}a{number(half)} {number(half)} 0 0 0 {number(-half)} {number(-half)}z" {turn}/>'
    )


def squares(canvas: Canvas) -> str:
    """Squares within squares, each turned a little further."""
    palette = canvas.palette
    colours = [palette.first, palette.ground, palette.second, palette.ground, palette.third, palette.ink]
    count = canvas.whole(14, 26)
    turn = canvas.between(-7, 7) or 3
    round_ = canvas.chance(0.4)
    parts = [canvas.ground(palette.ink if canvas.chance(0.5) else palette.ground)]
    for step in range(count):
        size = 560 * (1 - step / count)
        corner = number(size / 2 if round_ and step % 2 else size * 0.04)
        attributes = (
            f'rx="{corner}" fill="{colours[step % len(colours)]}" transform="rotate({number(turn * step)} 320 320)"'
        )
        parts.append(box(320 - size / 2, 320 - size / 2, size, size, attributes))
    return "".join(parts)


def truchet(canvas: Canvas) -> str:
    """Arcs in tiles that join into endless loops."""
    palette = canvas.palette
    count = canvas.whole(6, 9)
    side = 640 / count
    half = number(side / 2)
    paths = []
    for row in range(count):
        for column in range(count):
            x, y = column * side, row * side
            if canvas.chance(0.5):
                paths.append(f"M{number(x + side / 2)} {number(y)}a{half} {half} 0 0 1 -{half} {half}")
                paths.append(f"M{number(x + side)} {number(y + side / 2)}a{half} {half} 0 0 0 -{half} {half}")
            else:
                paths.append(f"M{number(x + side / 2)} {number(y)}a{half} {half} 0 0 0 {half} {half}")
                paths.append(f"M{number(x)} {number(y + side / 2)}a{half} {half} 0 0 1 {half} {half}")
    data = "".join(paths)
    outer, inner = (palette.first, palette.ground) if canvas.chance(0.5) else (palette.ink, palette.second)
    return (
        canvas.ground()
        + f'<path d="{data}" fill="none" stroke="{outer}" stroke-width="{number(side * 0.44)}"/>'
        + f'<path d="{data}" fill="none" stroke="{inner}" stroke-width="{number(side * 0.16)}"/>'
    )


def spheres(canvas: Canvas) -> str:
    """Planets of flat colour with a shaded side."""
    palette = canvas.palette
    definitions, parts = [], [canvas.ground()]
    placed: list[tuple[float, float, float]] = []
    for _ in range(60):
        radius = canvas.between(26, 170) if not placed else canvas.between(14, 110)
        x, y = canvas.between(60, 580), canvas.between(60, 580)
        if any(sqrt((x - px) ** 2 + (y - py) ** 2) < radius + pr + 8 for px, py, pr in placed):
            continue
        placed.append((x, y, radius))
        if len(placed) > 9:
            break
    for x, y, radius in placed:
        clip = canvas.name()
        definitions.append(f'<clipPath id="{clip}">{circle(x, y, radius, "")}</clipPath>')
        colour, shade = canvas.random.sample([*palette.accents, palette.ink], 2)
        shadow = circle(x + radius * 0.55, y + radius * 0.4, radius * 1.12, f'fill="{shade}"')
        parts.append(f'<g clip-path="url(#{clip})">{circle(x, y, radius, f"""fill="{colour}" """)}{shadow}</g>')
    return f"<defs>{''.join(definitions)}</defs>{''.join(parts)}"


def petals(canvas: Canvas) -> str:
    """A flower of overlapping circles, see-through where they meet."""
    palette = canvas.palette
    count = canvas.whole(5, 11)
    radius = canvas.between(110, 165)
    reach = canvas.between(80, 140)
    parts = [canvas.ground()]
    for petal in range(count):
        x, y = polar(320, 300, reach, petal * TAU / count - pi / 2)
        parts.append(circle(x, y, radius, f'fill="{palette.accents[petal % 3]}" fill-opacity=".62"'))
    parts.append(circle(320, 300, radius * 0.34, f'fill="{palette.ink}"'))
    return "".join(parts)
