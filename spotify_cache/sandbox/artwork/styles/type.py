"""Covers that are made of their title."""

from __future__ import annotations

from spotify_cache.sandbox.artwork.canvas import Canvas, box, circle, number
from spotify_cache.sandbox.artwork.lettering import (
    LIGHT_CAPITALS,
    MONO,
    NARROW,
    SANS,
    SANS_CAPITALS,
    SERIF,
    SERIF_CAPITALS,
    SERIF_ITALIC,
    cased,
    fit,
    line_of_text,
    split_lines,
    text_width,
)


def swiss(canvas: Canvas) -> str:
    """A strict grid: the title large, one form, small print."""
    palette = canvas.palette
    subject = canvas.subject
    block = fit(subject.title, SANS, 560, 270, 104, 4)
    top = 566 - block.height
    parts = [canvas.ground()]
    if canvas.chance(0.5):
        radius = min(canvas.between(110, 190), (top - 90) / 2)
        x = canvas.random.choice((40 + radius, 320.0, 600 - radius))
        parts.append(circle(x, 44 + radius, radius, f'fill="{palette.first}"'))
        parts.append(box(x, 44, radius, radius * 2, f'fill="{palette.second}"'))
        parts.append(circle(x, 44 + radius, radius * 0.3, f'fill="{palette.ground}"'))
    else:
        for stripe in range(8):
            height = canvas.between(0.2, 1) * (top - 90)
            parts.append(box(40 + stripe * 71, 44, 62, height, f'fill="{palette.accents[stripe % 3]}"'))
    parts.append(block.svg(40, top, palette.ink))
    parts.append(line_of_text(subject.artist, MONO, 40, 612, 17, palette.ink))
    parts.append(line_of_text(str(subject.year), MONO, 600, 612, 17, palette.ink, "end"))
    return "".join(parts)


def stacked(canvas: Canvas) -> str:
    """The title again and again, filled once."""
    palette = canvas.palette
    title = cased(canvas.subject.title, NARROW)
    lines = split_lines(title, NARROW, 2)
    size = min(150.0, 580 / max(text_width(line, NARROW) for line in lines))
    step = size * 0.88
    rows = int(560 / step)
    solid = canvas.whole(1, max(1, rows - 2))
    parts = [canvas.ground()]
    for row in range(rows):
        line = lines[row % len(lines)]
        y = 40 + size * 0.74 + row * step
        if row // len(lines) == solid // len(lines):
            parts.append(line_of_text(line, NARROW, 320, y, size, palette.first, "middle"))
        else:
            extra = f'stroke="{palette.ink}" stroke-width="1.6"'
            parts.append(line_of_text(line, NARROW, 320, y, size, "none", "middle", extra))
    parts.append(line_of_text(canvas.subject.artist, MONO, 320, 626, 16, palette.ink, "middle"))
    return "".join(parts)


def blue_note(canvas: Canvas) -> str:
    """A band of bars, a duotone, and type that swings."""
    palette = canvas.palette
    subject = canvas.subject
    parts = [canvas.ground(palette.first if canvas.chance(0.6) else palette.ground)]
    columns = canvas.whole(7, 16)
    width = 640 / columns
    top = canvas.chance(0.5)
    for column in range(columns):
        height = canvas.between(60, 330)
        y = 0 if top else 640 - height
        parts.append(
            box(column * width, y, width * 0.82, height, f'fill="{palette.third if column % 3 else palette.ink}"')
        )
    block = fit(subject.title.lower(), SANS, 540, 150, 78, 2)
    band = 400 if top else 60
    parts.append(box(0, band - 6, 640, block.height + 92, f'fill="{palette.ground}"'))
    parts.append(line_of_text(subject.artist, SANS_CAPITALS, 40, band + 34, 22, palette.ink))
    parts.append(block.svg(40, band + 52, palette.ink))
    return "".join(parts)


def classical(canvas: Canvas) -> str:
    """Centred, framed, with an ornament."""
    palette = canvas.palette
    subject = canvas.subject
    parts = [canvas.ground()]
    frame = f'fill="none" stroke="{palette.ink}"'
    parts.append(box(34, 34, 572, 572, f'{frame} stroke-width="2"'))
    parts.append(box(44, 44, 552, 552, f'{frame} stroke-width="1"'))
    title, _, work = subject.title.partition(": ")
    head = fit(title if work else subject.artist, LIGHT_CAPITALS, 470, 60, 34, 1)
    block = fit(work or subject.title, SERIF_ITALIC, 460, 190, 66, 3)
    parts.append(head.svg(320, 92, palette.ink, "middle"))
    parts.append(block.svg(320, 160, palette.ink, "middle"))
    y = 430.0
    petals = canvas.whole(6, 12)
    for petal in range(petals):
        parts.append(
            f'<ellipse cx="320" cy="{number(y - 54)}" rx="17" ry="52" fill="{palette.accents[petal % 3]}"'
            f' fill-opacity=".8" transform="rotate({number(360 * petal / petals)} 320 {number(y)})"/>'
        )
    parts.append(circle(320, y, 13, f'fill="{palette.ink}"'))
    foot = fit(subject.artist if work else str(subject.year), SERIF_CAPITALS, 440, 30, 19, 1)
    parts.append(foot.svg(320, 560, palette.ink, "middle"))
    return "".join(parts)


def poster(canvas: Canvas) -> str:
    """One word to a line, each as wide as the sheet, over a broad form that fills what is left."""
    palette = canvas.palette
    title = cased(canvas.subject.title, SANS_CAPITALS)
    lines = split_lines(title, SANS_CAPITALS, 5)
    sizes = [min(190.0, 560 / text_width(line, SANS_CAPITALS)) for line in lines]
    scale = min(1.0, 500 / sum(size * 0.9 for size in sizes))
    height = sum(size * 0.9 * scale for size in sizes)
    coloured = canvas.chance(0.5) and palette.first != palette.ink
    ground = palette.first if coloured else palette.ground
    second = palette.ground if coloured else palette.third
    parts = [canvas.ground(ground)]
    y = 578 - height
    parts.append(_broad_form(canvas, y - 30, ground))
    for place, (line, size) in enumerate(zip(lines, sizes, strict=True)):
        y += size * scale * 0.9
        colour = palette.ink if place % 2 == 0 or second == ground else second
        parts.append(line_of_text(line, SANS_CAPITALS, 40, y - size * scale * 0.13, size * scale, colour))
    parts.append(box(40, 586, 560, 3, f'fill="{palette.ink}"'))
    parts.append(line_of_text(canvas.subject.artist, SANS, 40, 615, 19, palette.ink))
    return "".join(parts)


def _broad_form(canvas: Canvas, height: float, ground: str) -> str:
    """A form from the top edge down to `height`; nothing where there is no room for one."""
    palette = canvas.palette
    if height < 90:
        return ""
    colour = next(colour for colour in (palette.second, palette.third, palette.ink) if colour != ground)
    kind = canvas.whole(0, 3)
    if kind == 0:
        radius = min(height - 40, 260)
        return circle(canvas.random.choice((180, 320, 460)), 0, radius, f'fill="{colour}"')
    if kind == 1:
        step = height / 7
        return "".join(box(0, place * step, 640, step * (0.9 - place * 0.11), f'fill="{colour}"') for place in range(7))
    if kind == 2:
        return "".join(
            circle(40 + 62 * across, 40 + 62 * down, 25 - 2.2 * down, f'fill="{colour}"')
            for across in range(10)
            for down in range(int((height - 10) // 62))
        )
    half = min(height, 320)
    return f'<path d="M0 0H640L{number(640 - half)} {number(half)}H{number(half)}Z" fill="{colour}"/>'


def label(canvas: Canvas) -> str:
    """A record with its label, as plain sleeves show it."""
    palette = canvas.palette
    subject = canvas.subject
    parts = [canvas.ground(), circle(320, 320, 286, f'fill="{palette.ink}"')]
    grooves = "".join(circle(320, 320, 276 - groove * 8.5, "") for groove in range(17))
    parts.append(f'<g fill="none" stroke="{palette.ground}" stroke-opacity=".17" stroke-width="1.4">{grooves}</g>')
    parts.append(circle(320, 320, 128, f'fill="{palette.first}"'))
    parts.append(f'<path d="M192 320a128 128 0 0 1 256 0z" fill="{palette.second}"/>')
    block = fit(subject.title, SERIF, 190, 52, 27, 2)
    parts.append(block.svg(320, 344, palette.ground if canvas.chance(0.5) else palette.ink, "middle"))
    artist = fit(subject.artist, SANS, 170, 20, 15, 1)
    parts.append(artist.svg(320, 262, palette.ink, "middle"))
    parts.append(circle(320, 320, 9, f'fill="{palette.ground}"'))
    return "".join(parts)
