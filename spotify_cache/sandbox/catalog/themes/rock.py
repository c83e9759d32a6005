"""Rock: guitars, vans, weather."""

from __future__ import annotations

from . import people
from .theme import theme

_WORDS = {
    **people.ENGLISH,
    "things": """Antlers, Arcades, Balconies, Bluebells, Chandeliers, Corduroys, Courthouses, Daylilies, Embers,
        Escalators, Ferries, Fixtures, Foxgloves, Gardeners, Graveyards, Harbours, Hedgehogs, Icebreakers,
        Junipers, Kites, Lanterns, Lighthouses, Magpies, Marigolds, Night Buses, Orchards, Overpasses,
        Paperweights, Parachutes, Pavilions, Porcelains, Quarries, Radiators, Rivermen, Satellites, Scarecrows,
        Semaphores, Silhouettes, Spillways, Starlings, Switchboards, Telegraphs, Tidelines, Umbrellas, Velveteens,
        Verandas, Weathermen, Wolfhounds, Yearlings""",
    "noun": """Afternoon, Alibi, Amber, Antenna, Avalanche, Backyard, Ballroom, Bonfire, Caravan, Cathedral,
        Compass, Curfew, Daylight, Delay, Drift, Driveway, Echo, Exit, Fever, Freight, Garden, Ghost, Gravel,
        Halo, Harbour, Highway, Horizon, Ignition, Island, Kerosene, Ladder, Letter, Lightning, Meridian, Mirror,
        Motel, Neon, Overpass, Paper, Parade, Postcard, Quarry, Radio, Reservoir, Satellite, Shadow, Silence,
        Skyline, Static, Summer, Swimmer, Telephone, Tremor, Tunnel, Umbrella, Vacancy, Valley, Victory, Voltage,
        Weather, Window, Winter""",
    "adj": """Aching, Amber, Broken, Burning, Careless, Crooked, Distant, Dizzy, Electric, Empty, Endless, Faded,
        Faithful, Feral, Floodlit, Foreign, Gentle, Golden, Hollow, Honest, Hungry, Invisible, Iron, Last, Little,
        Lonesome, Lucky, Midnight, Nervous, New, Northern, Ordinary, Pale, Patient, Perfect, Quiet, Reckless,
        Restless, Second-Hand, Secret, Silver, Sleepless, Slow, Strange, Sudden, Tender, Unfinished, Vacant,
        Velvet, Wasted, Wild, Wooden""",
    "place": """Ardmore, Bakersfield, Carrow Street, Cedar Falls, Coldharbour Lane, Deptford, Dover, Duluth,
        East Haven, El Paso, Fairmount, Galveston, Glasgow Green, Halifax, Hartlepool, Joshua County,
        Kingsland Road, Leith, Lower Wick, Marfa, Milwaukee, Montauk, New Cross, Omaha, Port Talbot, Queens,
        Reykjavik, Saint Paul, Salford, Skegness, Spokane, Sunderland, Tacoma, the Suburbs, Whitby, Wichita, Yuma""",
    "verb": """Believe, Call, Come Home, Disappear, Drive, Fall, Fly, Forget, Give Up, Hold On, Keep Running,
        Learn, Leave, Let Go, Listen, Look Away, Remember, Run, Shine, Sing, Sink, Sleep, Slow Down, Stay,
        Surrender, Swim, Talk, Turn Around, Wait, Wake Up, Walk, Wander""",
    "when": """After Dark, Again, All Summer, at Dawn, Before the Rain, Every Time, for a While, in November,
        in Reverse, in the Morning, Like You Used To, on a Tuesday, on the Radio, Out Loud, Tonight,
        Until It Hurts, Without You""",
    "who": """Amelia, Bernadette, Caroline Says, Danny, Eleanor, Frances, Georgia, Iris, Johnny Marlow, Josephine,
        Katherine, Louise, Marianne, Natalie, Oliver, Pauline, Ramona, Rosemary, Sylvia, Theresa, Valerie,
        Veronica""",
}
_TITLES = """
    {adj} {noun} x5
    {noun} x3
    The {noun} x2
    {noun} {when}
    {verb} {when} x3
    {noun} in {place} x2
    {who} x1
    {who}, {verb}
    Don't {verb} x2
    {noun} & {noun} x2
    {adj} {things} x2
    I Will {verb} {when}
    A Song for {who}
    Goodbye, {place}
    All the {adj} {things}
    Nobody Told the {things}
    You, Me and the {noun}
    {noun} Song
    How to {verb}
    We Used to {verb}
"""

INDIE = theme(
    "indie-rock",
    genres="""indie rock, indie pop, dream pop, shoegaze, slowcore, jangle pop, post-punk, noise pop, art rock,
        lo-fi indie""",
    artists=80,
    years=(1983, 2026),
    words=_WORDS,
    artist_names="""
        The {things} x4
        {adj} {things} x4
        {noun} {things}
        {place} {things}
        {first} {last} x2
        {noun} Club
        {adj} {noun} x2
        {noun} & {noun}
        {first} and the {things}
    """,
    album_titles="""
        {adj} {noun} x4
        The {noun} x2
        {noun} {when} x2
        Songs for {adj} {things}
        {noun} in {place} x2
        {things} x2
        A {noun} of {things}
        How to {verb}
        Letters to {place}
        {noun}, {noun}, {noun}
    """,
    track_titles=_TITLES,
    labels="""Paper Harbour, Slow Tide Records, Kitchen Floor, Small Hours, Northlight Recordings, Bright Verge,
        Tin Roof, Second Balcony, Halfmoon Street Records, Good Weather""",
    countries="GB,US,CA,AU,NZ,IE",
)

CLASSIC = theme(
    "classic-rock",
    genres="""classic rock, psychedelic rock, hard rock, progressive rock, garage rock, blues rock, glam rock,
        power pop, southern rock, proto-punk""",
    artists=55,
    years=(1963, 2004),
    words={
        **_WORDS,
        "myth": """Albatross, Alchemist, Caravan, Comet, Crown, Emperor, Falcon, Gypsy Wagon, Jester, Juggernaut,
            Locomotive, Magician, Mammoth, Mercury, Minotaur, Monolith, Oracle, Pendragon, Pilgrim, Prophet,
            Rattlesnake, Saxon, Scarab, Serpent, Sphinx, Stallion, Sundial, Thunderhead, Titan, Wizard,
            Zeppelin Sky, Zodiac""",
    },
    artist_names="""
        {myth} x2
        {adj} {myth} x3
        The {things} x2
        {first} {last} Band
        {myth} & {myth}
        The {first} {last} Group
        {noun} {myth} x2
        {first} {last}
    """,
    album_titles="""
        {adj} {myth} x2
        The {myth} and the {myth}
        {noun} of the {myth} x3
        {adj} {noun} x2
        On the Road to {place}
        Volume Two
        {things}
        In the Court of the {adj} {myth}
        Third
        Songs of the {myth}
    """,
    track_titles=_TITLES
    + """
        {adj} {myth} x3
        Ride the {myth} x2
        {noun} Blues x2
        {noun} of the {myth} x2
        {who} {when}
        Ballad of the {myth}
        Rock Me, {who}
        Highway to {place}
    """,
    labels="""Meridian Sound, Ironbridge, Atlas & Sons, Grand Union, Palisade, Vantage, Blue Chariot,
        Crown Mill Records, Parallel Lines""",
    seconds=(170, 420),
    tracks=(7, 11),
)

METAL = theme(
    "metal",
    genres="""metal, doom metal, black metal, death metal, thrash metal, sludge metal, post-metal, power metal,
        stoner rock, metalcore""",
    artists=38,
    years=(1978, 2026),
    words={
        **people.NORDIC,
        "noun": """Abyss, Altar, Anvil, Ash, Barrow, Blood Moon, Bone, Carrion, Catacomb, Cinder, Citadel, Crown,
            Dirge, Dusk, Eclipse, Effigy, Ember, Famine, Flesh, Gallows, Glacier, Grave, Harrow, Hollow, Hymn,
            Iron, Kraken, Lament, Leviathan, Locust, Maw, Monolith, Mountain, Night, Obelisk, Oath, Pyre, Plague,
            Relic, Ruin, Scythe, Shroud, Skull, Sorrow, Spire, Storm, Throne, Tomb, Torment, Tyrant, Umbra, Void,
            Vulture, Winter, Wolf, Wrath""",
        "adj": """Ashen, Black, Blighted, Bloodless, Burning, Cold, Crawling, Cursed, Dead, Drowned, Eternal,
            Fallen, Forgotten, Frozen, Godless, Gilded, Hollow, Infernal, Iron, Nameless, Obsidian, Pallid,
            Rotting, Sunken, Thousand-Year, Unburied, Unholy, Voiceless, Withered""",
        "place": """Carcosa, Hollowdeep, Kaldheim, Morvane, Nidhaven, Orrun, Svartfell, the Barrow Downs,
            the Frost Gate, the North, the Ninth Circle, the Sunken City, Thule, Valgrind, Winterhall""",
        "verb": """Bleed, Burn, Crawl, Descend, Devour, Drown, Endure, Fall, Kneel, Perish, Rise, Rot, Suffer,
            Vanish, Wither""",
    },
    artist_names="""
        {adj} {noun} x4
        {noun} x2
        {noun}{noun}
        {noun} of {place}
        {place}
        {noun} Throne
        {adj} Rites
    """,
    album_titles="""
        {adj} {noun} x4
        {noun} of {place} x3
        {noun} & {noun}
        To {verb} Beneath the {noun} x2
        The {adj} {noun} x2
        {noun} Eternal
        {verb}
        Hymns of the {adj} {noun}
    """,
    track_titles="""
        {adj} {noun} x6
        {noun} x2
        {noun} of {place} x4
        {noun} and {noun} x3
        {verb} x1
        We {verb} at Dawn
        To {verb} in {place} x3
        The {noun} Will {verb} x3
        Beneath the {adj} {noun} x3
        Through {adj} {noun}
        {noun} Eater
        March on {place} x2
        Born to {verb}
    """,
    labels="Ninth Gate, Bonehouse, Frostbitten Recordings, Grimwald, Iron Litany, Black Tarn, Pyre Music",
    countries="SE,NO,FI,DE,US,GB",
    seconds=(190, 640),
    tracks=(6, 10),
    explicit=0.07,
)
