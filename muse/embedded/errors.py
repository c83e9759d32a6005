"""What goes wrong with embedded servers."""

from __future__ import annotations


class EmbeddedServerError(Exception):
    """A server could not be started; the message is one sentence for the person who started Muse."""
