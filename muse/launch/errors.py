"""What stops a start."""

from __future__ import annotations


class LaunchError(Exception):
    """Muse cannot start; the message is one sentence for the person who started it."""
