"""Jazz, blues and reggae."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes import people
from spotify_cache.sandbox.catalog.themes.theme import theme

JAZZ = theme(
    "jazz",
    genres="""jazz, bebop, hard bop, cool jazz, modal jazz, free jazz, spiritual jazz, vocal jazz, jazz fusion,
        contemporary jazz, swing, bossa jazz, latin jazz""",
    artists=57,
    years=(1958, 2026),
    words={
        "first": people.SOUL["first"]
        + ", "
        + people.NORDIC["first"]
        + ", "
        + people.FRENCH["first"]
        + ", "
        + people.SLAVIC["first"],
        "last": people.SOUL["last"]
        + ", "
        + people.NORDIC["last"]
        + ", "
        + people.SLAVIC["last"]
        + ", "
        + people.ENGLISH["last"],
        "format": "Trio, Trio, Quartet, Quartet, Quintet, Sextet, Octet, Big Band, Orchestra, Ensemble",
        "mood": """Amber, Blue, Crimson, Early, Easy, Gentle, Indigo, Late, Lazy, Lonely, Low, Mellow, Midnight,
            Misty, Pale, Quiet, Restless, Slow, Soft, Sombre, Sudden, Tender, Twilight, Velvet, Violet""",
        "thing": """Afternoon, Alley, Ballad, Bounce, Café, Cloud, Coat, Corner, Departure, Dance, Dialogue,
            Dream, Dusk, Elegy, Embrace, Evening, Fantasy, Figure, Flame, Footsteps, Getaway, Hour, Impression,
            Invitation, Lament, Letter, Light, Mirage, Mood, Night, Nocturne, Number, Ocean, Passage, Portrait,
            Prayer, Promise, Question, Rain, Reverie, Riff, River, Room, Shadow, Silhouette, Smoke, Snow, Song,
            Stroll, Suite, Tide, Train, Turnaround, Waltz, Whisper""",
        "place": """52nd Avenue, Addis, Antibes, Avenue C, Bahia, Birdhouse Lane, Cape Town, Central Avenue,
            Clichy, Copenhagen, Dakar, Harlem, Havana, Kraków, Lenox, Lisbon, Montmartre, Montreux, Newport, Oslo,
            Perugia, Rampart Street, Rotterdam, Stockholm, the Left Bank, the Village""",
        "who": """Aunt Delia, Clara, Delphine, Doxie, Dr. Monroe, Ella Jean, Esperanza, Fontaine, Ida, Junie,
            Little Max, Lorraine, Madame K., Miss Odessa, My Father, Naima's Mother, Nefertari, Ornella,
            Sister Ruth, Thelma, the Bishop, the Duchess, Uncle Ray""",
        "odd": """Abstraction, Ascendance, Blues for Breakfast, Brushwork, Cakewalk, Contrafact, Crosstalk,
            Eleven-Four, Half Step, In Three, Intervals, Just Off the Beat, Minor Matters, Mostly Major, Nutmeg,
            Off Minor Street, Oleander, Open Question, Ostinato, Out of Five, Parallel Fifths, Peppercorn,
            Rhythm Changes Everything, Side Door, Stella by Streetlight, Stop Time, Take Another Six, Tritone,
            Unison""",
    },
    artist_names="""
        {first} {last} x6
        {first} {last} {format} x4
        The {last} {format}
        The {place} {format}
    """,
    album_titles="""
        {mood} {thing} x4
        {thing} for {who} x2
        {odd} x2
        {thing} in {place} x3
        {first} & {first}
        The {mood} Sessions
        Introducing {last}
        {place} Suite
    """,
    track_titles="""
        {mood} {thing} x7
        {thing} for {who} x5
        {odd} x4
        {thing} in {place} x4
        {who}'s {thing} x3
        {mood} {thing}, {mood} {thing}
        Blues for {who} x2
        {place} {thing} x3
        {who} x1
        {thing} No. 3
        {mood} and {mood}
    """,
    labels="Cellar Door, Blue Lantern, Impetus, Third Set, Vanguard Row, Nocturne, Long Playing Society, Brushes",
    countries="US,FR,NO,PL,GB",
    seconds=(190, 620),
    tracks=(6, 10),
    explicit=0.0,
    featuring=0.06,
    remixes=0.01,
)

BLUES = theme(
    "blues",
    genres="blues, delta blues, chicago blues, electric blues, soul blues, country blues, texas blues",
    artists=19,
    years=(1958, 2024),
    words={
        **people.SOUL,
        "nick": """Blind, Big, Boxcar, Catfish, Guitar, Hambone, Hound Dog, Juke, Lefty, Lightnin', Little,
            Memphis, Mississippi, One-String, Papa, Pinetop, Reverend, Sleepy, Slim, Sonny Boy, T-Bone, Washboard,
            Whistlin'""",
        "thing": """Bad Luck, Backdoor, Black Cat, Bottleneck, Boxcar, Chain Gang, Cotton Field, Crossroad, Devil,
            Dirty Water, Empty Bed, Floodwater, Freight             Train, Graveyard, Highway, Hoodoo, Jailhouse,
            Kitchen, Levee, Long Road, Mojo, Moonshine, Mule, Pawnshop, Penitentiary, Railroad, Rattlesnake,
            Riverside, Smokestack, Trouble, Undertaker, Whiskey""",
        "place": """Beale Street, Chicago, Clarksdale, Dallas, East St. Louis, Greenville, Helena, Jackson,
            Memphis, Natchez, Parchman Road, Vicksburg""",
        "line": """Ain't Coming Back, Baby Please, Been Down So Long, Can't Sleep No More, Don't Lie to Me,
            Going Down Slow Again, Got to Move, Hard Times, I             Woke Up Late, Low Down, Mean to Me,
            Nobody's Fault, Somebody Told Me, Tell My Mama, Who's Been Here""",
    },
    artist_names="""
        {nick} {first} {last} x3
        {nick} {last} x3
        {first} {last} x2
        {first} {last} Blues Band
    """,
    album_titles="""
        {thing} Blues x2
        {line} x2
        {place} to {place}
        Live from {place}
        {thing} x2
    """,
    track_titles="""
        {thing} Blues x6
        {line} x6
        {line}, {first} x2
        {place} Blues x2
        {thing} x3
        {thing} Mama x2
        {place} {thing} x3
        Leaving {place} x2
        {thing} Boogie x2
        Me and the {thing}
    """,
    labels="Bottleneck, Delta Wire, Crossroad Sound, Juke Joint",
    seconds=(150, 340),
    remixes=0.0,
)

REGGAE = theme(
    "reggae",
    genres="reggae, roots reggae, dub, dancehall, ska, rocksteady, lovers rock, reggae fusion",
    artists=28,
    years=(1962, 2026),
    words={
        "first": """Alton, Bunny, Burning, Cedella, Cornell, Delroy, Desmond, Dennis, Errol, Everton, Freddie,
            Garnet, Horace, Ijahman, Jah, Judy, Keisha, King, Leroy, Marcia, Max, Mikey, Prince, Queen, Ras, Rita,
            Sister, Tappa, Winston, Yabby""",
        "last": """Abijah, Allwood, Beckett, Bigga, Bracewell, Clarke-Reid, Dawkins, Emmanuel, Fearon, Gabbidon,
            Hibbertson, Isaacsfield, Judah, Kingsley, Levi, Lionheart, Mowatt-James, Nyah, Palmerston, Ranking,
            Selassie Ford, Spragga, Tosh-Allen, Wailford, Zebulon""",
        "band": """Black Orchid Sound, Conquering Drums, Duppy Hunters, Orange Street All Stars, Steel Foundation,
            The Ethiopian Kings, The Mango Walkers, The Skalatones             Revival, Trenchtown Harmonisers,
            Zion Gate Players""",
        "noun": """Babylon, Blessing, Brimstone, Children, Conqueror, Creation, Crown, Drum, Exodus Road, Fire,
            Freedom, Garvey's Ship, Glory, Harvest, Herb, Hill, Judgement, Justice, Kingston, Lion, Love, Mercy,
            Morning, Mountain, Nation, People, Prophecy, Rain, Redemption Day, Rhythm, River, Roots, Shanty,
            Sound System, Sunshine, Teacher, Tenement Yard, Truth, Unity, Vineyard, Warrior, Wisdom, Yard, Zion""",
        "act": """Beat Down, Bring Back, Chant Down, Don't Touch, Feed, Forward, Hold, Keep On, Lift Up, Open,
            Remember, Rise, Stand Firm, Step Softly, Trod, Wake""",
    },
    artist_names="""
        {first} {last} x7
        {band} x2
        {first} {first}
        {last} Hi-Fi
        The {noun}ites
    """,
    album_titles="""
        {noun} x3
        {act} {noun} x2
        {noun} Dub
        {noun} & {noun} x2
        Roots of {noun}
        {first} in Dub
    """,
    track_titles="""
        {noun} x3
        {act} {noun} x5
        {noun} Dub x3
        {noun} and {noun} x4
        {noun} a Come x2
        {noun} Version x2
        Children of {noun} x2
        No {noun} in {noun} x2
        {noun} Rock x3
        Song of {noun} x2
        {act} the {noun} x3
    """,
    labels="Orange Street, Lion Gate, Tuff Hill, Echo Chamber, Mango Tree Hi-Fi",
    countries="JM,GB",
    seconds=(150, 300),
    featuring=0.1,
    remixes=0.2,
)
