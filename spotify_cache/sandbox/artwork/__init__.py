"""Artwork as SVG: covers, portraits and avatars, different for each, the same in every run."""
