"""Drawings in line: ridges, contours, moiré, rosettes."""

from __future__ import annotations

from math import cos, exp, pi, sin

from spotify_cache.sandbox.artwork.canvas import TAU, Canvas, box, circle, number, polar, smooth


def ridges(canvas: Canvas) -> str:
    """Line above line, each with peaks near the middle, the nearer hiding the farther."""
    palette = canvas.palette
    count = canvas.whole(24, 38)
    centre, spread = canvas.between(250, 390), canvas.between(70, 130)
    parts = [canvas.ground()]
    for line in range(count):
        y = 130 + 400 * line / count
        bumps = [(canvas.between(centre - spread, centre + spread), canvas.between(10, 58)) for _ in range(5)]
        points = []
        for step in range(41):
            x = 90 + 460 * step / 40
            lift = sum(height * exp(-(((x - at) / 26) ** 2)) for at, height in bumps)
            lift *= exp(-(((x - centre) / (spread * 1.25)) ** 2))
            points.append((x, y - lift - canvas.draw() * 2.4))
        colour = palette.accents[line % 3] if canvas.subject.key[3] in "02468" else palette.ink
        parts.append(f'<path d="{smooth(points)}" fill="{palette.ground}" stroke="{colour}" stroke-width="2.2"/>')
    return "".join(parts)


def contours(canvas: Canvas) -> str:
    """The map of a mountain that is nowhere."""
    palette = canvas.palette
    x, y = canvas.between(230, 410), canvas.between(230, 410)
    waves = [(canvas.whole(2, 6), canvas.between(0.03, 0.13), canvas.between(0, TAU)) for _ in range(4)]
    count = canvas.whole(16, 24)
    parts = [canvas.ground()]
    for ring in range(count, 0, -1):
        radius = 500 * (ring / count) ** 1.12
        points = []
        for step in range(46):
            angle = TAU * step / 46
            bend = sum(size * sin(folds * angle + phase + ring * 0.09) for folds, size, phase in waves)
            points.append(polar(x, y, radius * (1 + bend), angle))
        high = ring <= 3
        fill = palette.first if high else (palette.second if ring == count // 2 else "none")
        weight = 3.4 if ring % 5 == 0 else 1.5
        stroke = palette.ink if ring % 5 else palette.first
        parts.append(
            f'<path d="{smooth(points, closed=True)}" fill="{fill}" fill-opacity=".9" stroke="{stroke}"'
            f' stroke-width="{weight}"/>'
        )
    return "".join(parts)


def moire(canvas: Canvas) -> str:
    """Two sets of rings that lie over each other."""
    palette = canvas.palette
    gap = canvas.between(11, 16)
    first = (canvas.between(180, 300), canvas.between(220, 420))
    second = (first[0] + canvas.between(60, 180), first[1] + canvas.between(-90, 90))
    parts = [canvas.ground()]
    for (x, y), colour in ((first, palette.ink), (second, palette.first)):
        rings = "".join(circle(x, y, gap * ring, "") for ring in range(1, 46))
        parts.append(f'<g fill="none" stroke="{colour}" stroke-width="{number(gap * 0.42)}">{rings}</g>')
    return "".join(parts)


def rosette(canvas: Canvas) -> str:
    """A curve drawn by wheels on wheels."""
    palette = canvas.palette
    folds = canvas.whole(5, 13)
    second = folds * canvas.whole(2, 3) + canvas.whole(1, 3)
    depth = canvas.between(0.25, 0.6)
    parts = [canvas.ground()]
    for layer, colour in enumerate((palette.second, palette.first, palette.ink)):
        points = []
        scale = 235 - layer * canvas.between(22, 44)
        for step in range(361):
            angle = TAU * step / 360
            radius = (
                scale
                * (1 - depth * 0.5 + depth * 0.5 * cos(folds * angle + layer))
                * (0.86 + 0.14 * cos(second * angle))
            )
            points.append(polar(320, 320, radius, angle))
        parts.append(
            f'<path d="{smooth(points, closed=True)}" fill="{colour if layer == 0 else "none"}"'
            f' fill-opacity=".85" stroke="{colour}" stroke-width="{2 + layer}"/>'
        )
    parts.append(circle(320, 320, 26, f'fill="{palette.third}"'))
    return "".join(parts)


def strings(canvas: Canvas) -> str:
    """Threads between two frames, an envelope of straight lines."""
    palette = canvas.palette
    count = canvas.whole(46, 80)
    shift = canvas.between(0.25, 0.75)
    factor = canvas.whole(2, 4)
    parts = [canvas.ground()]
    for layer, colour in enumerate((palette.first, palette.ink)):
        path = []
        for thread in range(count):
            start = polar(320, 320, 270, TAU * thread / count)
            end = polar(320, 320, 270, TAU * (thread * (factor + layer) / count + shift))
            path.append(f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}")
        parts.append(
            f'<path d="{"".join(path)}" stroke="{colour}" stroke-width="1.6" stroke-opacity=".8" fill="none"/>'
        )
    parts.append(circle(320, 320, 271, f'fill="none" stroke="{palette.second}" stroke-width="6"'))
    return "".join(parts)


def wires(canvas: Canvas) -> str:
    """Parallel lines that bend round something unseen."""
    palette = canvas.palette
    centre_x, centre_y, radius = canvas.between(220, 420), canvas.between(220, 420), canvas.between(110, 190)
    parts = [canvas.ground()]
    for line in range(45):
        y = 15 * line - 10
        points = []
        for step in range(33):
            x = -20 + 680 * step / 32
            pull = exp(-(((x - centre_x) / radius) ** 2)) * exp(-(((y - centre_y) / radius) ** 2))
            points.append((x, y + (70 if y > centre_y else -70) * pull))
        colour = palette.first if line % 9 == 4 else palette.ink
        parts.append(f'<path d="{smooth(points)}" fill="none" stroke="{colour}" stroke-width="4.4"/>')
    dot = radius * 0.34
    parts.append(circle(centre_x, centre_y, dot, f'fill="{palette.second}"'))
    return "".join(parts)


def equaliser(canvas: Canvas) -> str:
    """Bars as of a level meter, mirrored."""
    palette = canvas.palette
    count = canvas.whole(13, 27)
    width = 520 / count
    phase, speed = canvas.between(0, TAU), canvas.between(1.2, 3.4)
    parts = [canvas.ground()]
    for bar in range(count):
        height = 40 + 190 * abs(sin(phase + speed * pi * bar / count)) * canvas.between(0.45, 1)
        x = 60 + bar * width
        paint = f'rx="{number(width * 0.28)}" fill="{palette.accents[(bar * 7 // count) % 3]}"'
        parts.append(box(x, 310 - height, width * 0.56, 2 * height, paint))
    return "".join(parts)
