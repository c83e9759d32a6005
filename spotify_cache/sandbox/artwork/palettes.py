"""Harmonious sets of colours, by mood. Each has a ground, an ink that can be read on it, and three accents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as hexadecimal RGB."""

    ground: str
    ink: str
    first: str
    second: str
    third: str

    @property
    def accents(self) -> tuple[str, str, str]:
        return self.first, self.second, self.third

    def inverted(self) -> Palette:
        """Ground and ink changed about."""
        return Palette(self.ink, self.ground, self.first, self.second, self.third)


def _set(text: str) -> tuple[Palette, ...]:
    return tuple(Palette(*(f"#{colour}" for colour in line.split())) for line in text.strip().splitlines())


WARM = _set("""
    f4e4c8 2b1a12 d94f2b e9a13b 7a2e1f
    f7ead6 3a1f2d c8443f f0a868 6d8a7d
    fbe7d0 1f2a36 e4572e f3a712 a8c686
    2a1710 f6dfb8 e36b2c f2b441 8c2f1b
    f2d9b1 40241a b23a2e d98a3d 5a7360
    ffe8cc 28203a f26b5b f9b95c 5b4b8a
    3b1c1a ffe3c2 ff7a3d ffc15e b8352b
""")
COOL = _set("""
    dfe9ec 12283a 2f6d8c 7fb2b5 e8a87c
    0f2233 e6eef0 3c7fa0 8fd0c8 f0c987
    e8eef2 1b2440 3f5fa8 8aa6d8 e4796a
    10182b dbe4f5 4a6fe3 7fc8e8 f2a7c0
    d4e5e2 163532 2b7a70 86bfae e1b65a
    172a2a e4f1ea 4ea594 a3d9b8 e9d58b
    cfdde8 22304a 5577aa 9cc1d9 f6d6ad
""")
NEON = _set("""
    160b2e fbeaff ff3c8e 35e0ff 8a4dff
    0b1030 f0f6ff ff5f6d 41f0c0 5a5cff
    1c0636 fff0fb ff7ad9 ffd84a 4a2cff
    07131f e9fbff 00d1b2 ff4f79 2f7bff
    220c2c ffeef5 ff4d4d ffb347 9d4edd
""")
DARK = _set("""
    111013 e9e4dc b3262e 6d6a70 d9b48f
    0d1114 dfe5e4 5c7480 9fb0b2 c8553d
    17130f e8dcc6 8a6a3a c9a15a 5c2a1e
    14141a e6e3ef 6a5b8c 9d93b8 c94f5d
    1a1a18 eeead9 7d8b63 b9c08d d0722e
    0f0e0e f2efe8 f2efe8 8f8b84 c4281f
""")
EARTH = _set("""
    ece3d0 2f2a1e 8a9a5b c7793a 5d4a36
    e6ddc6 28332a 5f7f5a c9a24e a5502f
    f1ead8 3a3226 b5834a 6f8f86 933f2d
    2c3326 efe8d2 93a56b d8a657 b4532a
    dcd3bd 33291f 7c6a4a a8865a 4f6b57
    f5efe0 233038 4f7d8c d49a4a 9c4a3c
""")
POP = _set("""
    ffd9e3 2b1140 ff4f8b ffb800 5b2bd9
    fff1a8 1a1a4b ff5a5f 2ec4b6 3a3aff
    c9f2e7 20124d ff6b9d ffd23f 3f37c9
    e3d7ff 1f1147 ff5d8f 00bbf9 9b5de5
    ffe1c6 251351 f15bb5 fee440 00bbf9
    d8f3ff 14213d ff4d6d ffca3a 1982c4
""")
MONO = _set("""
    f4f1ea 171614 171614 8c877d d9432f
    171614 f4f1ea f4f1ea 77726a e3b23c
    efece6 22223b 22223b 9a8c98 c9ada7
    f7f7f2 0b3954 0b3954 8aa1b1 ff6663
    101820 f2efe9 f2efe9 5d6b75 f2aa4c
""")

MOODS: dict[str, tuple[Palette, ...]] = {
    "warm": WARM,
    "cool": COOL,
    "neon": NEON,
    "dark": DARK,
    "earth": EARTH,
    "pop": POP,
    "mono": MONO,
}
