"""What the demo's people say about artists."""

from __future__ import annotations

from muse.demo.opinions import opinion as say

#: In groups, as in `muse.demo.albums`.
ARTIST_GROUPS = (
    (
        say(
            "mira_halloran",
            5,
            """
            Where to begin? With whatever you find first. There are careers that you have to take in order, like a
            novel, and there are those like a town, where you can get off at any stop and be somewhere.

            I got off at the wrong stop, with the record that everybody calls the weak one, and have never quite
            left it. The famous ones are more beautiful. That one needed me.
            """,
        ),
        say("kit_marlow", 4, "Has made the same record six times. It is a very good record."),
        say("tobias", 3.5, "Depends entirely on who is behind the drums. Check the sleeve."),
    ),
    (
        say(
            "oskar",
            4.5,
            """
            Saw them in a half-empty hall in Uppsala where the heating had failed. They played in coats. At the end
            nobody wanted to clap, because clapping would have meant that it was over, and we stood there for what
            felt like a minute, breathing little clouds.
            """,
        ),
        say(
            "hattie", 5, "Every voice in the building was a section leader’s. My neck hurts and I’d go again tomorrow."
        ),
        say("demo", 4, "Came for one song, stayed for the catalogue."),
    ),
)

#: About one artist each.
ARTIST_OPINIONS = (
    say("rhys", 3, "The singles: five stars. The albums: bring a book."),
    say(
        "amadou",
        4.5,
        """
        I did monitors for them once, years ago, at a festival where everything went wrong. They were the only band
        that day who said thank you to the crew by name, and then they went out and played as if the rain were part
        of the set.
        """,
    ),
    say("paulinha", 5, "Soundtrack of every good decision I have made after 1 a.m."),
    say("junko_s", 4.5, "声がいい。声だけでいい。"),
    say(
        "nadia_b",
        4,
        """
        You can date each record by how much they had slept. The tired ones are the great ones, which seems unfair
        on them.
        """,
    ),
    say(
        "dev_anand",
        4,
        """
        Underrated as a player because the songs are so good, underrated as a writer because the playing is so good.
        There is a moral there about doing only one thing well.
        """,
    ),
    say("leonie", 3.5, "J’admire plus que je n’aime. Mais certains soirs, l’admiration suffit."),
    say("sol_reyes", 5, "Mi abuela y mi sobrina se saben las mismas canciones. No digo más."),
    say("kit_marlow", None, "Cannot put a number on it. Somewhere between an old friend and a strange dog."),
    say(
        "tobias",
        2,
        "I tried again, as I do every two years. We are simply not going to be friends, and I think we both know it.",
    ),
)
