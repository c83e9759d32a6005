"""The playlists of the demo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPlaylist:
    owner: str
    title: str
    description: str
    #: What Spotify is asked for (empty: nothing of its own); what is still missing comes from everything found.
    query: str
    length: int
    is_public: bool = True


#: Also asked for, so that there are enough albums and artists for everybody to have an opinion on.
MORE_QUERIES = ("year:2020-2026", "year:1980-1989", "heart", "city")

PLAYLISTS = (
    DemoPlaylist("mira_halloran", "Washing-up music", "Nothing that needs a dry hand to skip.", "year:2010-2019", 18),
    DemoPlaylist("paulinha", "Kitchen, volume nine", "Socks on. Tiles only.", "dance", 24),
    DemoPlaylist("oskar", "Umeå to Stockholm", "Six hours along the sea. In order, please.", "sea", 30),
    DemoPlaylist("nadia_b", "Ten past four", "For nurses, bakers and whoever else is up.", "night", 22),
    DemoPlaylist("tobias", "Listen to the left hand", "Drummers who make it look like nothing.", "year:1990-1999", 16),
    DemoPlaylist("demo", "Try me", "Move these about, take some out, put others in.", "year:2000-2009", 12),
    DemoPlaylist(
        "demo",
        "A hundred songs for a long drive",
        "The whole way there and most of the way back.\nNo skipping before the border.",
        "road",
        100,
    ),
    DemoPlaylist("demo", "Not finished yet", "Only I can see this one.", "dream", 7, is_public=False),
    DemoPlaylist("junko_s", "雨の駅", "終電を逃した夜のために。", "rain", 14),
    DemoPlaylist("amadou", "Speaker test", "If these sound right, everything will.", "", 15),
    DemoPlaylist("rhys", "Under three minutes", "In and out, no filler, no solos.", "love", 20),
    DemoPlaylist("kit_marlow", "One sentence each", "", "", 9),
    DemoPlaylist("leonie", "Fenêtre ouverte", "Pour les matins où l’on ne répond à personne.", "summer", 13),
    DemoPlaylist("dev_anand", "Homework, week 12", "Listen before you practise. Yes, all of them.", "", 8),
    DemoPlaylist("hattie", "Tuesday choir, Wednesday metal", "There is more overlap than you think.", "", 17),
    DemoPlaylist("sol_reyes", "Domingos", "Empiezan tristes y terminan bailando.", "home", 26),
    DemoPlaylist("sol_reyes", "Listas de listas, vol. 4", "Lo mejor de las otras tres.", "", 19),
    DemoPlaylist("paulinha", "Slow ones, for once", "", "", 11),
    DemoPlaylist("mira_halloran", "Songs I would have cut", "With love, and a pencil.", "", 10),
    DemoPlaylist("oskar", "Twenty minutes is fine", "The short version of a long list.", "", 9),
    DemoPlaylist("nadia_b", "For my mother", "She knows why.", "", 6, is_public=False),
)
