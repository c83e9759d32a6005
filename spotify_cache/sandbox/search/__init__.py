"""Search over the catalogue: words, prefixes, parts of words, and Spotify's field filters."""
