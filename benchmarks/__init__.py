"""``make bench``: Muse's reads beside those of its peers, on throw-away servers and the Spotify sandbox."""
