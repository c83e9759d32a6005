"""The contestants: Muse, four usual ways to read Spotify from Python, and the floor below all of them."""
