"""Hip hop, soul, funk and what dances to them."""

from __future__ import annotations

from . import people
from .theme import theme

_WORDS = {
    **people.SOUL,
    "nick": """Almanac, Apollo, Bishop, Blaze, Bodega, Brickz, Cadence, Castle, Chess, Cobalt, Comet, Cypher,
        Dice, Dynasty, Echo, Ember, Falcon, Ghostwriter, Gospel, Indigo, Ivory, Jinx, Kaisha, Kilo, Lyric,
        Malachi, Mantra, Marvel, Maze, Monarch, Nimbus, Noble, Onyx, Oracle, Paragon, Phoenix, Pharaoh, Prophet,
        Quest, Raven, Remedy, Saint, Sable, Scribe, Slate, Sonnet, Static, Tempo, Titan, Verse, Vandal, Wize,
        Zephyr""",
    "players": """Ambassadors, Cadets, Commanders, Diplomats, Dukes, Generators, Hustlers, Mechanics, Messengers,
        Ministers, Movers, Operators, Preachers, Rockets, Senators, Survivors""",
    "pre": "Big, Young, Lil, MC, King, Queen, Lady, Kid, Cool, Sir, Brother, Sista, Doc, Uncle, Yung",
    "noun": """Ambition, Asphalt, Balance, Block, Blueprint, Borough, Bread, Bricks, Champagne, Chapter, Cipher,
        City Lights, Clouds, Code, Concrete, Corner, Crown, Currency, Diamonds, Dreams, Elevator, Faith,
        Fire Escape, Foundation, Freedom, Gold, Gravity, Hallelujah, Heights, History, Hustle, Kingdom, Legacy,
        Loyalty, Mirror, Momentum, Money, Motion, Paper, Patience, Payday, Penthouse, Pressure, Purpose, Respect,
        Roots, Scripture, Shadows, Skyline, Smoke, Streetlights, Success, Sunday, Testimony, Truth, Victory,
        Vision, Wisdom""",
    "act": """Breathe, Build, Climb, Count It, Dream Big, Eat First, Elevate, Get Up, Go Hard, Grind,
        Hold It Down, Keep It Moving, Level Up, Look Up, Make It, Move, Never Fold, Pray, Pull Up, Ride, Rise,
        Roll, Run It Back, Shine, Slide, Speak On It, Stay Down, Talk To Me, Vibe, Watch Me, Work""",
    "hood": """Baltimore, Bedford, Brixton, Bronzeville, Compton Ave, Crenshaw, Crown Heights, Eastside,
        Fifth Ward, Flatbush, Harlem River, Houston, Lewisham, Memphis, Moss Side, Oakland, Peckham,
        Queensbridge Park, Richmond, South Side, Southwark, St. Louis, Tottenham, Watts, West End""",
    "love": """Adore You, All Night, Baby Blue, Back to You, Better Days, Butterflies, Close to You, Come Over,
        Devotion, Every Little Thing, Forever, Good to Me, Heaven Sent, Hold Me, Honey, In My Arms, Just Because,
        Lonely Hours, Love Language, Lovesick, Missing You, My Everything, No Distance, On Your Mind, Only You,
        Patience, Real Love, Say My Name Softly, Slow Burn, So Sweet, Stay a While, Sugar, Sunday Morning,
        Tell Me Why, Tender, The One, Touch, Until Tomorrow, Waiting, Where You Are, You & I, Your Love""",
    "groove": """Boogie, Bounce, Brass, Bump, Cadillac, Carnival, Disco, Express, Fever, Freeway, Funk, Get-Down,
        Groove, Hustle, Jam, Jive, Jungle, Machine, Mirror Ball, Motor, Night, Party, Platform, Rollerskate,
        Rhythm, Shuffle, Soul Train Stop, Strut, Sunshine, Thang""",
}
_RAP_TITLES = """
    {noun} x5
    {act} x4
    {noun} & {noun} x2
    {noun} Talk x2
    {act} (Interlude) x1
    {hood} x1
    {hood} {noun} x3
    {noun} Over {noun} x3
    No {noun} x2
    {noun} Freestyle
    {noun}, Pt. 2
    Intro ({noun})
    For the {noun} x2
    {act} for {hood}
    {noun} in My Pocket
    Dear {first} x2
"""

HIP_HOP = theme(
    "hip-hop",
    genres="""hip hop, conscious hip hop, boom bap, trap, alternative hip hop, jazz rap, southern hip hop,
        uk hip hop, drill, grime, abstract hip hop, west coast rap""",
    artists=73,
    years=(1985, 2026),
    words=_WORDS,
    artist_names="""
        {pre} {nick} x4
        {nick} x2
        {nick} {last} x3
        {first} {last} x2
        {nick} tha {nick}
        {nick} & {nick} x1
        {hood} Collective
        {nick} the {nick}
        {nick} of {hood}
    """,
    album_titles="""
        {noun} x3
        {noun} & {noun} x3
        The {noun} Tape x2
        {hood} {noun} x3
        {act}
        {noun} Season x2
        {noun}, Vol. 2
        Before the {noun} x2
        Son of {hood}
        {noun} Theory
    """,
    track_titles=_RAP_TITLES,
    labels="Stoop Kids, Block & Borough, Golden Ledger, Verse Bank, Night Shift Ent., Corner Office, Marble Steps",
    countries="US,GB,CA",
    seconds=(120, 270),
    tracks=(10, 17),
    explicit=0.55,
    featuring=0.38,
    remixes=0.06,
)

SOUL = theme(
    "soul",
    genres="""soul, r&b, neo soul, contemporary r&b, motown, quiet storm, gospel, northern soul, alternative r&b,
        doo-wop""",
    artists=61,
    years=(1959, 2026),
    words=_WORDS,
    artist_names="""
        {first} {last} x6
        The {last} Sisters
        {first} {last} & The {last}s
        The {hood} Four
        The Soul {players}
        {first}
    """,
    album_titles="""
        {love} x4
        {first}
        The {love} Sessions
        {noun} & {love} x1
        {hood} Soul
        {love}, {love}
        Live and {love}
        {noun} x2
    """,
    track_titles="""
        {love} x8
        {love} (Interlude)
        {first} x1
        {noun} x3
        {noun} of My Heart x2
        Baby, {act} x2
        {love}, {love} x2
        Oh {first} x2
        Ain't No {noun} x2
        {love} Again x2
        Sweet {first}
        {noun} and {love} x2
        When the {noun} Comes
    """,
    labels="Velvet Avenue, Honeycomb, Sweetwater Soul, Mercy Street, Lovelight, Peachtree Sound",
    explicit=0.08,
    featuring=0.14,
    remixes=0.08,
)

FUNK = theme(
    "funk-disco",
    genres="funk, disco, nu disco, boogie, p-funk, jazz funk, post-disco, go-go, soul jazz",
    artists=29,
    years=(1967, 2025),
    words=_WORDS,
    artist_names="""
        {last} & The {groove} Company x2
        The {groove} {players} x2
        {first} {last} x2
        {groove} Department
        {hood} {groove} Orchestra x2
        The {nick} {groove} x2
        {nick} Affair
    """,
    album_titles="""
        {groove} {groove} x1
        {noun} {groove} x2
        The {hood} {groove} x2
        {act} x2
        {groove} on {groove}
        Do the {groove} x2
        {first}'s {groove}
    """,
    track_titles="""
        {groove} x2
        {hood} {groove} x3
        {noun} {groove} x4
        Do the {groove} x2
        {act} (Part 1)
        {act} x3
        {first}'s {groove} x2
        {love} x3
        {act}, {first} x2
        Everybody {act}
        {groove} on the Corner x2
        {noun} Thing
    """,
    labels="Mirrorball, Wah Street, Disco Municipal, Platform Nine, Low Rider Hi-Fi",
    seconds=(190, 440),
    tracks=(7, 10),
    remixes=0.14,
)
