"""How far a page's data can be trusted, over several reads, and what that means for the page's own answer."""

from __future__ import annotations

import datetime
from typing import Any

from spotify_cache.answers import Answer, Batch, State


def heard_at(*reads: Answer[Any] | Batch[Any]) -> datetime.datetime | None:
    """When Spotify said the oldest of what is past its lifetime; None where everything is fresh or absent."""
    times = [
        moment
        for read in reads
        if (moment := read.oldest_stale if isinstance(read, Batch) else read.fetched_at if read.is_stale else None)
    ]
    return datetime.datetime.fromtimestamp(min(times), datetime.UTC) if times else None


def is_pending(*reads: Answer[Any] | Batch[Any]) -> bool:
    """Whether anything is still being fetched."""
    return any(bool(read.pending) if isinstance(read, Batch) else read.state is State.PENDING for read in reads)
