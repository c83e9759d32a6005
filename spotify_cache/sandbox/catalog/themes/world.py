"""African music and music for films."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes import people
from spotify_cache.sandbox.catalog.themes.theme import theme

AFRO = theme(
    "afrobeats",
    genres="""afrobeats, highlife, afrobeat, amapiano, afro soul, mbalax, soukous, desert blues, ethio-jazz,
        kwaito, afro house, palm-wine""",
    artists=40,
    years=(1963, 2026),
    words={
        **people.AFRICAN,
        "stage": """Baba Tunji, Bella Sho, Big Kojo, Chief Amaka, DJ Lindo, Dela, Ebo Sounds, General Femi, Jomo,
            Kaya Blaq, King Danso, Kwesi Wave, Lady Temi, Mama Oya, Mr. Zulu, Nana K, Odo, Oshun, Prince Bola,
            Queen             Naya, Sizwe, Sista Yaa, Tomi Gold, Wale Fresh, Zola Blu""",
        "place": """Abidjan, Accra, Addis Ababa, Bamako, Benin City, Cotonou, Dakar, Douala, Durban, Freetown,
            Ibadan, Johannesburg, Kampala, Kano, Kigali, Kinshasa, Kumasi, Lagos, Lomé, Lusaka, Maputo, Mombasa,
            Nairobi, Ouagadougou, Soweto, Timbuktu, Zanzibar""",
        "word": """Adunni, Akwaaba, Alewa, Asiko, Ayanfe, Bamidele, Chop Life, Denke, Ekaabo, Fanga, Gbedu,
            Ife Mi, Jaiye, Jollof, Kele, Kizomba, Kosi, Lekki, Maji, Malaika Wangu, Nakupenda, Nwa Baby, Obi,
            Odo Yewu, Oluwa, Omo Ope, Owambe, Pepper Dem, Sanko, Sawubona, Shakara, Shekere, Siyabonga, Sokoto,
            Tizita, Ubuntu, Uhuru, Wahala, Yaraka, Zenzele""",
        "noun": """Body, Ceremony, Dust, Energy, Fire, Gbedu, Gold, Harmattan, Harvest, Journey, Market, Midnight,
            Money, Mother, Palm Wine, Party, Queen, Rain, Rhythm, River, Sahara, Sugarcane, Sunday, Sunrise,
            Vibration, Village, Water, Wedding, Work""",
        "adj": """African, Better, Big, Blessed, Burning, Early, Easy, Fine, Free, Good, Heavy, Holy, Long, New,
            Open, Red, Soft, Sweet, Young""",
        "line": """Carry Go, Dance for Me, Dey Your Lane, Don't Worry, Feel Am, I Go Dey, Invite Me, Look My Way,
            My Time, No Shaking, Na You, On God, Slow Whine, Soft Life, Stay With Me, Story Teller,
            Who Know Tomorrow, You Too Sweet""",
    },
    artist_names="""
        {first} {last} x6
        {stage} x4
        {first} {last} & His {place} Stars x1
        Orchestre {place}
        {place} Sound System
        {stage} x1
    """,
    album_titles="""
        {word} x3
        {adj} {noun} x3
        {place} {noun} x2
        {place} to {place} x2
        {line}
        {noun} Music
    """,
    track_titles="""
        {word} x5
        {line} x6
        {adj} {noun} x5
        {word} {noun} x2
        {place} {noun} x3
        {place} x1
        {word} ({line}) x2
        {noun} of {place} x2
        {word}, {word} x2
        {line} (Remix) x1
        {first} x2
        {noun} No Dey Finish x1
    """,
    labels="Palm Wine Sound, Harmattan, Lagos Yard, Kora & Kin, Township Wax, Big Market",
    countries="NG,GH,ZA,SN,KE,ML",
    seconds=(150, 330),
    explicit=0.06,
    featuring=0.28,
    remixes=0.14,
)

SCORES = theme(
    "soundtrack",
    genres="soundtrack, film score, video game music, library music, orchestral",
    artists=17,
    years=(1962, 2026),
    words={
        "first": people.ENGLISH["first"]
        + ", "
        + people.FRENCH["first"]
        + ", "
        + people.SLAVIC["first"]
        + ", "
        + people.SPANISH["first"],
        "last": people.ENGLISH["last"]
        + ", "
        + people.FRENCH["last"]
        + ", "
        + people.SLAVIC["last"]
        + ", "
        + people.GERMAN["last"],
        "film": """A Quiet Inheritance, Below the Tide, Cinnamon Summer, Dead Reckoner, Eleven Minutes, Ferrymen,
            Hollow Crown Road, Iron Meridian, Lanterns of Kestrel, Last Train to Odra, Marionette,
            Night at the Observatory, Orchard Street, Paper             Kingdoms, Salt and Cedar, Seven Winters,
            The Cartographer, The Clockmaker's Daughter, The Glass Republic, The Long Signal, The Orchid Thieves,
            The Understudy, Thirteen Rooms, Under the Copper Sky, Wolf Harbour""",
        "cue": """Aftermath, Arrival, Betrayal, Closing, Confession, Crossing, Departure, Discovery, Epilogue,
            Escape, Farewell, First Light, Flight, Funeral, Homecoming, Hunt, Intermission, Lullaby, Memory,
            Nightfall, Overture, Premonition, Prologue, Pursuit, Reckoning, Reunion, Revelation, Rescue, Storm,
            Titles, Truth, Waltz""",
        "where": """Archive, Attic, Ballroom, Boathouse, Bridge, Chapel, City, Cliffs, Corridor, Courtroom,
            Desert, Forest, Frontier, Harbour, House, Island, Labyrinth, Library, Marsh, Mine, Observatory,
            Palace, Platform, River, Ruins, Station, Tower, Tunnel, Village""",
    },
    artist_names="""
        {first} {last} x8
        {last} Symphonic Players
        {last} & {last}
    """,
    album_titles="""
        {film} (Original Motion Picture Soundtrack) x4
        {film} (Original Score) x3
        {film} (Original Game Soundtrack)
        Music for Screens
    """,
    track_titles="""
        {cue} x2
        {cue} at the {where} x5
        The {where} x3
        {cue} and {cue} x3
        {where} {cue} x3
        {first}'s {cue} x3
        {first}'s Theme x2
        Into the {where} x2
        Main {cue}
        End Credits
        {first} and {first} x2
    """,
    labels="Silver Reel, Backlot Music, Score & Picture, Second Unit",
    countries="US,GB,FR",
    seconds=(60, 280),
    tracks=(16, 32),
    explicit=0.0,
    featuring=0.0,
    remixes=0.0,
)
