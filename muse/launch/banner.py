"""What the launcher says when Muse is up."""

from __future__ import annotations

from muse.launch.stack import Stack


def banner(stack: Stack, seconds: float) -> str:
    """Where Muse is and how to get in."""
    address = stack.configuration.address
    lines = ["", f"Muse is up after {seconds:.1f} s:  {address}", ""]
    if stack.configuration.wants_sandbox:
        lines += [
            f"Sign in as a listener    {address}/login/spotify/",
            "                         choose one of the sandbox's listeners; no account is needed",
        ]
    elif stack.configuration.has("SPOTIPY_CLIENT_ID"):
        lines += [f"Sign in with Spotify     {address}/login/spotify/"]
    for role, path in (("demo", "/login"), ("admin", "/admin/")):
        person = stack.demo().get(role)
        if person is not None:
            password = person["password"] or "(a password of their own)"
            place = address + path
            lines += [f"Sign in as {role:<14}{place:<40}{person['username']} / {password}"]
    lines += ["", f"Data and logs            {stack.state.root}", "Stop                     Ctrl-C", ""]
    return "\n".join(lines)
