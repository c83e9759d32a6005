"""Ways to draw a cover."""
