"""People in flat colour, as on a screen-printed poster. Nobody in particular."""

from __future__ import annotations

from .canvas import Canvas, box, circle, number, polygon

_SKINS = (
    ("#f2c9a6", "#d99f78"), ("#e8b48a", "#c98d63"), ("#d19a6b", "#ab7548"), ("#a86f45", "#84512f"),
    ("#7f4f31", "#603820"), ("#5a3825", "#422717"), ("#f5d6bd", "#dcae92"), ("#c68655", "#a0653a"),
)  # fmt: skip
_HAIR = ("#1d1713", "#2b1d16", "#4a2c1a", "#7a4a24", "#b8823f", "#d9b36b", "#8c8c8c", "#e6e1d6", "#7b2d26")

# Drawn round the middle of the head, behind the face and over it. `{hair}`, `{cloth}` and `{trim}` are colours.
_BEHIND = {
    "afro": '<circle cy="-38" r="116" fill="{hair}"/>',
    "long": '<path d="M-92-30C-100-150 100-150 92-30C98 60 112 120 100 190H-100C-112 120-98 60-92-30Z" fill="{hair}"/>',
    "bob": (
        '<path d="M-90-30C-98-140 98-140 90-30V66C90 86 60 88 56 60H-56C-60 88-90 86-90 66Z" fill="{hair}"/>'
    ),
    "curls": "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{{hair}}"/>'
        for x, y, r in (
            (-78, -40, 40), (78, -40, 40), (-52, -92, 44), (52, -92, 44), (0, -112, 48), (-88, 12, 34), (88, 12, 34),
            (-84, 58, 30), (84, 58, 30),
        )
    ),
    "bun": '<circle cy="-124" r="42" fill="{hair}"/>',
    "scarf": (
        '<path d="M-98-10C-108-150 108-150 98-10C104 90 140 160 150 230H-150C-140 160-104 90-98-10Z" fill="{cloth}"/>'
    ),
    "braids": '<path d="M-84-40C-90-140 90-140 84-40L104 200H72L66 20H-66L-72 200H-104Z" fill="{hair}"/>',
    "waves": (
        '<path d="M-86-40C-96-150 96-150 86-40C120-10 84 20 108 50C128 80 92 100 100 140H-100C-92 100-128 80-108 50'
        'C-84 20-120-10-86-40Z" fill="{hair}"/>'
    ),
}  # fmt: skip
_FRONT = {
    "afro": '<path d="M-66-30C-70-86 70-86 66-30C40-58-40-58-66-30Z" fill="{hair}"/>',
    "long": (
        '<path d="M-68-6C-76-96-20-104 6-92C70-104 78-40 68-6C60-50 36-66 8-74C-20-60-58-50-68-6Z" fill="{hair}"/>'
    ),
    "bob": '<path d="M-70-18C-74-104 74-104 70-18Z" fill="{hair}"/>',
    "curls": (
        '<g fill="{hair}"><circle cx="-34" cy="-72" r="30"/><circle cx="10" cy="-80" r="32"/>'
        '<circle cx="46" cy="-64" r="27"/></g>'
    ),
    "bun": '<path d="M-68-10C-74-108 74-108 68-10C52-64-52-64-68-10Z" fill="{hair}"/>',
    "waves": '<path d="M-70 0C-80-110 80-110 70 0C56-62 10-70-24-84C-40-60-60-50-70 0Z" fill="{hair}"/>',
    "short": '<path d="M-70-4C-84-112 84-112 70-4C62-56 40-62 0-62S-62-56-70-4Z" fill="{hair}"/>',
    "quiff": (
        '<path d="M-70 0C-88-70-60-136 30-130C80-126 84-66 70 0C62-44 40-62-8-62C-44-62-62-44-70 0Z" fill="{hair}"/>'
    ),
    "parting": ('<path d="M-70 4C-84-60-64-112 0-112S84-60 70 4C66-40 30-52-20-84C-34-56-62-46-70 4Z" fill="{hair}"/>'),
    "bald": "",
    "hat": (
        '<path d="M-112-44C-60-64 60-64 112-44L110-34C60-50-60-50-110-34Z" fill="{cloth}"/>'
        '<path d="M-66-52C-70-140-40-132 0-124C40-132 70-140 66-52Z" fill="{cloth}"/>'
        '<path d="M-67-60C-30-72 30-72 67-60V-46C30-58-30-58-67-46Z" fill="{trim}"/>'
    ),
    "cap": (
        '<path d="M-72-30C-76-118 76-118 72-30Z" fill="{cloth}"/>'
        '<path d="M-20-34C30-52 96-44 116-26C80-24 20-22-20-24Z" fill="{trim}"/>'
    ),
    "beanie": (
        '<path d="M-74-22C-80-132 80-132 74-22Z" fill="{cloth}"/>'
        '<rect x="-78" y="-46" width="156" height="30" rx="12" fill="{trim}"/>'
    ),
    "scarf": '<path d="M-70-2C-82-112 82-112 70-2C60-58-60-58-70-2Z" fill="{cloth}"/>',
    "braids": '<path d="M-68-4C-74-108 74-108 68-4C56-60 20-74 0-96C-20-74-56-60-68-4Z" fill="{hair}"/>',
}
_BODY = "M-196 760C-200 240-150 142-40 126C-24 150 24 150 40 126C150 142 200 240 196 760Z"
_WITHOUT_BEARD = {"scarf", "braids", "bun", "bob", "waves", "curls"}


def figure(canvas: Canvas, x: float, y: float, scale: float, look: str = "") -> str:
    """Head and shoulders; the middle of the head is at the point. `look` sets hair and skin: `curls 4`."""
    palette = canvas.palette
    skin, shade = canvas.random.choice(_SKINS)
    hair = canvas.random.choice(_HAIR)
    style = canvas.random.choice(tuple(_FRONT))
    if look:
        style, tone = look.split()
        skin, shade = _SKINS[int(tone)]
        hair = _HAIR[int(tone) % 4]
    # The second accent is the backdrop's; who wears it would vanish.
    cloth, trim = canvas.random.sample((palette.first, palette.third, palette.ink), 2)
    colours = {"hair": hair, "cloth": cloth, "trim": trim}
    clip = canvas.name()
    parts = [f'<defs><clipPath id="{clip}"><ellipse rx="66" ry="84"/></clipPath></defs>']
    parts.append(_BEHIND.get(style, "").format(**colours))
    parts.append(_shoulders(canvas, trim, cloth))
    parts.append(f'<path d="M-30 50V112C-30 140 30 140 30 112V50Z" fill="{shade}"/>')
    parts.append(f'<ellipse rx="66" ry="84" fill="{skin}"/>')
    side = canvas.random.choice((-1, 1))
    shadow = (
        f'<path d="M{14 * side} -90C{34 * side} -30 {2 * side} 20 {22 * side} 90H{90 * side}V-90Z" fill="{shade}"/>'
    )
    parts.append(f'<g clip-path="url(#{clip})">{shadow}</g>')
    parts.append(_face(canvas, style, shade, hair))
    parts.append(_FRONT[style].format(**colours))
    if canvas.chance(0.28):
        for ear in (-1, 1):
            parts.append(circle(ear * 68, 34, 9, f'fill="{palette.second}"'))
    return f'<g transform="translate({number(x)} {number(y)}) scale({number(scale)})">{"".join(parts)}</g>'


def _shoulders(canvas: Canvas, cloth: str, trim: str) -> str:
    clip = canvas.name()
    pattern = ""
    kind = canvas.whole(0, 4)
    if kind == 0:
        lapels = [(-46, 120), (0, 224), (46, 120), (66, 128), (14, 320), (14, 760), (-14, 760), (-14, 320), (-66, 128)]
        pattern = polygon([(float(x), float(y)) for x, y in lapels], f'fill="{trim}"')
    elif kind == 1:
        pattern = "".join(box(-200, 208 + stripe * 50, 400, 18, f'fill="{trim}"') for stripe in range(11))
    elif kind == 2:
        pattern = f'<path d="M-56 120C-40 176 40 176 56 120L40 118C24 150-24 150-40 118Z" fill="{trim}"/>'
    elif kind == 3:
        dots = "".join(
            circle(-180 + 45 * across + 22 * (down % 2), 190 + 40 * down, 8, "")
            for across in range(9)
            for down in range(12)
        )
        pattern = f'<g fill="{trim}">{dots}</g>'
    return (
        f'<defs><clipPath id="{clip}"><path d="{_BODY}"/></clipPath></defs><path d="{_BODY}" fill="{cloth}"/>'
        f'<g clip-path="url(#{clip})">{pattern}</g>'
    )


def _face(canvas: Canvas, style: str, shade: str, hair: str) -> str:
    ink = "#1a1512"
    parts = [f'<path d="M-2 2C4 18 12 26 2 32" fill="none" stroke="{shade}" stroke-width="5" stroke-linecap="round"/>']
    if canvas.chance(0.34):
        lens = canvas.random.choice((ink, canvas.palette.first, canvas.palette.third))
        shape = 'rx="19" ry="17"' if canvas.chance(0.5) else 'rx="22" ry="14"'
        parts.append(
            f'<ellipse cx="-28" cy="-2" {shape} fill="{lens}"/><ellipse cx="28" cy="-2" {shape} fill="{lens}"/>'
        )
        parts.append(f'<path d="M-12 -4h24M-47 -4h-18M47 -4h18" stroke="{ink}" stroke-width="4"/>')
    else:
        closed = canvas.chance(0.45)
        for x in (-28, 28):
            if closed:
                lid = f'fill="none" stroke="{ink}" stroke-width="4.5" stroke-linecap="round"'
                parts.append(f'<path d="M{x - 13} -2q13 11 26 0" {lid}/>')
            else:
                parts.append(f'<ellipse cx="{x}" cy="-2" rx="6" ry="7" fill="{ink}"/>')
            brow = f'fill="none" stroke="{hair}" stroke-width="5" stroke-linecap="round"'
            parts.append(f'<path d="M{x - 15} -22q15 -9 30 0" {brow}/>')
    if style not in _WITHOUT_BEARD and canvas.chance(0.3):
        parts.append(
            f'<path d="M-65 10C-66 70 -36 96 0 96S66 70 65 10C52 34 34 36 0 34S-52 34 -65 10Z" fill="{hair}"/>'
        )
        parts.append(
            '<path d="M-15 54q15 9 30 0" fill="none" stroke="#c9786a" stroke-width="7" stroke-linecap="round"/>'
        )
    else:
        mouth = canvas.random.choice(("#b4443f", "#8f3b36", canvas.palette.first))
        lips = f'fill="none" stroke="{mouth}" stroke-width="7" stroke-linecap="round"'
        parts.append(f'<path d="M-17 50q17 15 34 0" {lips}/>')
    return "".join(parts)
