"""Pages about people: profile, dashboard, settings. They join accounts, reviews, playlists and Spotify's data."""
