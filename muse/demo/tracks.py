"""What the demo's people say about tracks."""

from __future__ import annotations

from muse.demo.opinions import opinion as say

#: In groups, as in `muse.demo.albums`.
TRACK_GROUPS = (
    (
        say("kit_marlow", 5, "Three minutes. Perfect ones."),
        say(
            "dev_anand",
            4,
            """
            Four chords, and a fifth that appears exactly once, just before the last chorus. Take it away and it is
            a nice song. With it there, it is the song.
            """,
        ),
        say("paulinha", 5, "I have heard this at two weddings and one funeral, and it was right every time."),
        say("rhys", 3.5, "Overplayed. Also, annoyingly, as good as everybody says."),
    ),
    (
        say(
            "amadou",
            4.5,
            """
            Whoever decided to leave the breath before the first line in: thank you. It tells you how close the
            microphone is, and after that you believe every word.
            """,
        ),
        say("nadia_b", 4.5, "I save this one for ten past four, when only nurses and bakers are listening."),
        say("demo", 4, "Still stuck in my head, in a good way."),
    ),
    (
        say("sol_reyes", 5, "A la tercera vuelta ya estaba cantando el bajo."),
        say(
            "tobias",
            4.5,
            "The fill at the end of the bridge. That’s all. Go and listen to the fill at the end of the bridge.",
        ),
        say(
            "hattie", 3.5, "Lovely harmonies; somebody should tell the second soprano that she is allowed to be heard."
        ),
    ),
)

#: About one track each.
TRACK_OPINIONS = (
    say("kit_marlow", 2, "A jingle that got ideas."),
    say(
        "mira_halloran",
        4.5,
        """
        The words look like nothing written down. I tried: I copied them out for a friend and had to add “you have
        to hear it”. It is all in the half-second by which the voice waits before the last word, as if it might decide
        not to say it.
        """,
    ),
    say(
        "rhys",
        4.5,
        "Two minutes and change. Would be a masterpiece even if it were longer, but it has the manners not to be.",
    ),
    say(
        "oskar",
        5,
        """
        I timed it once: the melody that everybody remembers comes only one time, somewhere after the middle. All
        the rest is the way there and the way back. What confidence.
        """,
    ),
    say("paulinha", 4.5, "If you can stand still to this, see a doctor."),
    say("junko_s", 4, "駅から家までちょうど一曲分。最後の音で鍵を開ける。"),
    say(
        "dev_anand",
        3,
        """
        Every student asks for this one. I no longer hear it; I hear thumbs in the wrong place. Three stars for what
        it was.
        """,
    ),
    say("leonie", 4, "On dirait que cette voix chante pour quelqu’un qui vient de quitter la pièce."),
    say(
        "amadou",
        3.5,
        """
        Great song, crushed master. Somewhere there is a version of this with its dynamics alive, and I would pay
        for it.
        """,
    ),
    say("nadia_b", 5, "The phone lights up every single time. I have stopped announcing it; they know."),
    say(
        "tobias",
        4,
        """
        In seven, and you don’t notice until you try to clap. I put it on at rehearsal without saying anything and
        watched four grown people fall off the beat at the same spot.
        """,
    ),
    say("demo", 3, "Fine. I like the remix in my head better."),
    say("hattie", 5, "Key change at two-thirds. I gasped. I have sung for thirty years and I gasped."),
    say("sol_reyes", 4, "Empieza triste y termina bailando, como los buenos domingos."),
    say("kit_marlow", 4, "Sounds like running for a bus and catching it."),
    say(
        "mira_halloran",
        2.5,
        """
        A fine tune in a coat that is too big for it. Take off the strings, the choir and the second choir and call
        me.
        """,
    ),
    say("rhys", 2, "A bridge in search of a song."),
)
