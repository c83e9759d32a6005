"""``make run`` and ``make dev``: the whole of Muse on one machine, started, watched and ended together (R50)."""
