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
    for person in stack.demo():
        where = f"{address}/admin/" if person.get("role") == "admin" else f"{address}/login"
        label = f"Sign in as {person.get('role', 'a demo user')}"
        lines += [f"{label:<25}{where}   {person['username']} / {person['password']}"]
    lines += ["", f"Data and logs            {stack.state.root}", "Stop                     Ctrl-C", ""]
    return "\n".join(lines)
