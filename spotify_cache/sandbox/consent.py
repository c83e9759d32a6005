"""The page on which a listener is chosen and agrees, or does not."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib import resources
from urllib.parse import urlsplit

from aiohttp import web

from .listeners.listener import Listener
from .world import World

SCOPES = {
    "user-read-private": "Read your name and your picture",
    "user-read-email": "Read your e-mail address",
    "user-top-read": "See the artists and tracks you play most",
    "user-read-recently-played": "See what you played recently",
    "user-library-read": "See the music you saved",
    "user-library-modify": "Save music to your library, and remove it",
    "user-follow-read": "See whom you follow",
    "user-follow-modify": "Follow artists and people for you",
    "playlist-read-private": "See your private playlists",
    "playlist-read-collaborative": "See the playlists you share with others",
    "playlist-modify-private": "Create, change and delete your private playlists",
    "playlist-modify-public": "Create, change and delete your public playlists",
}
_CARRIED = ("client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")


class ConsentPage:
    """The page for one request of an application."""

    def __init__(self, world: World, asked: Mapping[str, str]) -> None:
        self._world = world
        self._asked = asked

    def response(self, redirect_uri: str) -> web.Response:
        """The page. Its forms may lead to the application and nowhere else."""
        target = urlsplit(redirect_uri)
        application = escape(target.netloc)
        carried = "".join(
            f'<input type="hidden" name="{name}" value="{escape(self._asked[name])}">'
            for name in _CARRIED
            if name in self._asked
        )
        listeners = "".join(self._listener(place, listener) for place, listener in enumerate(self._world.listeners))
        scopes = "".join(
            f"<li>{escape(SCOPES.get(scope, scope))}</li>" for scope in self._asked.get("scope", "").split()
        )
        wishes = f"<ul>{scopes}</ul>" if scopes else "<p>Nothing but who you are.</p>"
        body = f"""
<form method="post" action="/authorize">
{carried}
<header><p class="mark">Spotify sandbox</p><h1>Who is listening?</h1>
<p class="lead">Choose one of the invented listeners to sign in to <strong>{application}</strong>.</p></header>
<fieldset><legend class="quiet">Listener</legend>{listeners}</fieldset>
<section class="wishes"><h2>{application} would like to</h2>{wishes}
<p class="small">You can take this away again at any time.</p></section>
<div class="actions"><button name="decision" value="agree" class="agree">Agree</button>
<button name="decision" value="cancel" class="cancel">Cancel</button></div>
</form>"""
        return _page("Sign in to the Spotify sandbox", body, 200, f"{target.scheme}://{target.netloc}")

    def _listener(self, place: int, listener: Listener) -> str:
        if listener.profile.has_image:
            key = self._world.listener_image(listener.id)
            picture = f'<img src="/image/ab6775700000ee85{key}" alt="" width="56" height="56">'
        else:
            picture = f'<span class="initial" aria-hidden="true">{escape(listener.name[0].upper())}</span>'
        checked = " checked" if place == 0 else ""
        return f"""<label class="listener"><input type="radio" name="listener" value="{escape(listener.id)}"{checked}>
{picture}<span><strong>{escape(listener.name)}</strong><small>{escape(listener.profile.line)}</small></span></label>"""


def refusal_page(reason: str) -> web.Response:
    """Says to the person why there is nothing to agree to; status 400."""
    body = f"""<header><p class="mark">Spotify sandbox</p><h1>This did not work</h1>
<p class="lead">{escape(reason)}</p></header>"""
    return _page("Error", body, 400, "'none'")


def _page(title: str, body: str, status: int, form_target: str) -> web.Response:
    html = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/assets/consent.css"></head><body><main>{body}</main></body></html>"""
    targets = form_target if form_target == "'none'" else f"'self' {form_target}"
    policy = f"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action {targets}"
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


async def stylesheet(request: web.Request) -> web.Response:
    """The page's own stylesheet."""
    if request.match_info["name"] != "consent.css":
        raise web.HTTPNotFound
    text = resources.files(__package__).joinpath("assets/consent.css").read_text("utf-8")
    return web.Response(text=text, content_type="text/css", headers={"Cache-Control": "max-age=300"})
