"""Pop, folk and country: songs for the radio, the porch and the road."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes import people
from spotify_cache.sandbox.catalog.themes.theme import theme

POP = theme(
    "pop",
    genres="""pop, dance pop, indie pop, art pop, electropop, teen pop, power ballad, bedroom pop, europop,
        adult contemporary, alt z""",
    artists=73,
    years=(1976, 2026),
    words={
        **people.ENGLISH,
        "solo": """Aurelie, Calla, Cosima, Daphne Bloom, Delilah Moon, Ember Lane, Evie Lux, Halcyon, Indra,
            Isla Noor, Jovi, Juno             Vale, Kaia, Lark, Liora, Lumi, Maren Skye, Marigold, Mika Rae,
            Nova Reyes, Odette, Opal, Petra Fox, Poppy             Wilder, Remi Sol, Roxanne Blue, Sabine,
            Saffron, Sunny Day, Tallulah, Theo Banks, Valentina Cruz, Venus Hart, Wilder Jones, Ziggy Marsh""",
        "band": """4Ever Young, A Little Louder, All Saints' Day, Bubblegum Riot, Cherry Cola,
            City of Glass Hearts, Five Blocks             North, Girls Like Us, Hello Tomorrow, Honeymoon Suite 9,
            Kids on Fire Escape, Last Night's Mascara, Neon             Valentines, Next Summer, Paper Crowns,
            Pink Lemonade, Second Sunday, Sugar & the Static, The Afterparty, The Runaways'             Club,
            Two Truths, Wonderkids""",
        "title": """About Last Night, All Eyes on Me, All My Friends, Almost Over You, Another Lonely Friday,
            Back to the Start, Bad Habit, Bad Timing, Best Part, Better Off, Blame It on Me, Bulletproof Vest,
            Butterflies, Call Me Crazy, Can't Help It, Close Enough, Come             Alive, Confetti, Crush,
            Dance Alone, Daydreamer, Déjà Vu, Don't Wait Up, Easy, Electric Feelings, Ex-Best Friend,
            Fall             for You, Famous Last Words, Figure It Out, First Love, Fool's Gold, Forget Me,
            Free Fall, Friday, Fireproof, Getaway, Ghosted, Girl in the Mirror, Give Me a Reason, Good as Gone,
            Good Girls, Goosebumps, Gravity, Half of My Heart, Happy Tears, Heartbeat, Heartbreak Season,
            High Heels, Higher, Hotline, Hurricane, I Could Be Wrong, If I Stay, In Another Life, In My Head,
            Into the             Light, It's Not You, Jealous, Just a Phase, Just Like That, Keep Me,
            Kiss and Tell, Last Call, Late Bloomer, Lemonade, Let Me             Down Slowly, Lightning,
            Like I Mean It, Lipstick, Loud, Love Me Again, Love on Repeat, Lovesong, Main Character,
            Make             Believe, Make It Last, Maybe Tomorrow, Midnight Call, Mirror Mirror, Miss Me Yet,
            More Than Friends, Never Enough, Next to             You, Nobody's Girl, Not Your Baby,
            Nothing to Wear, On My Own, One in a Million, One More Try, Only Human, Over It, Overthinking,
            Party for One, Perfect Storm, Pink Skies, Playing Pretend, Polaroid, Pretty When You Lie, Promise,
            Put Me Back Together, Red Flags, Rewind, Ride or Die, Rollercoaster, Run to You, Sad Song,
            Say Something Sweet, Say Yes, Second Chance, See Through, Seventeen, Shooting Star, Sleepover,
            So What, Somebody New, Something Real, Sorry Not Sorry, Speechless, Stay Up, Strangers, Sunburn,
            Superpower, Sweet Nothing, Take Me Home, Talk About It, Tattoo, The Morning After, Tidal Wave,
            Too Good, Touch             and Go, Trampoline, Tell Me You Care, Undone, Unfollow, Vertigo,
            Wait for Me, Water, We Could Be, What If, When It Rains, Where Did You Go, Who's That Girl, Wild Ones,
            Wish, Without a Sound, Worth It, Yesterday's News, You Again, You Were Right, Young Forever""",
        "adj": """Beautiful, Better, Blue, Broken, Crazy, Electric, Endless, Fragile, Golden, Good, Guilty, Happy,
            Hopeless, Innocent, Lonely, Lovely, Lucky, Messy, New, Perfect, Pretty, Reckless, Sad, Secret, Sweet,
            Tender, Wild, Young""",
        "noun": """Bones, Boys, Champagne, Diamonds, Dreams, Fever, Fiction, Flowers, Girls, Goodbye, Hearts,
            History, Hour, Kisses, Lies, Lights, Love, Lover, Magic, Memories, Nights, Paradise, Promises, Rain,
            Saturday, Secrets, Skin, Sky, Souvenirs, Stars, Summer, Sunshine, Tears, Thing, Trouble, Vacation,
            Weekend, Wonder""",
        "city": """Amsterdam, Barcelona, Brooklyn, California, Hollywood, Ibiza, Las Vegas, London, Los Angeles,
            Miami, New York, Paris, Rome, Tokyo""",
    },
    artist_names="""
        {solo} x5
        {first} {last} x5
        {band} x3
        {first}
        {first} & {first}
    """,
    album_titles="""
        {title} x4
        {adj} {noun} x5
        {noun} & {noun} x2
        {noun} x2
        Songs About {noun}
        {city} {noun}
        {adj}, {adj}
    """,
    track_titles="""
        {title} x10
        {adj} {noun} x8
        {noun} in {city} x3
        {noun} x2
        {title} (Interlude)
        {city} {noun} x2
        {adj} {noun}, {adj} {noun} x2
        My {adj} {noun} x3
        {title}, {title}
        If You Want {noun} x2
        No More {noun} x2
        {noun} Like Yours x2
        Dear {first} x2
        {first}
    """,
    labels="Glasshouse Pop, Ribbon Records, Big Friday, Superbloom, Marquee Lights, Sixth Floor Music, Daybed",
    countries="US,GB,SE,AU,CA",
    seconds=(140, 250),
    explicit=0.12,
    featuring=0.13,
    remixes=0.3,
)

FOLK = theme(
    "folk",
    genres="""folk, indie folk, singer-songwriter, americana, freak folk, british folk, celtic, bluegrass,
        chamber folk, alt-country""",
    artists=50,
    years=(1961, 2026),
    words={
        **people.ENGLISH,
        "nordic": people.NORDIC["last"],
        "thing": """Acorn, Almanac, Anvil, Apple Tree, Barley, Bell, Bramble, Bridle, Candle, Cedar, Clover,
            Cradle, Creek, Crow, Fiddle, Field, Finch, Fox, Garden Gate, Hare, Hawthorn, Heather, Heron, Hollow,
            Honey, Ivy, Kettle, Lark, Linen, Loom, Meadow, Mill, Moth, Mountain, Nettle, Oak, Orchard, Owl, Pear,
            Plough, Quilt, Raven, Reed, River, Robin, Rowan, Saddle, Salt, Sparrow, Spindle, Stone, Swallow,
            Thistle, Thorn, Thread, Timber, Wheat, Willow, Wren""",
        "plural": "Brothers, Daughters, Family, Sisters, Sons, Sparrows, Travellers, Weavers",
        "adj": """Blackened, Blue, Bonny, Cold, Dark, Early, Far, Gentle, Green, Grey, Hand-Me-Down, High, Hollow,
            Kind, Last, Little, Long, Low, Old, Poor, Quiet, Red, Salt, Silver, Slow, Small, Sorry, Tall, True,
            Weary, White, Wild, Winter""",
        "place": """Appalachia, Bodmin Moor, Carrickmore, Cumberland, Galway Bay, Glen Affric, Kentucky,
            Lough Derg, Montana, North Dakota, Northumberland, Nova Scotia, Ohio, Oregon, Shenandoah, Shetland,
            Skye, Tennessee, the Borders, the Hebrides, Vermont, West Virginia, Wexford, Wyoming""",
        "who": """Annie, Barbara Ann, Caleb, Elspeth, Hannah Lee, Henry Lee Carr, Jack Tanner, Jenny, John Barley,
            Lizzie Gray, Lord Allen, Mary Hollis, Molly, Nancy Whiskey Jar, Old Joe Finch, Peggy, Polly, Rosie,
            Sally, Sweet William, Tom Reed""",
        "act": """Carry Me Home, Come Down, Don't Wake Me, Gather Round, Hold Still, I'll Be Waiting,
            Keep the Fire, Lay Me Down, Leave the Light On, Let It Snow on Me, Make Me a Bed, Rest Easy,
            Row Me Over, Sing Me to Sleep, Turn Me Loose, Walk With Me, Where You Lay""",
    },
    artist_names="""
        {first} {last} x6
        {thing} & {thing} x2
        The {last} {plural} x2
        {adj} {thing} x2
        {thing} and the {thing}
        {first} {nordic}
        {thing} Creek
    """,
    album_titles="""
        {thing} & {thing} x2
        {adj} {thing} x4
        Songs from {place} x2
        {act} x2
        The {thing} and the {thing} x2
        Letters from {place}
        {thing} Songs
        {place}
    """,
    track_titles="""
        {adj} {thing} x6
        {act} x4
        {act}, {who} x2
        The Ballad of {who} x2
        {who} of {place} x2
        {thing} & {thing} x3
        Back to {place} x2
        The {thing} and the {thing} x3
        {thing} Song x2
        {adj} {place} x2
        {thing} in the {thing} x2
        {who} x1
        Hymn for the {thing}
        {place} Waltz x2
        My {adj} {thing}
        Whose {thing} Is That
    """,
    labels="Barn Door, Hearthside, Gathering Records, Thornapple, Cold Spring, Wool & Water, Front Porch Society",
    countries="US,GB,IE,CA",
    seconds=(140, 320),
    explicit=0.01,
    featuring=0.06,
    remixes=0.0,
)

COUNTRY = theme(
    "country",
    genres="country, outlaw country, country pop, honky tonk, nashville sound, country rock, red dirt, western swing",
    artists=35,
    years=(1958, 2026),
    words={
        "first": """Bonnie, Brady, Cash, Clay, Clementine, Cody Ray, Colt, Dakota, Dolly Jean, Dwayne,
            Emmylou Kay, Hank Jr., Harlan, Jolene Mae, Kacey Lynn, Lacey, Loretta Faye, Luke Allen, Maren,
            Merle Dean, Raylene, Reba Sue, Rhett, Shelby, Tammy Jo, Travis Lee, Tucker, Wade, Waylon Scott, Wynona""",
        "last": """Atwater, Bishop, Buckner, Calhoun, Cutler, Dalton, Dawson, Fontaine, Garner, Hatcher,
            Hollister, Kilgore, Landry, Lawson, Mayhew, McGraw-Ellis, McKinley, Overstreet, Pruitt, Raines,
            Ridgeway, Stockton, Tillman, Tolbert, Wheeler, Yates""",
        "band": """Cattle Gate, Gravel County, Lone Pine Ramblers, Mud Creek Revival, Rusted Spur,
            The Delta Cowboys, The Tailgates, Whiskey Parish""",
        "thing": """Back Road, Barstool, Bible, Blue Jeans, Boots, Bottle, Bourbon, Cadillac, Cornfield,
            Dashboard, Daddy's Truck, Dirt Road, Dust, Front             Porch, Guitar, Heartache, Highway,
            Honky-Tonk, Hometown, Interstate, Jukebox, Kitchen Table, Last Call, Levee, Moonshine, Neon Light,
            Pickup, Rodeo, Sawdust, Small Town, Steel Guitar, Tailgate, Tan Line, Teardrop, Tractor, Two-Lane,
            Water Tower, Wedding Ring, Whiskey""",
        "place": """Abilene, Alabama, Amarillo, Arkansas, Austin, Baton Rouge, Cheyenne, El Paso, Georgia,
            Knoxville, Laredo, Mobile, Muscogee, Tulsa""",
        "line": """Ain't Over Yet, Drink to That, Every Other Sunday, Gone by Morning, Heaven Can Wait,
            Hold My Beer, I Still Call It Home, If Trucks Could             Talk, Less Like Leaving,
            Mama Was Right, More Than You Deserve, My Kind of Trouble, Raised Around Here, She Took the Dog,
            Somebody             Else's Problem, Talk to the Rain, That's What Friends Are For Hire,
            Too Late to Call, Two Left Boots, What I Should've Said""",
    },
    artist_names="""
        {first} {last} x8
        {band}
        The {last} Brothers
        {last} & {last}
    """,
    album_titles="""
        {thing} x2
        {line} x3
        {thing} & {thing} x2
        {place} {thing} x2
        Somewhere in {place}
        {thing} Songs
    """,
    track_titles="""
        {line} x5
        {thing} x2
        {thing} & {thing} x4
        {place} {thing} x4
        {thing} in {place} x3
        {thing} Blues
        {thing} Prayer x2
        Goodbye, {place}
        Me and My {thing} x2
        Another {thing} Song x2
        One More {thing} x2
        {first}, {line}
        Halfway to {place} x2
        Ain't No {thing} x2
    """,
    labels="Twin Fiddle, Lonestar Lane, Red Gate Nashville, Silver Spur, Homestead Music Row",
    countries="US",
    seconds=(140, 260),
    featuring=0.07,
    remixes=0.02,
)
