"""An invented catalogue of music, made from a seed: the same seed gives the same artists, albums, tracks and IDs."""
