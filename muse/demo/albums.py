"""What the demo's people say about albums."""

from __future__ import annotations

from muse.demo.opinions import opinion as say

#: In groups: each group is about one album, so people there agree and disagree with one another.
ALBUM_GROUPS = (
    (
        say(
            "mira_halloran",
            5,
            """
            I put this on to do the washing-up and by the fourth song the water was cold. There is a patience in the
            way these songs are laid out: nothing arrives early, nothing overstays, and every time you think you
            know where a verse is going it takes the side street instead.

            What gets me is the second half. Most records put their best foot forward and limp home. This one walks
            you to the door, hands you your coat, and then tells you the thing it meant to say all evening. I have
            played the last two songs back to back more often than I care to admit.

            If somebody asks what I mean when I say that an album can be a place, I will give them this one and ask
            for it back on Monday.
            """,
        ),
        say("kit_marlow", 4, "Quiet until you notice it has rearranged your furniture."),
        say(
            "amadou",
            4.5,
            """
            The low end on this is a lesson. Bass and kick never fight, the vocals sit a hair in front of the
            speakers, and there is air around everything. You can turn it up as far as your neighbours allow and it
            never gets hard. Half a star off for the fade-out in the middle, which is a decision somebody should
            have slept on.
            """,
        ),
        say("rhys", 3, "Lovely, and ten minutes too long. Cut two songs and I would call it a classic."),
        say("demo", 4, "Took me three listens. The third one was in the rain, which helped."),
        say(
            "junko_s",
            4.5,
            """
            最後の曲が終わっても、しばらく席を立てなかった。静かな音なのに、部屋の空気が変わる。
            夜の電車で聴くのがいちばん好き。
            """,
        ),
    ),
    (
        say(
            "tobias",
            4.5,
            """
            Listen to the hi-hat. It is a fraction late all the way through, on purpose, and the whole record leans
            on that fraction like a man on a lamp post. The songs are good. The playing is what I come back for.
            """,
        ),
        say("paulinha", 5, "Kitchen, volume nine, socks on tiles. That is the review."),
        say(
            "dev_anand",
            3.5,
            """
            Two great guitar sounds, used for everything. I set one of these riffs for a student last week and he
            had it in twenty minutes, then spent an hour failing to make it swing. That gap between easy to play and
            hard to mean is most of what this album is about.
            """,
        ),
        say(
            "nadia_b",
            4,
            "Played side one to an empty studio at three in the morning and somebody phoned in to ask what it was.",
        ),
        say("rhys", 2.5, "It has the swagger. I kept waiting for the songs to turn up."),
    ),
    (
        say(
            "oskar",
            5,
            """
            Between Umeå and Stockholm the train goes along the sea for exactly as long as this album lasts, and I
            have now tested that four times. It begins with almost nothing: a tone, a breath, a bit of tape. By the
            middle you are inside something very large without having seen it come. Then it takes itself apart
            again, politely, piece by piece.

            People will say that nothing happens. It is like saying that nothing happens in a tide.
            """,
        ),
        say(
            "hattie",
            4,
            "Kept thinking how it would sound sung by forty people in a cold church. Then realised it already does.",
        ),
        say("kit_marlow", 2, "I respect it the way I respect a mountain I am not going to climb."),
        say(
            "leonie",
            4.5,
            """
            Un disque qui ne demande rien et qui prend tout. Je l’ai mis en travaillant, j’ai cessé de travailler.
            Les arrangements tiennent à un fil, mais quel fil.
            """,
        ),
    ),
    (
        say(
            "sol_reyes",
            4.5,
            """
            La segunda mitad es una fiesta a la que llegas tarde y nadie te lo reprocha. Ya está en tres de mis
            listas.
            """,
        ),
        say(
            "paulinha",
            4.5,
            """
            There are albums for dancing and albums about dancing, and this is one of the few that manage both. The
            tempo hardly moves for half an hour, and still every song feels like a different room of the same house.
            """,
        ),
        say(
            "amadou",
            3.5,
            "Great rhythm section, slightly tired brass. Mixed for small speakers; on big ones the top gets shrill.",
        ),
        say("demo", 3.5, "Put it on for guests. Two of them wrote down the name."),
        say("tobias", 4, "The percussion is doing three jobs and makes it look like none."),
    ),
    (
        say(
            "hattie",
            5,
            """
            My sister gave me this on a cassette when I was fourteen, with the titles in her handwriting and the
            last song cut off because the tape ran out. I heard the real ending for the first time today. I am not
            going to pretend to be objective about it.

            The real ending is better than the one I had made up, which I did not think was possible.
            """,
        ),
        say("mira_halloran", 4, "Some of the words have dated. The tunes have not, and the tunes are in charge."),
        say("rhys", 4.5, "Thirty-odd minutes, no filler, in and out. This is how it is done."),
    ),
    (
        say(
            "nadia_b",
            4,
            """
            Heard on headphones it is a diary. Heard in a car it is a film. I prefer the diary, but I understand why
            everybody else is driving.
            """,
        ),
        say("kit_marlow", 4.5, "The chorus of the third one has moved in with me. It pays no rent."),
        say(
            "leonie",
            3,
            "Belle voix, production un peu trop propre. On voudrait ouvrir une fenêtre, laisser entrer la rue.",
        ),
        say("junko_s", 4, "Neon and drizzle. I like how the synths are allowed to be slightly out of tune."),
    ),
)

#: About one album each.
ALBUM_OPINIONS = (
    say(
        "rhys",
        4,
        """
        A rare thing: a comeback that does not pretend the years in between did not happen. The voice is rougher,
        the band plays as if the rent were due, and the slow ones are slow because they have to be.
        """,
    ),
    say("kit_marlow", 1.5, "A very expensive way of saying nothing."),
    say(
        "mira_halloran",
        3.5,
        """
        I wanted to love it, and on two songs I do. In between it is a well-lit room with nobody in it: everything
        in its place, flowers on the table, and you find yourself looking at your watch.

        Still, those two songs. I would put up with a lot of flowers for those two songs.
        """,
    ),
    say(
        "amadou",
        5,
        """
        I have used this to test every pair of speakers I have set up in the last ten years, so I have heard the
        first minute perhaps two thousand times. It still makes the hair on my arms stand up when the bass comes in.
        Make of that what you will.
        """,
    ),
    say("paulinha", 4, "Good from the first beat, better after midnight."),
    say(
        "tobias",
        2.5,
        """
        Programmed drums can breathe; these hold their breath for forty minutes. The melodies deserve better. There
        is a live version of half of this somewhere, with a real drummer who sounds annoyed, and it is twice the
        record.
        """,
    ),
    say("demo", 5, "No notes. Start again from the top."),
    say("oskar", 3.5, "The long one in the middle is worth the price. The short ones around it are the frame."),
    say(
        "junko_s",
        5,
        """
        Every spring I think that I have grown out of it and every spring the first guitar comes in, all blurred at
        the edges like a window in rain, and I am twenty and have missed the last train again.
        """,
    ),
    say(
        "hattie",
        3,
        "The loud parts are properly loud. The quiet parts sound like people waiting for the loud parts.",
    ),
    say(
        "dev_anand",
        4.5,
        """
        For anybody who learns an instrument: put this on and write down how often the guitar does *not* play. It is
        most of the record. Then go and practise not playing, which is harder than it looks.
        """,
    ),
    say(
        "sol_reyes",
        3,
        "Bonito, pero la mitad ya la había hecho mejor otra gente. La otra mitad no la había hecho nadie.",
    ),
    say(
        "leonie",
        5,
        """
        Il y a des disques qu’on écoute et d’autres qui vous écoutent. Celui-ci appartient à la seconde espèce : il
        se tait quand il faut, reprend votre phrase où vous l’aviez laissée, et à la fin on a le sentiment d’avoir
        dit soi-même des choses justes.
        """,
    ),
    say("nadia_b", 4.5, "Three callers cried. One of them was my mother."),
    say(
        "rhys",
        1,
        """
        Fifty-eight minutes. I could have marked a set of essays. Several of them would have had a better middle
        section.
        """,
    ),
    say(
        "mira_halloran",
        4.5,
        """
        It opens like somebody clearing their throat at a funeral and you think: oh no. And then it is funny. Not
        jokes; the kind of funny that people are at the end of a very long day, when there is nothing left to
        protect.

        The strings are used the way a good cook uses salt.
        """,
    ),
    say("kit_marlow", 3, "Sunday afternoon, the album. Pleasant, slightly worried about Monday."),
    say("amadou", 4, "Recorded in one room, and you can hear the room. More of this, please."),
    say(
        "oskar",
        4,
        """
        Best heard from the beginning to the end, in one go, lying down. I know that this is a lot to ask. It asks
        nicely.
        """,
    ),
    say("paulinha", 3.5, "Two bangers, one ballad I always skip, and a last song that forgives everything."),
    say(
        "tobias",
        5,
        """
        The best-sequenced record I own. I once made a list of the keys of all the songs, to see how it was done. It
        goes round in a circle, like a very long way home, and ends a semitone above where it began. You don’t
        notice, you just feel that something has been lifted.
        """,
    ),
    say("demo", 2.5, "Everybody I know adores it. I keep checking whether I have the right one on."),
    say(
        "hattie",
        4.5,
        "Sang the alto line of the last one on the bus, out loud, and did not care. Nobody moved away. One joined in.",
    ),
    say("junko_s", 3.5, "好きなアルバムだけど、真夏には聴けない。冬のための音。"),
)
