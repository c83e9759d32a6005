"""People of a rehearsal: visitors, members, listeners and phones, each with an address of their own."""

from __future__ import annotations

import random
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

_THINK_SECONDS = (0.1, 0.5)
_ROUTE = re.compile(r'data-route="([^"]+)"')
#: So many searches are asked for again and again; every so often somebody has an idea of their own.
_WORDS = ("moon", "river", "blue", "night", "fire", "glass", "north", "sun", "heart", "rain", "gold", "sea")


@dataclass
class Ledger:
    """What was sent and what came back, by everybody."""

    answers: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    #: What must be in no log: passwords, tokens, cookies, codes, words that were searched for.
    secrets: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, status: int) -> None:
        with self.lock:
            self.answers[f"{status // 100}xx"] += 1

    def lose(self) -> None:
        with self.lock:
            self.lost += 1

    def keep_secret(self, what: str, value: str) -> None:
        with self.lock:
            self.secrets[value] = what


@dataclass(frozen=True)
class Place:
    """Muse, and what there is to look at."""

    address: str
    albums: Sequence[str]
    artists: Sequence[str]
    tracks: Sequence[str]
    people: Sequence[str]
    listeners: Sequence[str]
    ledger: Ledger


class Browser:
    """A session with cookies, which goes by redirects one by one and tells how fast pages were."""

    def __init__(self, place: Place, number: int) -> None:
        self.place = place
        self.chance = random.Random(f"somebody {number}")  # noqa: S311
        self.session = requests.Session()
        self.session.headers["X-Forwarded-For"] = f"198.51.100.{number}"
        self.session.headers["Accept"] = "text/html"

    def send(self, method: str, path: str, **options: Any) -> requests.Response | None:
        """None where there was no answer at all."""
        address = path if path.startswith("http") else self.place.address + path
        try:
            answer = self.session.request(method, address, allow_redirects=False, timeout=60, **options)
        except requests.RequestException:
            self.place.ledger.lose()
            return None
        if address.startswith(self.place.address):
            self.place.ledger.answered(answer.status_code)
        for cookie in self.session.cookies:
            self.place.ledger.keep_secret(f"cookie {cookie.name}", str(cookie.value))
        return answer

    def look(self, path: str) -> requests.Response | None:
        """Read a page to its end, and leave it."""
        began = time.perf_counter()
        answer = self.send("GET", path)
        for _ in range(4):
            if answer is None or answer.status_code not in {301, 302, 303}:
                break
            answer = self.send("GET", answer.headers["Location"])
        if answer is not None and (found := _ROUTE.search(answer.text)):
            self._tell(found[1], (time.perf_counter() - began) * 1000)
        return answer

    def post(self, path: str, **fields: Any) -> requests.Response | None:
        token = self.session.cookies.get("csrftoken", "")
        return self.send("POST", path, data={"csrfmiddlewaretoken": token, **fields})

    def _tell(self, route: str, ttfb: float) -> None:
        """What static/js/page-times.js would send."""
        shown = ttfb + self.chance.uniform(40, 400)
        report = {"route": route, "ttfb": ttfb, "dom": shown, "load": shown + 80, "lcp": shown + 30, "cls": 0.02}
        self.send("POST", "/page-times", json=report | {"inp": self.chance.uniform(8, 120)})

    def choose(self, several: Sequence[str]) -> str:
        """One of them, the first ones much more often."""
        return several[int(len(several) * self.chance.random() ** 3)]

    def search_word(self) -> str:
        if self.chance.random() < 0.8:
            return self.choose(_WORDS)
        word = f"zyx{secrets.token_hex(4)}"
        self.place.ledger.keep_secret("a search", word)
        return word


def _read(browser: Browser) -> None:
    """One page of those that everybody may read."""
    place = browser.place
    path = browser.chance.choices(
        (
            "/",
            "/charts",
            f"/search?q={browser.search_word()}",
            f"/albums/{browser.choose(place.albums)}",
            f"/artists/{browser.choose(place.artists)}",
            f"/tracks/{browser.choose(place.tracks)}",
            f"/u/{browser.choose(place.people)}",
            f"/u/{browser.choose(place.people)}/diary",
            f"/albums/{browser.choose(place.albums)}/reviews.atom",
            f"/nowhere/{secrets.token_hex(4)}",
            f"/albums/{secrets.token_hex(11)}",
        ),
        (3, 2, 4, 8, 4, 5, 2, 1, 1, 1, 1),
    )[0]
    browser.look(path)


class Visitor(Browser):
    def act(self) -> None:
        _read(self)


class Member(Browser):
    """Signs up with a password, then reads and writes."""

    def arrive(self) -> None:
        name, password = f"member_{secrets.token_hex(3)}", f"quiet {secrets.token_hex(6)} harbour"
        self.place.ledger.keep_secret("a password", password)
        self.look("/signup")
        self.post("/signup", username=name, email=f"{name}@example.org", password1=password, password2=password)
        self.post("/logout")
        self.look("/login")
        self.post("/login", username=name, password=f"wrong {password}")
        self.post("/login", username=name, password=password)

    def act(self) -> None:
        album = self.choose(self.place.albums)
        match self.chance.randrange(9):
            case 0:
                text = f"As on a {self.search_word()} evening."
                self.post(f"/reviews/album/{album}", rating=self.chance.randrange(1, 6), text=text)
            case 1:
                self.post(f"/shelf/album/{album}", keep="1")
            case 2:
                self.post("/playlists/new", title="A rehearsal", is_public="on")
            case 3:
                self.post(f"/u/{self.choose(self.place.people)}/follow")
            case 4:
                self.look("/feed")
            case 5:
                self.look("/dashboard")
            case _:
                _read(self)


class Listener(Browser):
    """Signs in with Spotify and looks at what they hear."""

    def __init__(self, place: Place, number: int, listener: str) -> None:
        super().__init__(place, number)
        self.listener = listener

    def arrive(self) -> None:
        self.look("/login")
        begun = self.post("/login/spotify/")
        if begun is None or begun.status_code != 302:
            return
        agreed = self.send("GET", f"{begun.headers['Location']}&listener={self.listener}&approve=1")
        if agreed is None or "Location" not in agreed.headers:
            return
        for name, values in parse_qs(urlsplit(agreed.headers["Location"]).query).items():
            self.place.ledger.keep_secret(f"Spotify's {name}", values[0])
        self.send("GET", agreed.headers["Location"])

    def act(self) -> None:
        self.look("/dashboard") if self.chance.random() < 0.3 else _read(self)


class Phone(Browser):
    """A client of the API."""

    def arrive(self) -> None:
        name, password = f"phone_{secrets.token_hex(3)}", f"loud {secrets.token_hex(6)} mountain"
        self.place.ledger.keep_secret("a password", password)
        self.session.headers["Accept"] = "application/json"
        credentials = {"username": name, "password": password, "device": "a phone"}
        answer = self.send("POST", "/api/v1/auth/signup", json=credentials)
        if answer is not None and answer.status_code == 201:
            token = answer.json()["token"]
            self.place.ledger.keep_secret("a token of the API", token)
            self.session.headers["Authorization"] = f"Bearer {token}"

    def act(self) -> None:
        place, api = self.place, "/api/v1"
        match self.chance.randrange(9):
            case 0:
                body = {"item_type": "track", "spotify_id": self.choose(place.tracks), "rating": 4.5}
                self.send("POST", f"{api}/log", json=body)
            case 1:
                ids = [self.choose(place.tracks) for _ in range(5)]
                self.send("POST", f"{api}/playlists", json={"title": "From a phone", "spotify_ids": ids})
            case 2:
                self.send("GET", f"{api}/search", params={"q": self.search_word(), "type": "track,album"})
            case 3:
                self.send("GET", f"{api}/feed")
            case 4:
                self.send("GET", f"{api}/reviews")
            case 5:
                self.send("GET", f"{api}/home")
            case 6:
                self.send("GET", f"{api}/albums/{self.choose(place.albums)}", params={"include": "tracks"})
            case _:
                self.send("GET", f"{api}/tracks", params={"ids": ",".join(place.tracks[:40])})


class Crowd:
    """Everybody at once, each in a thread, until `go_home`."""

    def __init__(self, place: Place) -> None:
        self._gone = threading.Event()
        everybody: list[Any] = [
            *(Visitor(place, number) for number in range(1, 4)),
            *(Member(place, number) for number in range(11, 13)),
            *(Listener(place, 20 + at, name) for at, name in enumerate(place.listeners)),
            Phone(place, 31),
        ]
        self._threads = [threading.Thread(target=self._live, args=(one,), daemon=True) for one in everybody]

    def come(self) -> None:
        for thread in self._threads:
            thread.start()

    def go_home(self) -> None:
        self._gone.set()
        for thread in self._threads:
            thread.join(70)

    def _live(self, somebody: Any) -> None:
        arrive: Callable[[], None] = getattr(somebody, "arrive", lambda: None)
        arrive()
        while not self._gone.wait(somebody.chance.uniform(*_THINK_SECONDS)):
            somebody.act()
