"""Electronic music: clubs, bedrooms, machines."""

from __future__ import annotations

from . import people
from .theme import theme

_WORDS = {
    **people.GERMAN,
    "f2": people.FRENCH["first"],
    "f3": people.ENGLISH["first"],
    "tech": """Aperture, Array, Axis, Bitcrush, Carrier, Chroma, Circuit, Contour, Cyan, Delta, Diode, Domain,
        Envelope, Ether, Ferrite, Filament, Flux, Formant, Gain, Glass, Grid, Helix, Hertz, Index, Ion, Isotope,
        Kelvin, Kernel, Lattice, Loop, Lumen, Magenta, Matrix, Modulo, Moiré, Module, Nimbus, Node, Octave, Orbit,
        Oscillator, Parallax, Patch, Phase, Phosphor, Pixel, Plasma, Polymer, Prism, Pulse, Quartz, Relay,
        Resonance, Sequence, Signal, Sine, Spectra, Strata, Swarm, Synapse, Tessellation, Torque, Trace, Transit,
        Ultra, Vapor, Vector, Velocity, Volt, Waveform, Xenon, Zenith""",
    "mood": """Acid, Aquatic, Automatic, Blue, Bright, Chrome, Cold, Concrete, Deep, Digital, Distant, Endless,
        Floating, Fractal, Fluorescent, Frozen, Hidden, Hypnotic, Infinite, Inner, Kinetic, Liquid, Lucid, Lunar,
        Magnetic, Mechanical, Microscopic, Minimal, Nocturnal, Parallel, Phantom, Polar, Quiet, Remote, Serial,
        Soft, Solar, Static, Submerged, Tidal, Transparent, Violet, Virtual, Weightless""",
    "city": """Antwerp, Berlin, Bogotá, Bratislava, Chicago, Detroit, Ghent, Glasgow, Hamburg, Kyiv, Leipzig,
        Lisbon, Malmö, Manchester, Marseille, Melbourne, Milan, Neukölln, Osaka, Porto, Rotterdam, São Paulo,
        Seoul, Tallinn, Tbilisi, Turin, Utrecht, Warsaw""",
    "night": """4 a.m., Afterhours, Basement, Blackout, Blue Hour, Body Heat, Closing Time, Daybreak, Dancefloor,
        Last Train, Lasers, Morning Haze, Night Drive, No Phones, Open Air, Overnight, Red Light, Rooftop,
        Sleepwalk, Strobe, Sunrise, Sweat, Terrace, Warehouse, Wired""",
    "feel": """Feel It, Give Me More, Hold Me Closer, I Need Your Love, I Want to Know, In Your Eyes, Keep On,
        Let It Go, Lift Me Up, Never Alone, Nothing Else, One More Time Around, Stay With Me, Take Me There,
        The Way You Move, Touch, Turn It Up, We Are Here Now, You Got Me""",
    "number": """01, 02, 03, 04, 07, 09, 11, 12, 16, 23, 27, 31, 33, 42, 48, 56, 64, 77, 88, 101, 108, 303, 606,
        707, 808, 909""",
    "water": """Archipelago, Arctic, Canopy, Cirrus, Cloud Chamber, Coastline, Delta, Dew, Estuary, Evening, Fern,
        Fog, Forest Floor, Glacier, Harbour Lights, Hillside, Horizon, Inlet, Lagoon, Lake, Lichen, Meadow, Mist,
        Moonrise, Moss, Ocean Floor, Rain, Reed Bed, Reservoir, River Mouth, Sea Ice, Shoreline, Slow Snow,
        Tide Pool, Treeline, Tundra, Waterline, Winter Sun""",
}
_CLUB_NAMES = """
    {tech} x3
    DJ {tech}
    DJ {f3} x2
    {mood} {tech} x4
    {first} {last} x3
    {tech} {number}
    {f2} & {f3}
    {city} Transit
    {mood} Youth
    {tech} Department
    Kollektiv {tech}
"""

CLUB = theme(
    "electronic",
    genres="""house, deep house, techno, minimal techno, melodic house, acid house, electro, breakbeat,
        drum and bass, uk garage, trance, tech house, future garage, hardcore""",
    artists=68,
    years=(1986, 2026),
    words=_WORDS,
    artist_names=_CLUB_NAMES,
    album_titles="""
        {mood} {tech} x4
        {tech} x2
        {night} x2
        {city} {night}
        {tech} / {tech} x2
        Music for {night}s
        {mood} Systems
        {city} Tapes
        Works {number}
    """,
    track_titles="""
        {tech} x3
        {mood} {tech} x5
        {night} x2
        {tech} {number} x2
        {feel} x4
        {night} in {city} x2
        {city} {number}
        {mood} {night} x3
        {tech} (Dub)
        {feel} (Extended Mix) x1
        {night} (Original Mix) x1
        Acid {tech}
        {tech} & {tech}
    """,
    labels="""Subfloor, Kontaktlinse, Night Office, Phase Garden, Rotor, Low Ceiling, Parallel Transit,
        Amber Room, Lichtung, Concrete Palms""",
    countries="DE,GB,US,NL,FR,BE",
    seconds=(200, 480),
    tracks=(7, 12),
    featuring=0.1,
    remixes=0.3,
)

AMBIENT = theme(
    "ambient",
    genres="""ambient, drone, downtempo, trip hop, modern classical, idm, new age, lo-fi beats, chillout,
        field recordings""",
    artists=40,
    years=(1975, 2026),
    words=_WORDS,
    artist_names="""
        {mood} {water} x3
        {water} x2
        {first} {last} x3
        {f2} {last}
        {water} Society
        {tech} of {water}
    """,
    album_titles="""
        {mood} {water} x4
        {water} x2
        Music for {water}
        {water} Studies
        {water}, {number}
        A Map of the {water}
        {mood} Rooms
    """,
    track_titles="""
        {water} x4
        {mood} {water} x5
        {water} II
        {water} at Dusk x2
        {mood} {tech} x2
        {tech} for {water} x2
        The {water} Below x2
        {water} (Reprise)
        Letter from {city}
        {number}.{number} x1
        Towards {water} x2
        Slowly, {water}
    """,
    labels="Stillwater Editions, Fern & Fog, Quiet Room, Lantern Tape, Long Shore, Kelp, Twelve Breaths",
    countries="GB,DE,IS,JP,US,CA",
    seconds=(150, 720),
    tracks=(6, 11),
    explicit=0.0,
)

SYNTH = theme(
    "synth-pop",
    genres="synth-pop, new wave, synthwave, electropop, italo disco, darkwave, minimal wave, hyperpop, chillwave",
    artists=36,
    years=(1978, 2026),
    words=_WORDS,
    artist_names="""
        {mood} {night}
        {first} & {first}
        {f2} {f3} x1
        {mood} Boys
        Ministry of {tech}
        {tech} Romance x2
        {city} Calling
        {mood} Hearts x2
        {night} Girls
        {f2} {last} x2
        The {tech} x2
    """,
    album_titles="""
        {mood} {night} x3
        {mood} Hearts x1
        {tech} Romance
        {city} by Night x2
        {feel} x2
        {tech} x1
        Songs for {night}
        The {mood} Album
    """,
    track_titles="""
        {feel} x4
        {mood} Love x2
        {mood} {night} x4
        {city} x1
        {city} by Night x2
        {tech} Romance x2
        {night} x2
        Dancing in {city} x2
        {mood} Eyes x2
        Calling {f2} x2
        {tech} Girl x1
        Heart of {tech} x2
        Tell Me, {f3} x2
    """,
    labels="Neon Vicarage, Polygraph, Sequencer Sisters, Videotheque, Plastic Palace, Ultramarine",
    countries="GB,DE,IT,FR,SE,US",
    featuring=0.08,
    remixes=0.22,
)
