"""A listener's way through a Spotify sign-in, over HTTP as a browser makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.test import Client

MIRA = "mira.okonjo"
JONAS = "jonas_lindqvist"
HARUKA = "31kx4vqrm2hduwe7ynj5ptcblsae"
#: Has no display name at all.
NAMELESS = "qh8zt2nfw5"


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None

    def http_error_302(self, req, fp, code, msg, headers):  # type: ignore[no-untyped-def]
        return fp


@dataclass
class Walk:
    """``client`` is the browser's window on Muse."""

    client: Client

    def begin(self, onward: str = "") -> str:
        """Press the button; the address at Spotify that it leads to."""
        answer = self.client.post("/login/spotify/", {"next": onward})
        assert answer.status_code == 302, answer.content
        return str(answer["Location"])

    def consent(self, address: str, listener: str) -> str:
        """Agree at Spotify as ``listener``; the path with query on Muse that Spotify sends the browser back to."""
        return self._answer_of_spotify(f"{address}&listener={listener}&approve=1")

    def refuse(self, address: str) -> str:
        return self._answer_of_spotify(f"{address}&approve=0")

    def come_back(self, path: str) -> Any:
        return self.client.get(path)

    def sign_in(self, listener: str = MIRA, onward: str = "") -> Any:
        return self.come_back(self.consent(self.begin(onward), listener))

    @staticmethod
    def _answer_of_spotify(address: str) -> str:
        with build_opener(Stay).open(Request(address), timeout=10) as answer:
            assert answer.status == 302, answer.read()
            back = urlsplit(answer.headers["Location"])
        assert f"{back.scheme}://{back.netloc}" == "http://127.0.0.1:8000"
        return f"{back.path}?{back.query}"


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@pytest.fixture
def walk(client: Client, sandbox: object, settings: Any) -> Walk:
    """A visitor's browser in front of a Muse whose address Spotify accepts as a redirect URI."""
    settings.BASE_URL = "http://127.0.0.1:8000"
    return Walk(client)
